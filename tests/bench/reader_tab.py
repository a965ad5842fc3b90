"""What do thousands of arrivals cost one open tab?  uv run python -m tests.bench.reader_tab [ENTRIES]

Opens a live page in Chromium, hands its client so many frames (5,000 by default) as the stream would,
and prints the heap after a collection, the entries left in the page, the time from frame to frame while
50 more arrive (16.7 ms is a screen's own pace) and what each costs the main thread: script, style and
layout, which are ours; and all of its tasks, with painting. In a database of its own, dropped at the end.
"""

import os
import sys
import tempfile
from pathlib import Path

os.environ.setdefault("LIVEBLOG_DATA_DIR", tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("DEBUG", "true")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
import django

django.setup()

from django.db import connection
from playwright.sync_api import sync_playwright

from coverage.stream import replay
from tests.browser.conftest import CHROMIUM, FLAGS, Server
from tests.browser.waiting import until
from tests.make import make_entry, make_page

# Frames like one that was really sent, each for an entry of its own, at the end of the line.
FEED = """async ([frame, number]) => {
  const page = document.querySelector("live-page")
  for (let n = 1; n <= number; n++) {
    const [id, at] = [1e6 + page.version, 4e15 + page.version]
    page.apply({ ...frame, version: page.version + 1, entry: id, place: `${at}.${id}`, parts: {},
      html: frame.html.replace(/id="entry-\\d+"/, `id="entry-${id}"`).replace(/data-place="[^"]*"/, `data-place="${at}.${id}"`) })
    if (n % 50 === 0) await new Promise(requestAnimationFrame)
  }
}"""
FRAMES = """async ([feed, frame]) => {
  const times = []
  let last = performance.now(), isOver = false
  const tick = (now) => { times.push(now - last); last = now; isOver || requestAnimationFrame(tick) }
  requestAnimationFrame(tick)
  for (let n = 0; n < 50; n++) {
    await eval(feed)([frame, 1])
    await new Promise((done) => setTimeout(done, 40))
  }
  isOver = true
  return times.slice(1).sort((a, b) => a - b)
}"""
OURS = ("Script", "RecalcStyle", "Layout")
SETTLED = "document.querySelector('live-page').isCurrent && !document.getAnimations().some((one) => one.playState === 'running')"


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 5_000
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    files = Path(tempfile.mkdtemp())
    for folder in ("media", "originals"):
        (files / folder).mkdir()
    server = Server(files).start()
    try:
        page = make_page()
        body = f"<p>{'Doors are open and people come in. ' * 20}</p>"
        make_entry(page, body=body)
        frame = replay.news(page.pk, after=page.version - 1, known={}).frames[0].content()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=FLAGS)
            for where, scroll in (("at the top", 0), ("further down", 600)):
                measure(browser, f"{server.url}{page.get_absolute_url()}", frame, number, where, scroll)
            browser.close()
    finally:
        server.stop()
        connection.creation.destroy_test_db(name, verbosity=0)


def measure(browser, url, frame, number, where, scroll):
    context = browser.new_context(viewport={"width": 1280, "height": 800}, bypass_csp=True)
    tab = context.new_page()
    tab.goto(url)
    tab.evaluate(FEED, [frame, 20])
    tab.evaluate(f"scrollTo(0, {scroll})")
    tab.evaluate(FEED, [frame, number])
    devtools = context.new_cdp_session(tab)
    devtools.send("Performance.enable")
    until(tab, SETTLED, within=300)  # or what still waits to be shown would be counted, too
    before = worked(devtools)
    times = tab.evaluate(FRAMES, [FEED, frame])
    work = {part: (spent - before[part]) * 1000 / 50 for part, spent in worked(devtools).items()}
    devtools.send("HeapProfiler.collectGarbage")
    heap = sum(devtools.send("Runtime.getHeapUsage")[part] for part in ("usedSize", "embedderHeapUsedSize"))
    left = tab.evaluate("document.querySelectorAll('.timeline > .entry').length")
    nodes = devtools.send("Memory.getDOMCounters")["nodes"]
    print(
        f"{number:,} arrived {where}: heap {heap / 2**20:.1f} MB, {left:,} entries and {nodes:,} nodes; "
        f"a frame {times[len(times) // 2]:.1f} ms, p95 {times[int(len(times) * 0.95)]:.1f}, worst {times[-1]:.1f}; "
        f"an arrival costs {sum(work[part] for part in OURS):.1f} ms "
        f"({', '.join(f'{part} {work[part]:.1f}' for part in OURS)}), with painting {work['Task']:.1f}; "
        f"load {os.getloadavg()[0]:.1f}"
    )
    context.close()


def worked(devtools):
    """Seconds that the tab's main thread has spent, by kind."""
    found = {metric["name"]: metric["value"] for metric in devtools.send("Performance.getMetrics")["metrics"]}
    return {part: found[f"{part}Duration"] for part in (*OURS, "Task")}


if __name__ == "__main__":
    main()
