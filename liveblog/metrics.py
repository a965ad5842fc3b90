"""/metrics in Prometheus' text format: this process's own figures, and those of the database that all share."""

from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from prometheus_client import (
    CONTENT_TYPE_LATEST,
    REGISTRY,
    Counter,
    Histogram,
    disable_created_metrics,
    generate_latest,
)
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily

disable_created_metrics()  # a third of all lines, read by nobody
RESPONSES = Counter("liveblog_responses", "Answers of Django by kind.", ["kind"])
RESPONSE_SECONDS = Histogram("liveblog_response_seconds", "How long Django took for an answer.")
for _kind in ("2xx", "3xx", "4xx", "5xx"):
    RESPONSES.labels(_kind)

JOBS = """
    SELECT job.status::text, count(*),
        coalesce(extract(epoch FROM now() - min(greatest(job.scheduled_at, event.at))
            FILTER (WHERE job.scheduled_at IS NULL OR job.scheduled_at <= now())), 0)::float
    FROM procrastinate_jobs job
    JOIN procrastinate_events event ON event.job_id = job.id AND event.type = 'deferred'
    WHERE job.status IN ('todo', 'doing', 'failed')
    GROUP BY 1
"""
WORKER = "SELECT extract(epoch FROM now() - max(last_heartbeat))::float FROM procrastinate_workers"
POOL = {
    "pool_size": "Connections that this process holds.",
    "pool_available": "Of these, idle.",
    "requests_waiting": "Requests waiting for one.",
}


def metrics(request):
    return HttpResponse(generate_latest(REGISTRY), content_type=CONTENT_TYPE_LATEST)


class Database:
    """Asked anew each time; `liveblog_database_up` is 0, and the rest left out, when it doesn't answer."""

    def collect(self):
        try:
            asked = list(_asked())
        except (DatabaseError, InterfaceError):
            asked = [GaugeMetricFamily("liveblog_database_up", "1 when PostgreSQL answers.", 0)]
        yield from asked
        yield from _pool()

    def describe(self):
        """Nothing, so that the registry does not ask the database at import."""
        return []


def _asked():
    with connection.cursor() as cursor:
        yield GaugeMetricFamily("liveblog_database_up", "1 when PostgreSQL answers.", 1)
        cursor.execute("SELECT pg_notification_queue_usage()")
        used = GaugeMetricFamily(
            "liveblog_notify_queue_ratio", "How full PostgreSQL's queue of notices is, 0 to 1."
        )
        used.add_metric([], cursor.fetchone()[0])
        yield used
        cursor.execute("SELECT coalesce(sum(version), 0) FROM coverage_livepage")
        yield CounterMetricFamily(
            "liveblog_changes", "Public changes of all pages.", int(cursor.fetchone()[0])
        )
        yield from _jobs(cursor)
        cursor.execute(WORKER)
        heard = GaugeMetricFamily(
            "liveblog_worker_silent_seconds", "Since a worker last gave a sign of life."
        )
        silent = cursor.fetchone()[0]
        heard.add_metric([], float("inf") if silent is None else silent)
        yield heard


def _jobs(cursor):
    cursor.execute(JOBS)
    found = {status: (number, age) for status, number, age in cursor.fetchall()}
    jobs = GaugeMetricFamily("liveblog_jobs", "Jobs by state.", labels=["state"])
    for state in ("todo", "doing", "failed"):
        jobs.add_metric([state], found.get(state, (0, 0))[0])
    yield jobs
    age = GaugeMetricFamily("liveblog_oldest_due_job_seconds", "How long the oldest job has been due.")
    age.add_metric([], max(0, found.get("todo", (0, 0))[1]))
    yield age


def _pool():
    if connection.pool is None:
        return
    stats = connection.pool.get_stats()
    for name, words in POOL.items():
        yield GaugeMetricFamily(f"liveblog_database_{name}", words, stats.get(name, 0))
    errors = stats.get("requests_errors", 0)
    yield CounterMetricFamily("liveblog_database_requests_refused", "Requests that got none in time.", errors)


REGISTRY.register(Database())
