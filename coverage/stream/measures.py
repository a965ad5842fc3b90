"""What /metrics says of the streams of this process. Nothing here is done once for each reader."""

from prometheus_client import Counter, Gauge, Histogram

STREAMS = Gauge("liveblog_streams", "Open streams.")
STREAM_LIMIT = Gauge("liveblog_stream_limit", "Open streams that this process takes.")
PAGES = Gauge("liveblog_followed_pages", "Live pages that this process keeps current.")
LISTENING = Gauge("liveblog_listening", "1 while the line that hears of changes is up.")
LAG = Gauge("liveblog_version_lag", "Versions that the page furthest behind is behind the database.")
BEHIND = Gauge("liveblog_behind_seconds", "Since versions were last compared with the database.")
FRAMES = Counter("liveblog_frames", "Frames handed to readers.")
REFUSED = Counter("liveblog_streams_refused", "Streams refused because the process is full or stopping.")
RESETS = Counter("liveblog_resets", "Streams told to begin anew.")
DELAY = Histogram(
    "liveblog_delay_seconds",
    "From a change being written, just before its commit, to its frame handed to every reader's socket.",
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30),
)
