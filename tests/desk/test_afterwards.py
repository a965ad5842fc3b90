"""After publishing: another time, doubts, corrections, copies, other pages, pins that end, withdrawals with a why."""

from datetime import timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from threading import Thread

import pytest
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage import tasks
from coverage.desk.receipt import receipt_of
from coverage.models import Entry, LivePage
from coverage.models.purge import NotTold
from tests.desk.desks import typed
from tests.make import make_author, make_byline, make_draft, make_entry, make_page


def as_typed(at):
    return f"{at:%Y-%m-%dT%H:%M}"


def fresh(noun):
    return type(noun).objects.get(pk=noun.pk)


# Time


def test_an_entry_gets_another_time_and_readers_are_told(desk, page):
    entry, other = make_entry(page), make_entry(page)
    at = timezone.now() - timedelta(hours=2)
    assert (
        "Moved to its new time."
        in desk.post("desk_retime", other.pk, published_at=as_typed(at)).content.decode()
    )
    assert as_typed(fresh(other).published_at) == as_typed(at)
    assert [one.pk for one in page.entries.in_timeline()] == [entry.pk, other.pk]
    assert page.changes.filter(entry=other).last().kind == "changed"


def test_a_time_to_come_is_refused_in_a_sentence_and_the_same_time_moves_nothing(desk, page):
    entry = make_entry(page)
    before = fresh(entry).published_at
    later = as_typed(timezone.now() + timedelta(hours=1))
    refused = desk.post("desk_retime", entry.pk, published_at=later)
    assert refused.status_code == 422
    assert "This time is still to come; give one that has passed." in refused.content.decode()
    assert f'value="{later}"' in refused.content.decode()
    desk.post("desk_retime", entry.pk, published_at=as_typed(before))
    assert fresh(entry).published_at == before


# Doubts


def test_an_unconfirmed_entry_is_confirmed_or_wrong_by_one_click(desk, page):
    entry = make_entry(page)
    for name, expected in [
        ("desk_doubt", "unconfirmed"), ("desk_confirm", "confirmed"), ("desk_doubt", "unconfirmed"),
        ("desk_refute", "wrong"), ("desk_unmark_doubt", ""),
    ]:  # fmt: skip
        assert desk.post(name, entry.pk).status_code == 200
        assert fresh(entry).confirmation == expected
    assert list(entry.revisions.values_list("confirmation", flat=True))[2:] == [
        "unconfirmed", "confirmed", "unconfirmed", "wrong", "",
    ]  # fmt: skip


def test_what_is_still_unconfirmed_is_listed_before_closing_which_stays_possible(desk, page):
    entry = make_entry(page, headline="A rumour", confirmation="unconfirmed")
    make_entry(page, headline="Settled", confirmation="confirmed")
    shown = desk.get("desk_page_edit")
    assert [one.pk for one in shown.context["unconfirmed"]] == [entry.pk]
    assert "Close the coverage all the same" in shown.content.decode()
    desk.post("desk_page_close")
    assert fresh(page).is_closed


def test_the_corrections_of_the_page_are_listed(desk, reporter, page):
    entry = make_entry(page, headline="Corrected")
    entry.correct(by=desk.user, note="It said <1>.")
    make_entry(make_page()).correct(by=None, note="Of another page")
    shown = reporter.get("desk_corrections").content.decode()
    assert "It said &lt;1&gt;." in shown
    assert "Of another page" not in shown


# Copies, other pages


def test_a_copy_is_a_draft_of_its_own(desk, page):
    entry = make_entry(page, headline="Twice", bylines=[make_byline(make_author("Maya"), role="Editor")])
    desk.post("desk_duplicate", entry.pk)
    copy = page.entries.get(status="draft")
    assert (copy.headline, copy.created_by, copy.published_at) == ("Twice", desk.user, None)
    assert copy.key != entry.key
    assert [byline.role for byline in copy.bylines.all()] == ["Editor"]
    assert fresh(entry).bylines.count() == 1


def test_a_draft_moves_to_another_page(desk, page):
    other, entry = make_page(), make_draft(page)
    assert desk.post("desk_move", entry.pk, to=other.pk).status_code == 200
    assert fresh(entry).page == other
    before = page.version
    entry.publish(by=None)  # by somebody whose copy still has it on the old page
    page.refresh_from_db()
    assert (page.version, [change.kind for change in other.changes.filter(entry=entry)]) == (
        before,
        ["arrived"],
    )


@pytest.mark.parametrize("where", ["closed", "same", "nowhere"])
def test_a_draft_moves_to_no_page_that_is_closed_or_not_there(desk, page, where):
    entry = make_draft(page)
    to = {"closed": make_page(state="closed").pk, "same": page.pk, "nowhere": 0}[where]
    answer = desk.post("desk_move", entry.pk, to=to)
    assert answer.status_code == 422
    assert "That page is no longer there, or closed; choose another." in answer.content.decode()
    assert fresh(entry).page == page


def test_what_readers_have_seen_stays_and_a_reporter_moves_only_their_own(desk, reporter, page):
    other, entry = make_page(), make_entry(page)
    assert desk.post("desk_move", entry.pk, to=other.pk).status_code == 404
    draft = make_draft(page)
    assert reporter.post("desk_move", draft.pk, to=other.pk).status_code == 404
    reporter.post("desk_draft", **typed())
    mine = page.entries.get(created_by=reporter.user)
    assert reporter.post("desk_move", mine.pk, to=other.pk).status_code == 200
    assert [one.page for one in map(fresh, (entry, draft, mine))] == [page, page, other]


# Pins


def test_a_pin_ends_by_itself(desk, page):
    entry = make_entry(page)
    at = (timezone.now() + timedelta(hours=1)).replace(second=0, microsecond=0)
    desk.post("desk_pin_until", entry.pk, pinned_until=as_typed(at))
    assert (fresh(page).pinned, fresh(page).pinned_until) == (entry, at)
    assert f"Pinned until {at:%H:%M}" in desk.get("desk_now").content.decode()
    job = ProcrastinateJob.objects.get(task_name="coverage.tasks.unpin_due")
    assert job.scheduled_at == at
    tasks.unpin_due()
    assert fresh(page).pinned == entry
    LivePage.objects.update(pinned_until=timezone.now())
    for _ in range(2):
        tasks.unpin_due()
    assert (fresh(page).pinned, fresh(page).pinned_until) == (None, None)
    assert [change.kind for change in page.changes.order_by("version")] == ["page", "arrived", "page", "page"]


def test_another_pin_is_not_ended_by_the_moment_of_the_first(desk, page):
    first, second = make_entry(page), make_entry(page)
    page.pin(first, by=None, until=timezone.now() + timedelta(hours=1))
    page.pin(second, by=None)
    LivePage.objects.filter(pinned_until__isnull=False).update(pinned_until=timezone.now())
    tasks.unpin_due()
    assert (fresh(page).pinned, fresh(page).pinned_until) == (second, None)


def test_a_pin_that_would_end_before_it_begins_is_refused_at_its_field(desk, page):
    answer = desk.post("desk_pin_until", make_entry(page).pk, pinned_until="2020-01-01T10:00")
    assert answer.status_code == 422
    assert "This time has passed; give one that is to come." in answer.content.decode()
    assert fresh(page).pinned is None


# Withdrawals


def test_readers_are_told_why_and_colleagues_more(desk, page, client):
    entry = make_entry(page)
    note = "This update was withdrawn because the source <took it back>."
    desk.post("desk_withdraw", entry.pk, note=note, comment="Lawyers rang.")
    answer = client.get(entry.get_absolute_url())
    assert answer.status_code == 410
    assert "because the source &lt;took it back&gt;." in answer.content.decode()
    assert "Lawyers" not in answer.content.decode()
    assert "Lawyers rang." in desk.get("desk_history", entry.pk).content.decode()
    version = fresh(page).version
    desk.post("desk_withdraw", entry.pk, note="Better said.", comment="")
    assert "Better said." in client.get(entry.get_absolute_url()).content.decode()
    desk.post("desk_withdraw", entry.pk)  # the quick button, pressed once more
    assert fresh(entry).withdrawal_note == "Better said."
    assert fresh(page).version == version
    desk.post("desk_restore", entry.pk)
    assert (fresh(entry).withdrawal_note, fresh(entry).corrections) == ("", [])


def test_a_withdrawal_comes_with_a_receipt_of_every_public_address(desk, page, settings):
    settings.PURGE_URLS = []
    entry = make_entry(page, body="<p>Words that stand nowhere else.</p>")
    shown = desk.post("desk_withdraw", entry.pk).content.decode()
    for address in (
        page.get_absolute_url(),
        entry.get_absolute_url(),
        "feed.atom",
        "changes?after=2",
        "stream?after=2",
    ):
        assert address in shown
    assert 'data-check="told"' not in shown
    assert 'data-words="Words that stand nowhere else."' in shown
    assert desk.get("desk_receipt", entry.pk).status_code == 200
    desk.post("desk_restore", entry.pk)
    assert desk.get("desk_receipt", entry.pk).status_code == 404


def test_words_that_stand_elsewhere_too_prove_nothing(page):
    entry = make_entry(page, body="<p>Words that stand in two entries.</p>")
    make_entry(page, body=entry.body)
    entry.withdraw(by=None)
    assert receipt_of(Entry.objects.get(pk=entry.pk)).words == ""


def test_a_page_that_nobody_sees_needs_no_receipt(transactional_db):
    entry = make_entry(make_page(state="draft"))
    entry.withdraw(by=None)
    assert receipt_of(entry) is None


# Caches in front


@pytest.fixture
def cache():
    """A cache that takes PURGE and remembers what it was asked; `cache.status` is its answer."""

    class Answer(BaseHTTPRequestHandler):
        def do_PURGE(self):
            self.server.asked.append((self.path, self.headers["Host"]))
            self.send_response(self.server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Answer)
    server.asked, server.status = [], 200
    server.url = f"http://127.0.0.1:{server.server_port}"
    thread = Thread(target=server.serve_forever)
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def purge_of(entry):
    return ProcrastinateJob.objects.get(task_name="coverage.tasks.purge", args__entry=entry.pk)


def test_a_withdrawal_tells_every_cache_in_front(desk, page, settings, cache):
    settings.PURGE_URLS = [cache.url, f"{cache.url}/deep"]
    settings.SITE_URL = "https://live.example.org"
    entry = make_entry(page, bylines=[make_byline(make_author("Maya"))])
    desk.post("desk_withdraw", entry.pk)
    assert desk.client.get(desk.url("desk_told", entry.pk)).json() == {"told": None}
    tasks.purge(**purge_of(entry).args)
    paths = {path for path, _ in cache.asked}
    wanted = {page.get_absolute_url(), entry.get_absolute_url(), f"{page.get_absolute_url()}feed.atom", "/"}
    assert wanted <= paths
    assert {f"/deep{path}" for path in wanted} <= paths
    assert {host for _, host in cache.asked} == {"live.example.org"}


@pytest.mark.parametrize("status", [200, 204, 404, 410])
def test_a_cache_that_holds_it_no_longer_was_told(page, settings, cache, status):
    settings.PURGE_URLS, cache.status = [cache.url], status
    entry = make_entry(page)
    entry.withdraw(by=None)
    tasks.purge(**purge_of(entry).args)
    assert cache.asked


@pytest.mark.parametrize("status", [302, 403, 405, 500])
def test_a_cache_that_says_no_was_not_told(page, settings, cache, status):
    settings.PURGE_URLS, cache.status = [cache.url], status
    entry = make_entry(page)
    entry.withdraw(by=None)
    with pytest.raises(NotTold, match=f"answered {status}"):
        tasks.purge(**purge_of(entry).args)


def test_a_cache_that_is_not_there_was_not_told_and_keeps_no_other_from_hearing(page, settings, cache):
    settings.PURGE_URLS = ["http://127.0.0.1:9", cache.url]
    entry = make_entry(page)
    entry.withdraw(by=None)
    with pytest.raises(NotTold):
        tasks.purge(**purge_of(entry).args)
    assert cache.asked


def test_without_caches_in_front_there_is_no_job(page, settings):
    settings.PURGE_URLS = []
    make_entry(page).withdraw(by=None)
    assert not ProcrastinateJob.objects.filter(task_name="coverage.tasks.purge").exists()
