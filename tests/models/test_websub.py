"""A hub hears of what is new, once it is committed, and again when it did not listen."""

import threading
from contextlib import contextmanager
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from urllib.parse import parse_qs

import pytest
from django.db import connection, transaction
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage import tasks
from coverage.models import websub
from tests.make import make_draft, make_entry, make_page

SITE = "http://127.0.0.1:8000"


@contextmanager
def listening(status=204):
    """A hub: its address, and what it was told."""
    told = []

    class Hub(BaseHTTPRequestHandler):
        def do_POST(self):
            told.append((self.path, parse_qs(self.rfile.read(int(self.headers["Content-Length"])).decode())))
            self.send_response(status)
            self.end_headers()

        def log_message(self, *args):
            pass

    server = HTTPServer(("127.0.0.1", 0), Hub)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}/hub?key=1", told
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


def waiting(*pages):
    """Jobs that wait to tell the hub of these pages."""
    slugs = [page.slug for page in pages]
    return list(
        ProcrastinateJob.objects.filter(
            task_name="coverage.tasks.ping_hub", status="todo", args__slug__in=slugs
        ).order_by("pk")
    )


def run(job):
    """As the worker does: while a job runs it waits no longer."""
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing' WHERE id = %s", [job.pk])
    tasks.ping_hub(**job.args)


def test_without_a_hub_nothing_is_left_to_do(transactional_db):
    page = make_page()
    make_entry(page)
    assert waiting(page) == []


def test_a_burst_on_one_page_is_one_ping(transactional_db, settings):
    one, other = make_page(), make_page()
    settings.WEBSUB_HUB = "https://hub.example"
    for _ in range(3):
        make_entry(one)
    make_entry(other)
    make_draft(one)
    assert [job.args["slug"] for job in waiting(one, other)] == [one.slug, other.slug]


def test_what_is_rolled_back_is_not_told(transactional_db, settings):
    page = make_page()
    settings.WEBSUB_HUB = "https://hub.example"
    with transaction.atomic():
        make_entry(page)
        transaction.set_rollback(True)
    assert waiting(page) == []


def test_the_hub_is_told_of_both_feeds(transactional_db, settings):
    page = make_page()
    with listening() as (settings.WEBSUB_HUB, told):
        make_entry(page)
        run(*waiting(page))
    topics = [f"{SITE}{page.get_absolute_url()}{name}" for name in ("feed.atom", "feed.json")]
    said = [{"hub.mode": ["publish"], "hub.url": [topic], "hub.topic": [topic]} for topic in topics]
    assert told == [("/hub?key=1", form) for form in said]
    assert waiting(page) == []


@pytest.mark.parametrize("status", [500, 302, None])
def test_a_hub_that_does_not_take_it_is_asked_again_later_and_not_for_ever(
    transactional_db, settings, status
):
    page = make_page()
    with listening(status or 204) as (settings.WEBSUB_HUB, _told):
        if status is None:
            settings.WEBSUB_HUB = "http://127.0.0.1:9"
        make_entry(page)
        for tries in range(1, websub.TRIES):
            (job,) = waiting(page)
            assert job.args["tries"] == tries
            run(job)
        (last,) = waiting(page)
        assert last.scheduled_at > timezone.now() + timedelta(minutes=10)
        make_entry(page)  # one that waits to be tried again will do
        assert waiting(page) == [last]
        with pytest.raises(websub.NotPinged):
            run(last)
    assert waiting(page) == []


def test_feeds_name_their_hub_in_themselves_and_in_their_headers(page, client, settings):
    settings.WEBSUB_HUB = "https://hub.example"
    atom, json = (client.get(f"{page.get_absolute_url()}feed.{kind}") for kind in ("atom", "json"))
    assert '<link href="https://hub.example" rel="hub"/>' in atom.text
    assert json.json()["hubs"] == [{"type": "WebSub", "url": "https://hub.example"}]
    topics = [
        f'<https://hub.example>; rel="hub", <{topic}>; rel="self"' for topic in websub.topics(page.slug)
    ]
    assert [atom["Link"], json["Link"]] == topics
