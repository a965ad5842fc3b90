"""What must not stop the hub: strangers, broken lines, one bad page, readers who take nothing."""

import asyncio
import logging
import socket
import threading

import pytest
from django.db import connection

from coverage.models import LivePage
from coverage.models.presence import Presence
from coverage.stream import app, hub, replay
from coverage.stream.frames import Frame
from coverage.stream.hub import FollowedPage, Hub
from tests.make import make_editor, make_entry, make_page
from tests.serving import eventually, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db, monkeypatch):
    """A site whose hub hears of changes by notices alone: it does not compare versions."""
    monkeypatch.setattr(hub, "COMPARE_SECONDS", 1000)
    with serving() as site:
        yield site


def query(sql, *values):
    with connection.cursor() as cursor:
        cursor.execute(sql, values)
        return cursor.fetchall() if cursor.description else None


def test_a_notice_that_comes_while_its_page_is_read_is_not_lost(site, monkeypatch):
    page = make_page()
    heard, news, during = threading.Event(), replay.news, []
    hears = Hub._heard

    def hear(self, payload):
        hears(self, payload)
        if payload == f"{page.pk} {page.version}":
            heard.set()

    def read_slowly(pk, **kwargs):
        found = news(pk, **kwargs)
        if kwargs and not during:
            during.append(make_entry(page, headline="Second"))
            heard.clear() if not heard.wait(5) else None
        return found

    with site.stream(page) as stream:
        assert stream.event().name == "beat"
        monkeypatch.setattr(Hub, "_heard", hear)
        monkeypatch.setattr(replay, "news", read_slowly)
        make_entry(page, headline="First")
        assert "First" in stream.frame().data["html"]
        assert "Second" in stream.frame(within=2).data["html"]


def test_a_page_that_cannot_be_rendered_keeps_no_other_from_its_readers(site, caplog):
    sound, broken = make_page(), make_page()
    with site.stream(sound) as good, site.stream(broken) as bad:
        assert good.event().name == bad.event().name == "beat"
        LivePage.objects.filter(pk=broken.pk).update(time_zone="Nowhere/At all")
        with caplog.at_level(logging.ERROR, "coverage.stream.hub"):
            make_entry(broken)
            make_entry(sound, headline="Still on air")
            assert "Still on air" in good.frame(within=3).data["html"]
            eventually(lambda: "page" in caplog.text)
        LivePage.objects.filter(pk=broken.pk).update(time_zone="UTC")
        make_entry(broken, headline="Mended")
        assert [bad.frame(within=3).data["kind"] for _ in range(2)] == ["arrived", "arrived"]


GARBAGE = [
    "garbage",
    "",
    "1",
    "1 ",
    " 1",
    "-1 5",
    "1 2 3",
    "٣ ٣",
    "9" * 7000 + " 1",
    "1 " + "9" * 7000,
    "x" * 7999,
    "\u2028",
]


def test_a_strangers_notices_make_no_difference(site):
    page = make_page()
    with site.stream(page) as stream:
        assert stream.event().name == "beat"
        for payload in [*GARBAGE, f"{page.pk} {page.version}", f"{page.pk} 999999", f"{page.pk + 1} 1"] * 2:
            query("SELECT pg_notify('liveblog', %s)", payload)
        entry = make_entry(page)
        event = stream.frame(within=3)
        assert (event.data["version"], event.data["entry"]) == (page.version, entry.pk)


def test_a_listening_line_that_is_ended_again_and_again_loses_nothing(site, monkeypatch):
    monkeypatch.setattr(hub, "RETRY_SECONDS", 0.05)
    page = make_page()
    listening = (
        "FROM pg_stat_activity WHERE application_name = 'liveblog hub' AND datname = current_database()"
    )
    with site.stream(page) as stream:
        assert stream.event().name == "beat"
        for _ in range(10):
            eventually(lambda: query(f"SELECT count(*) {listening}") == [(1,)])
            query(f"SELECT pg_terminate_backend(pid) {listening}")
            entry = make_entry(page)
            assert stream.frame(within=3).data["entry"] == entry.pk
        eventually(lambda: query(f"SELECT count(*) {listening}") == [(1,)])
        eventually(lambda: site.hub.is_listening)


def test_without_any_notice_versions_are_compared(transactional_db, monkeypatch):
    monkeypatch.setattr(hub, "COMPARE_SECONDS", 0.1)
    monkeypatch.setattr(Hub, "_heard", lambda self, payload: None)
    page = make_page()
    with serving() as site, site.stream(page) as stream:
        assert stream.event().name == "beat"
        entry = make_entry(page)
        assert stream.frame(within=2).data["entry"] == entry.pk


def test_an_address_that_goes_to_another_page_gives_that_pages_changes(site):
    first, second = make_page(slug="summit"), make_page(slug="other")
    site.changes(first, first.version)
    with site.stream(first) as stream:
        assert stream.event().name == "beat"
        _readdress(first, "summit-2025")
        assert stream.frame().data["version"] == first.version  # the hub has noticed
        _readdress(second, "summit")
        entry = make_entry(second)
        (frame,) = site.changes(second, second.version - 1)["frames"]
        assert frame["entry"] == entry.pk
        make_entry(first, headline="Still followed")
        assert "Still followed" in stream.frame().data["html"]


def _readdress(page, slug):
    """As ops would by hand: the page itself refuses once it is public."""
    LivePage.objects.filter(pk=page.pk).update(slug=slug)
    page.slug = slug
    page.edit()


def test_a_page_that_is_deleted_ends_its_streams_cleanly(site):
    page = make_page()
    slug = page.slug
    with site.stream(page) as stream:
        assert stream.event().name == "beat"
        page.edit()
        assert stream.frame().name == "page"
        LivePage.objects.get(pk=page.pk).delete()
        query(
            "SELECT pg_notify('liveblog', %s)", f"{page.pk} {page.version + 1}"
        )  # or when versions are compared
        assert stream.event() is None
    assert site.get(f"/live/{slug}/stream")[0] == 404
    eventually(lambda: site.hub.followers == 0)


def test_who_comes_while_its_page_goes_is_not_left_on_a_dead_line(site, monkeypatch):
    page = make_page()
    reach = Hub.reach

    async def reach_as_it_goes(self, followed, cursor):
        found = await reach(self, followed, cursor)
        self._pages.pop(followed.pk)
        return found

    site.changes(page, page.version)
    monkeypatch.setattr(Hub, "reach", reach_as_it_goes)
    with site.stream(page) as stream:
        while stream.event():
            pass  # it ends, and the reader asks again


def test_a_log_that_does_not_reach_back_means_begin_anew(site):
    page = make_page()
    for _ in range(3):
        make_entry(page)
    site.changes(page, page.version)
    page.changes.filter(version=2).delete()  # pruned, or restored from an older copy
    assert site.changes(page, 0)["reset"]
    assert len(site.changes(page, 2)["frames"]) == page.version - 2


def test_a_database_restored_to_an_earlier_state_means_begin_anew(site):
    page = make_page()
    for _ in range(3):
        make_entry(page)
    with site.stream(page) as stream:
        assert stream.event().name == "beat"
        page.changes.filter(version__gt=2).delete()
        LivePage.objects.filter(pk=page.pk).update(version=2)
        query("SELECT pg_notify('liveblog', %s)", f"{page.pk} 2")
        assert stream.event().name == "reset"
    assert site.changes(page, 2) == {"version": 2, "frames": []}


def test_a_reader_that_takes_nothing_is_let_go_and_no_other_waits(transactional_db, settings, monkeypatch):
    settings.STREAM_BEAT_SECONDS = 0.1
    monkeypatch.setattr(hub, "SENDING_SECONDS", 0.5)
    page = make_page()
    with serving() as site:
        site.server.servers[0].sockets[0].setsockopt(socket.SOL_SOCKET, socket.SO_SNDBUF, 8192)
        silent = socket.socket()
        silent.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
        silent.connect(("127.0.0.1", site.port))
        silent.sendall(f"GET {page.stream_url} HTTP/1.1\r\nHost: x\r\n\r\n".encode())
        with silent, site.stream(page) as lively:
            eventually(lambda: site.hub.followers == 2)
            for _ in range(4):
                entry = make_entry(page, body=f"<p>{'a' * 150_000}</p>")
                assert lively.frame(within=3).data["entry"] == entry.pk
            eventually(lambda: site.hub.followers == 1)
            eventually(lambda: len(site.server.server_state.connections) == 1)
            assert lively.event().name == "beat"


def test_what_comes_while_a_socket_is_full_follows_once_each_and_in_order(monkeypatch):
    monkeypatch.setattr(app, "hub", Hub())
    page, sent = FollowedPage(1, replay.News("a-page", 0, [], {})), []

    def comes(version):
        page.take(replay.News("a-page", version, [Frame(version, "page", 0.0)], {}))

    async def follow():
        has_room = asyncio.Event()
        has_room.set()

        async def send(message):
            await has_room.wait()
            sent.append(message.get("body", b""))

        app.hub.is_running, app.hub._pages[1] = True, page
        reader = asyncio.create_task(app._stream(page, 0, asyncio.Event().wait, send))
        await asyncio.sleep(0)
        comes(1)
        has_room.clear()
        comes(2)  # waits in the socket's way,
        comes(3)  # and these with it
        await asyncio.sleep(0)
        comes(4)
        has_room.set()
        for _ in range(5):
            await asyncio.sleep(0)
        comes(5)
        app.hub.end_streams()
        await asyncio.wait_for(reader, 5)

    asyncio.run(follow())
    said = b"".join(sent)
    assert [int(line[4:]) for line in said.splitlines() if line.startswith(b"id: ")] == [1, 2, 3, 4, 5]
    assert said.index(b"retry: ") > said.index(b"id: 5")


def test_a_page_that_was_just_found_is_not_forgotten_as_idle(site):
    page = make_page()

    async def found():
        site.hub._joining[page.slug] = None
        joined = await site.hub._join(page.slug)  # whoever asked for it has not gone on yet
        return asyncio.get_running_loop().time() - joined.asked_at

    assert asyncio.run_coroutine_threadsafe(found(), site.loop).result(10) < hub.IDLE_SECONDS


def test_a_hub_can_be_started_again(transactional_db):
    page = make_page()
    for _ in range(2):
        with serving() as site, site.stream(page) as stream:
            assert stream.event().name == "beat"
            entry = make_entry(page)
            assert stream.frame(within=2).data["entry"] == entry.pk


def test_a_database_that_does_not_answer_is_a_503_and_comes_back(site, monkeypatch):
    from django.db import OperationalError

    page = make_page()
    find = replay.find

    def unreachable(slug):
        raise OperationalError("the server is down")

    monkeypatch.setattr(replay, "find", unreachable)
    status, headers, text = site.get(page.stream_url)
    assert (status, headers["retry-after"], headers["cache-control"]) == (503, "5", "no-store")
    assert text == "The database does not answer; ask again."
    monkeypatch.setattr(replay, "find", find)
    with site.stream(page) as stream:
        assert stream.event().name == "beat"


def test_readers_are_told_that_somebody_writes_where_the_page_allows_it_and_nothing_more(
    transactional_db, monkeypatch, settings
):
    monkeypatch.setattr(hub, "COMPARE_SECONDS", 0.1)
    page, silent = make_page(shows_writing=True), make_page()
    writer = make_editor()
    with serving() as site, site.stream(page) as told, site.stream(silent) as untold:
        assert "writing" not in told.event().data
        for where in (page, silent):
            Presence.objects.seen(by=writer, page=where, tab=f"t{where.pk}", is_typing=True)
        beat = told.event()
        assert (beat.name, beat.data) == ("beat", {"version": page.version, "writing": True})
        Presence.objects.seen(by=writer, page=page, tab=f"t{page.pk}", is_typing=False)
        assert told.event().data == {"version": page.version}
        make_entry(silent)
        events = [untold.event(), untold.event()]
        assert [event.name for event in events] == ["beat", "arrived"]
        assert "writing" not in events[0].data
