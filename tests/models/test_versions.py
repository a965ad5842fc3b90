"""A page's public changes are 1, 2, 3… in commit order, one for each, whoever makes them (DESIGN §5, 1, 6, 8, 14)."""

import uuid
from datetime import timedelta
from random import Random

import pytest
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.db.models import RestrictedError
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from coverage.models import Change, Entry, LivePage
from coverage.models.change import notify
from tests.at_once import at_once
from tests.make import make_draft, make_editor, make_entry, make_page


def log_of(page):
    return list(Change.objects.filter(page=page).order_by("version").values_list("version", "kind"))


def kinds(page):
    return [kind for _version, kind in log_of(page)]


def assert_numbered(page):
    page.refresh_from_db(fields=["version"])
    assert [version for version, _kind in log_of(page)] == list(range(1, page.version + 1))


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seed", range(3))
def test_four_editors_at_once_leave_no_gap_and_no_double(seed):
    page = make_page()
    for _ in range(3):
        make_entry(page)

    def editor(number):
        chance = Random(f"{seed} {number}")

        def work():
            for turn in range(12):
                mine = LivePage.objects.get(pk=page.pk)
                entries = list(mine.entries.published())
                entry = chance.choice(entries) if entries else make_draft(mine)
                entry.headline = f"{number} {turn}"
                verb = chance.choice(["publish", "publish", "edit", "withdraw", "pin", "close", "edit page"])
                if verb == "publish":
                    make_entry(mine)
                elif verb == "edit":
                    entry.edit(by=None)
                elif verb == "withdraw":
                    entry.withdraw(by=None)
                elif verb == "pin":
                    try:
                        mine.pin(entry, by=None)
                    except ValidationError:
                        mine.unpin(by=None)
                elif verb == "close":
                    mine.close(by=None) if mine.is_live else mine.open(by=None)
                else:
                    mine.edit()

        return work

    at_once(*[editor(number) for number in range(4)])
    assert_numbered(page)
    assert page.version > 20
    for entry in Entry.objects.filter(page=page):
        numbers = list(entry.revisions.values_list("number", flat=True))
        assert numbers == list(range(1, entry.revision + 1))
        assert entry.revisions.filter(number=entry.revision, headline=entry.headline).exists()
    page.refresh_from_db()
    assert page.pinned is None or page.pinned.is_published


@pytest.mark.django_db(transaction=True)
def test_the_same_key_twenty_times_at_once_is_one_entry():
    page, key = make_page(), uuid.uuid4()

    def publish():
        entry = Entry.objects.draft(page=LivePage.objects.get(pk=page.pk), by=None, key=key, headline="Once")
        entry.publish(by=None)
        return entry.pk

    assert len(set(at_once(*[publish] * 20))) == 1
    entry = Entry.objects.get(key=key)
    assert kinds(page) == ["page", "arrived"]
    assert [revision.number for revision in entry.revisions.all()] == [1, 2]
    assert_numbered(page)


@pytest.mark.django_db(transaction=True)
def test_whoever_hears_of_a_version_can_read_it():
    page = make_page()
    assert_heard_after_commit(page)


def assert_heard_after_commit(page):
    """What a listening process reads on hearing a notice is at least the version that it names."""
    import psycopg

    from coverage.stream.hub import _line

    with psycopg.connect(**_line()) as line:
        line.execute("LISTEN liveblog")
        with transaction.atomic():
            make_entry(page)
            assert list(line.notifies(timeout=0.1)) == [], "heard before it was committed"
        (notice,) = line.notifies(timeout=5, stop_after=1)
        assert notice.payload == f"{page.pk} {page.version}"
        (read,) = line.execute("SELECT version FROM coverage_livepage WHERE id = %s", [page.pk]).fetchone()
        assert read >= page.version


@pytest.mark.django_db(transaction=True)
def test_a_notice_that_goes_out_before_its_commit_is_found(monkeypatch):
    page = make_page()

    def notify_too_early(page):
        at_once(lambda: notify(page))  # on a connection of its own, which commits at once

    monkeypatch.setattr("coverage.models.live_page.notify", notify_too_early)
    with pytest.raises(AssertionError, match="heard before it was committed"):
        assert_heard_after_commit(page)


def test_what_is_rolled_back_leaves_no_trace(page):
    entry = make_entry(page)
    before = log_of(page), entry.revisions.count(), Entry.objects.count()
    with transaction.atomic():
        entry.headline = "Never said"
        entry.correct(by=None, note="Never noted.")
        make_entry(page)
        page.pin(entry, by=None)
        page.close(by=None)
        transaction.set_rollback(True)
    page.refresh_from_db()
    assert (log_of(page), entry.revisions.count(), Entry.objects.count()) == before
    assert (page.is_live, page.pinned) == (True, None)
    assert_numbered(page)


def test_a_verb_that_fails_half_way_leaves_no_trace(page):
    entry = make_draft(page)
    entry.revisions.create(number=2)  # so that writing the next one down must fail
    with pytest.raises(IntegrityError), transaction.atomic():
        entry.publish(by=None)
    entry.refresh_from_db()
    assert (entry.status, entry.published_at, kinds(page)) == ("draft", None, ["page"])
    assert_numbered(page)


@pytest.mark.django_db(transaction=True)
def test_a_page_is_locked_only_inside_a_transaction():
    with pytest.raises(TransactionManagementError):
        make_page().lock()


@pytest.mark.django_db(transaction=True)
def test_drafts_can_be_saved_while_a_page_is_locked():
    page = make_page()
    draft = make_draft(page)

    def save_draft():
        with connection.cursor() as cursor:
            cursor.execute("SET statement_timeout = 2000")
        draft.headline = "Not kept waiting"
        draft.edit(by=None)
        make_draft(page)

    with transaction.atomic():
        page.lock()
        at_once(save_draft)


def test_publishing_twice_announces_once(page):
    draft = make_draft(page)
    same = Entry.objects.get(pk=draft.pk)  # as a second editor's request would have it
    draft.publish(by=make_editor())
    same.publish(by=make_editor())
    assert kinds(page) == ["page", "arrived"]


def test_publishing_takes_few_statements_since_the_page_is_locked_meanwhile(page, django_assert_num_queries):
    draft = make_draft(page)
    with django_assert_num_queries(12):
        draft.publish(by=None)


@pytest.mark.parametrize("verb", ["withdraw", "restore"])
def test_withdrawing_and_restoring_twice_announces_once(page, verb):
    entry = make_entry(page)
    if verb == "restore":
        entry.withdraw(by=None)
    before = kinds(page)
    same = Entry.objects.get(pk=entry.pk)
    getattr(entry, verb)(by=None)
    getattr(same, verb)(by=None)
    assert kinds(page) == [*before, {"withdraw": "gone", "restore": "arrived"}[verb]]


def test_opening_closing_and_pinning_twice_announces_once(page):
    entry = make_entry(page)
    same = LivePage.objects.get(pk=page.pk)
    for act in (
        lambda page: page.pin(entry, by=None),
        lambda page: page.close(by=None),
        lambda page: page.open(by=None),
        lambda page: page.unpin(by=None),
    ):
        before = len(kinds(page))
        act(page)
        act(same)
        assert kinds(page)[before:] == ["page"]


def test_an_edit_that_changes_nothing_announces_nothing(page):
    entry = make_entry(page, headline="As it was", body="<p>Text</p>")
    before = log_of(page), entry.revisions.count()
    same = Entry.objects.get(pk=entry.pk)
    same.headline, same.body = "  As it\twas ", "<div>Text</div>"  # what is stored is canonical
    same.edit(by=None, bylines=[], tags=[])
    assert (log_of(page), entry.revisions.count()) == before


def test_what_readers_do_not_see_is_not_announced(page):
    draft = make_draft(page)
    draft.headline = "Another"
    draft.edit(by=None)
    draft.submit(by=None)
    draft.send_back(by=None)
    withdrawn = make_entry(page)
    withdrawn.withdraw(by=None)
    before = kinds(page)
    withdrawn.headline = "Told to nobody"
    withdrawn.edit(by=None)
    assert kinds(page) == before


def test_entries_stay_in_order_though_the_clock_steps_back(page, monkeypatch):
    real, back = timezone.now, [0, 3600, 3600, 86_400, 10, 0]
    monkeypatch.setattr(timezone, "now", lambda: real() - timedelta(seconds=back[0]))
    entries = []
    while back:
        entries.append(make_entry(page))
        back.append(back.pop(0)) if len(entries) < 6 else back.clear()
        monkeypatch.setattr(timezone, "now", lambda: real() - timedelta(seconds=back[0] if back else 0))
    assert list(page.entries.in_timeline()) == entries[::-1]


def test_a_restored_entry_stays_older_though_the_clock_stepped_back_meanwhile(page, monkeypatch):
    real, first = timezone.now, make_entry(page)
    first.withdraw(by=None)
    monkeypatch.setattr(timezone, "now", lambda: real() - timedelta(hours=1))
    second = make_entry(page)
    first.restore(by=None)
    assert list(page.entries.in_timeline()) == [second, first]


def test_entries_of_one_moment_stand_in_the_order_they_were_made(page):
    at = timezone.now() - timedelta(hours=1)
    entries = [make_entry(page, at=at) for _ in range(3)]
    assert list(page.entries.in_timeline()) == entries[::-1]


def test_a_time_to_come_is_refused_with_a_sentence(page):
    draft, entry, later = make_draft(page), make_entry(page), timezone.now() + timedelta(minutes=1)
    before = log_of(page)
    with pytest.raises(ValidationError, match="This time is still to come; give one that has passed"):
        draft.publish(by=None, at=later)
    entry.published_at = later
    with pytest.raises(ValidationError, match="This time is still to come; give one that has passed"):
        entry.edit(by=None)
    assert log_of(page) == before
    assert Entry.objects.get(pk=draft.pk).status == "draft"
    assert Entry.objects.get(pk=entry.pk).published_at < timezone.now()


def test_an_editor_may_give_an_earlier_time(page):
    first, second = make_entry(page), make_entry(page)
    second.published_at = first.published_at - timedelta(hours=1)
    second.edit(by=None)
    assert list(page.entries.in_timeline()) == [first, second]
    assert kinds(page)[-1] == "changed"


def test_a_restored_entry_is_back_in_its_old_place(page):
    entries = [make_entry(page) for _ in range(3)]
    place = entries[1].place
    entries[1].withdraw(by=None)
    assert list(page.entries.in_timeline()) == [entries[2], entries[0]]
    entries[1].restore(by=None)
    assert list(page.entries.in_timeline()) == entries[::-1]
    assert Entry.objects.get(pk=entries[1].pk).place == place


def test_a_withdrawn_entry_is_pinned_no_more(page):
    entry = make_entry(page)
    page.pin(entry, by=None)
    Entry.objects.get(pk=entry.pk).withdraw(by=None)
    page.refresh_from_db()
    assert page.pinned is None
    assert kinds(page)[-2:] == ["page", "gone"]


def test_only_an_entry_of_this_timeline_can_be_pinned(page):
    withdrawn = make_entry(page)
    withdrawn.withdraw(by=None)
    for entry in (make_draft(page), withdrawn, make_entry(make_page())):
        with pytest.raises(ValidationError, match="Only an entry that is published on this page"):
            page.pin(entry, by=None)
    assert LivePage.objects.get(pk=page.pk).pinned is None


def test_an_empty_entry_is_refused_with_a_sentence(page):
    empty = make_draft(page, headline=" ", body="<p> </p>")
    with pytest.raises(ValidationError, match="Write a headline or a text first"), transaction.atomic():
        empty.publish(by=None)
    entry = make_entry(page)
    entry.headline = entry.body = ""
    with pytest.raises(ValidationError, match="Write a headline or a text first"), transaction.atomic():
        entry.edit(by=None)
    assert kinds(page) == ["page", "arrived"]


def test_a_key_belongs_to_one_page(page):
    draft = make_draft(page)
    with pytest.raises(ValidationError, match="belongs to another page"):
        Entry.objects.draft(page=make_page(), by=None, key=draft.key)


def test_what_the_log_speaks_of_cannot_be_deleted_but_with_its_page(page):
    entry, draft = make_entry(page), make_draft(page)
    entry.withdraw(by=None)
    with pytest.raises(RestrictedError):
        entry.delete()
    draft.delete()
    assert_numbered(page)
    page.delete()
    assert not Change.objects.exists()


def test_a_draft_page_has_no_readers_and_a_closed_one_may_go_on(db):
    page = make_page(state="draft")
    make_entry(page)
    assert page not in LivePage.objects.public()
    page.open(by=None)
    opened_at = page.opened_at
    page.close(by=None)
    assert page.closed_at >= opened_at
    page.open(by=None)
    page.refresh_from_db()
    assert (page.state, page.closed_at, page.opened_at) == ("live", None, opened_at)
    assert kinds(page) == ["arrived", "page", "page", "page"]


def test_plain_saves_leave_version_state_and_pin_to_the_verbs(page):
    stale = LivePage.objects.get(pk=page.pk)
    entry = make_entry(page)
    page.pin(entry, by=None)
    page.close(by=None)
    stale.title = "Saved from an old copy"
    stale.save()
    page.refresh_from_db()
    assert (page.title, page.state, page.pinned, page.version) == (
        "Saved from an old copy",
        "closed",
        entry,
        4,
    )
    old = Entry.objects.get(pk=entry.pk)
    entry.withdraw(by=None)
    old.headline = "Saved from an old copy"
    old.save()
    assert Entry.objects.get(pk=entry.pk).status == "withdrawn"
    assert_numbered(page)
