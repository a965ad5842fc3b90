"""What those who watch the processes are told, and that nobody else is."""

import re

import pytest
from django.db import connection
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from coverage.tasks import publish_due
from liveblog import metrics as figures
from tests.make import make_entry, make_page
from tests.serving import eventually, serving


@pytest.fixture
def site(transactional_db, settings):
    settings.STREAM_BEAT_SECONDS = 0.2
    with connection.cursor() as cursor:  # no flush between tests touches procrastinate's tables
        cursor.execute("DELETE FROM procrastinate_jobs; DELETE FROM procrastinate_workers")
    with serving() as site:
        yield site


def figure(text, name):
    """What a figure stands at; a KeyError names it if it isn't there."""
    found = re.search(rf"^{re.escape(name)} (\S+)$", text, re.MULTILINE)
    if not found:
        raise KeyError(f"{name} in {text}")
    return float(found[1])


def test_readiness_speaks_of_each_part_and_fails_with_any(site, settings, tmp_path):
    status, _headers, text = site.get("/readyz")
    assert status == 503
    assert "database: ok\nlistening: ok\nworker: no sign of life" in text
    assert site.get("/readyz/web")[0] == 200
    _start_worker()
    assert site.get("/readyz")[2] == "database: ok\nlistening: ok\nworker: ok\ndisk: ok\n"
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    status, _headers, text = site.get("/readyz")
    assert (status, "disk: MEDIA_ROOT cannot be used (Not a directory)" in text) == (503, True)
    site.hub.is_listening = False
    assert "listening: the line that hears of changes is down" in site.get("/readyz/web")[2]


def _start_worker():
    """As procrastinate's table has one that is alive."""
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now())")
    assert ProcrastinateWorker.objects.filter(last_heartbeat__lte=timezone.now()).exists()


def test_figures_tell_of_streams_frames_delay_and_lag(site):
    page = make_page()
    before = site.get("/metrics")[2]
    with site.stream(page) as stream:
        stream.event()
        make_entry(page)
        assert stream.frame().name == "arrived"
        text = eventually(
            lambda: (t := site.get("/metrics")[2]) != before and "liveblog_streams 1.0" in t and t
        )
    assert figure(text, "liveblog_frames_total") == figure(before, "liveblog_frames_total") + 1
    assert figure(text, "liveblog_delay_seconds_count") == figure(before, "liveblog_delay_seconds_count") + 1
    assert figure(text, 'liveblog_delay_seconds_bucket{le="5.0"}') > 0
    assert figure(text, "liveblog_followed_pages") == 1
    assert figure(text, "liveblog_listening") == 1
    assert figure(text, "liveblog_version_lag") == 0
    assert figure(text, "liveblog_behind_seconds") < 10
    assert figure(text, "liveblog_notify_queue_ratio") == 0
    assert figure(text, "liveblog_changes_total") == page.__class__.objects.get(pk=page.pk).version
    assert figure(text, 'liveblog_jobs{state="todo"}') == 0
    assert figure(text, "liveblog_worker_silent_seconds") == float("inf")
    assert figure(text, 'liveblog_responses_total{kind="2xx"}') > 0
    assert figure(text, "liveblog_database_requests_waiting") == 0


def test_jobs_are_counted_by_state_and_the_oldest_due_one_aged(db):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_jobs")
    publish_due.defer()
    publish_due.configure(schedule_in={"hours": 1}).defer()
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_events SET at = now() - interval '90 seconds'")
        found = {
            sample.labels.get("state") or sample.name: sample.value
            for family in figures._jobs(cursor)
            for sample in family.samples
        }
    assert found["todo"] == 2
    assert 90 <= found["liveblog_oldest_due_job_seconds"] < 100


@pytest.mark.parametrize("address", ["/metrics", "/readyz", "/readyz/web"])
def test_whoever_comes_through_a_proxy_is_told_nothing(site, address):
    for header in ("X_Forwarded_For", "Forwarded", "Via"):
        status, headers, text = site.get(address, **{header: "for=203.0.113.7"})
        assert (status, text, headers["Cache-Control"]) == (404, "", "no-store")
    assert "liveblog" not in site.get("/metrics", X_Forwarded_For="1.2.3.4")[2]


def test_those_inside_ask_by_a_container_s_name(site):
    assert site.get("/metrics", Host="web:8000")[0] == 200
    assert site.get("/healthz", Host="web:8000")[2] == "ok\n"
    assert site.get("/", Host="web:8000")[0] == 400


def test_readers_are_told_when_their_process_may_be_behind(site):
    page = make_page()
    with site.stream(page) as stream:
        assert "behind" not in stream.event().data
        site.hub._compared_at -= 60
        assert eventually(lambda: stream.event().data.get("behind"))
        assert eventually(lambda: "behind" not in stream.event().data)
