"""The stream and the change list as readers, caches and strangers meet them, over real HTTP."""

import json
import time
from concurrent.futures import ThreadPoolExecutor

import pytest

from coverage.stream import frames, hub, replay
from tests.make import make_entry, make_page
from tests.serving import eventually, serving

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def site(transactional_db):
    with serving() as site:
        yield site


def test_a_frame_comes_within_a_second_of_its_publication(site):
    page = make_page()
    with site.stream(page, after=page.version) as stream:
        assert stream.headers["content-type"] == "text/event-stream"
        assert stream.headers["cache-control"] == "no-store"
        assert stream.event().name == "beat"
        began = time.monotonic()
        entry = make_entry(page, headline="On air")
        text = stream.text()
        assert time.monotonic() - began < 1
        id_line, event_line, data_line, *rest = text.split("\n")
        assert id_line == f"id: {page.version}"
        assert event_line == "event: arrived"
        assert rest == ["", ""]
        data = json.loads(data_line.removeprefix("data: "))
        assert data["entry"] == entry.pk
        assert "On air" in data["html"]
        assert abs(data["sent_at"] - time.time()) < 5


def test_what_was_missed_comes_first(site):
    page = make_page()
    before = page.version
    make_entry(page)
    make_entry(page)
    with site.stream(page, after=before) as stream:
        assert [stream.event().id for _ in range(2)] == [str(before + 1), str(before + 2)]


def test_last_event_id_wins_over_after(site):
    page = make_page()
    entry = make_entry(page)
    with site.stream(page, after=0, Last_Event_ID=str(page.version - 1)) as stream:
        assert stream.event().data["entry"] == entry.pk


def test_without_a_cursor_one_follows_from_now_on(site):
    page = make_page()
    make_entry(page)
    with site.stream(page) as stream:
        assert stream.event().data == {"version": page.version}
        new = make_entry(page)
        assert stream.frame().data["entry"] == new.pk


@pytest.mark.parametrize(
    "query", ["after=x", "after=", "after=-1", "after=1&after=2", "after=1.0", "after=٣", "after=" + "9" * 19]
)
def test_a_cursor_that_is_none_is_refused_with_a_sentence(site, query):
    page = make_page()
    for url in (page.stream_url, page.changes_url):
        status, headers, text = site.get(f"{url}?{query}".replace("٣", "%D9%A3"))
        assert (status, headers["cache-control"]) == (400, "no-store")
        assert "the version that you have" in text


def test_a_draft_is_no_different_from_a_page_that_is_not_there(site):
    draft = make_page(state="draft")
    for what in ("stream", "changes"):
        there = site.get(f"/live/{draft.slug}/{what}")
        nowhere = site.get(f"/live/nowhere/{what}")
        assert there[0] == nowhere[0] == 404
        assert there[2] == nowhere[2]
        assert there[1]["cache-control"] == "no-store"


def test_one_asks_with_get(site):
    page = make_page()
    status, headers, text = site.get(page.changes_url, method="POST")
    assert (status, headers["allow"], text) == (405, "GET, HEAD", "Ask with GET.")


@pytest.mark.parametrize("ahead", [1, 10**15])
def test_a_cursor_from_the_future_is_told_to_begin_anew(site, monkeypatch, ahead):
    monkeypatch.setattr(hub, "AHEAD_SECONDS", 0.2)
    page = make_page()
    with site.stream(page, after=page.version + ahead) as stream:
        assert stream.event().name == "reset"
        assert stream.event() is None
    assert site.changes(page, page.version + ahead) == {"version": page.version, "reset": True}


def test_a_cursor_ahead_of_a_process_that_lags_waits_for_it(site):
    page = make_page()
    site.changes(page, page.version)  # the process follows it
    with ThreadPoolExecutor(1) as readers:
        early = readers.submit(site.changes, page, page.version + 1)
        eventually(lambda: site.hub._pages[page.pk].asked_at)
        make_entry(page)
        assert early.result() == {"version": page.version, "frames": []}


def test_who_is_further_behind_than_the_chain_is_told_to_begin_anew(site, monkeypatch):
    for module in (frames, hub, replay):
        monkeypatch.setattr(module, "KEPT", 3)
    page = make_page()
    for _ in range(4):
        make_entry(page)
    with site.stream(page, after=page.version - 4) as stream:
        assert stream.event().name == "reset"
    assert site.changes(page, page.version - 4)["reset"]
    assert len(site.changes(page, page.version - 3)["frames"]) == 3


def test_the_change_list_says_what_the_stream_says_and_every_cache_may_keep_it_a_second(site):
    page = make_page()
    before = page.version
    make_entry(page)
    page.title = "Another title"
    page.edit()
    with site.stream(page, after=before) as stream:
        streamed = [stream.event().data for _ in range(2)]
    _status, headers, text = site.get(f"{page.changes_url}?after={before}")
    assert json.loads(text) == {"version": page.version, "frames": streamed}
    assert {"public", "max-age=0", "s-maxage=1"} <= set(headers["cache-control"].split(", "))
    assert "set-cookie" not in headers
    assert "vary" not in headers


def test_a_full_process_sends_readers_to_the_change_list(site, settings):
    settings.STREAM_LIMIT = 1
    page = make_page()
    with site.stream(page):
        status, headers, _text = site.get(page.stream_url)
        assert (status, headers["retry-after"], headers["cache-control"]) == (503, "30", "no-store")
        assert site.changes(page, page.version)["frames"] == []
        assert site.get(page.get_absolute_url())[0] == 200
    eventually(lambda: site.hub.followers == 0)
    with site.stream(page) as again:
        assert again.event().name == "beat"


def test_the_limit_holds_when_all_come_at_once(site, settings):
    settings.STREAM_LIMIT = 5
    page = make_page()
    with ThreadPoolExecutor(30) as readers:
        streams = list(readers.map(lambda _: site.stream(page), range(30)))
    assert sorted(stream.status for stream in streams) == [200] * 5 + [503] * 25
    for stream in streams:
        stream.close()
    eventually(lambda: site.hub.followers == 0)


def test_the_line_beats_with_the_version_of_now(transactional_db, settings):
    settings.STREAM_BEAT_SECONDS = 0.05
    page = make_page()
    with serving() as site, site.stream(page) as stream:
        assert [stream.event().data for _ in range(3)] == [{"version": page.version}] * 3
        make_entry(page)
        assert stream.frame().data["version"] == page.version
        assert stream.event().data == {"version": page.version}


def test_streams_end_with_a_time_to_come_back_when_the_process_ends(transactional_db):
    page = make_page()
    with serving() as site:
        streams = [site.stream(page) for _ in range(5)]
        assert {stream.event().name for stream in streams} == {"beat"}
    waits = []
    for stream in streams:
        waits.append(stream.event().data["retry"])
        assert stream.event() is None
    assert all(500 <= wait <= 5000 for wait in waits)
    assert len(set(waits)) > 1, "all would come back at once"


def test_a_head_request_is_answered_and_over(site):
    page = make_page()
    for url in (page.stream_url, page.changes_url):
        assert site.get(url, method="HEAD")[2] == ""
    assert site.hub.followers == 0


LINE_BREAKS = "a\rb\nc\r\nd\u2028e\u2029f\x85g\x0bh"


def test_no_text_of_an_editor_makes_an_event_of_its_own(site):
    page = make_page()
    hostile = f"{LINE_BREAKS}\n\nevent: reset\ndata: {{}}\n\nid: 99\n\n"
    with site.stream(page) as stream:
        assert stream.event().name == "beat"
        make_entry(page, headline=hostile[:200], body=f"<p>{hostile}</p>")
        page.standfirst = page.summary = hostile
        page.edit()
        assert [stream.event().name for _ in range(2)] == ["arrived", "page"]  # by a strict reader
    assert len(site.changes(page, page.version - 2)["frames"]) == 2


def test_a_text_withdrawn_or_corrected_is_in_no_answer_begun_afterwards(site):
    page = make_page()
    before = page.version
    slip, wrong = (
        make_entry(page, headline="A slip"),
        make_entry(page, headline="All wrong", body="<p>Wrong too</p>"),
    )
    with site.stream(page, after=before) as stream:
        stream.event(), stream.event()
        wrong.headline, wrong.body = "All right", ""
        wrong.correct(by=None, note="We had it wrong.")
        slip.withdraw(by=None)
        while stream.frame().data["version"] < page.version:
            pass
    for cursor in range(before, page.version):
        with site.stream(page, after=cursor) as stream:
            said = ""
            while f'"version":{page.version}' not in said:
                said += stream.text()
        said += str(site.changes(page, cursor))
        assert "A slip" not in said
        assert "All wrong" not in said
        assert "Wrong too" not in said


def test_no_stream_holds_a_database_connection(site):
    from django.db import connection

    page = make_page()

    def busy():
        with connection.cursor() as cursor:
            cursor.execute("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()")
            return cursor.fetchone()[0]

    site.changes(page, page.version)
    before = busy()
    streams = [site.stream(page) for _ in range(60)]
    make_entry(page)
    assert {stream.frame().name for stream in streams} == {"arrived"}
    assert busy() <= before
    for stream in streams:
        stream.close()


def test_a_storm_of_readers_who_are_behind_reads_once(site, monkeypatch):
    page = make_page()
    before = page.version
    for _ in range(50):
        make_entry(page)
    site.changes(page, page.version)
    reads, earlier = [], replay.earlier

    def counted(*args, **kwargs):
        reads.append(kwargs)
        return earlier(*args, **kwargs)

    monkeypatch.setattr(replay, "earlier", counted)
    with ThreadPoolExecutor(50) as readers:
        streams = list(readers.map(lambda _: site.stream(page, after=before), range(300)))
    for stream in streams:
        with stream:
            assert [int(stream.event().id) for _ in range(50)] == list(range(before + 1, page.version + 1))
    assert len(reads) == 1
