"""What a click at a published entry does, and what it may not."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tests.desk.desks import typed
from tests.make import make_author, make_byline, make_draft, make_entry, make_page


def edited(entry, **fields):
    return {"headline": entry.headline, "body": entry.body, "based_on": entry.revision, **fields}


def test_an_edit_reaches_readers_and_keeps_what_was_not_touched(desk, page):
    entry = make_entry(
        page, kicker="Analysis", is_key_event=True, bylines=[make_byline(make_author("Maya Chen"))]
    )
    opened = desk.get("desk_edit", entry.pk).content.decode()
    assert entry.headline in opened
    assert "Maya Chen" in opened
    byline = {"byline-0-author": entry.bylines.get().author_id}
    answer = desk.post(
        "desk_edit", entry.pk, **edited(entry, headline="New", kicker="Analysis", is_key_event="on", **byline)
    )
    assert answer.status_code == 200
    entry.refresh_from_db()
    assert (entry.headline, entry.kicker, entry.is_key_event, entry.is_updated) == (
        "New",
        "Analysis",
        True,
        True,
    )
    assert [change.kind for change in page.changes.filter(entry=entry)] == ["arrived", "changed"]


def test_an_edit_of_an_older_revision_answers_with_both_texts_and_saves_neither(desk, page):
    entry = make_entry(page)
    before = edited(entry, headline="Mine")
    desk.post("desk_edit", entry.pk, **edited(entry, headline="Theirs"))
    answer = desk.post("desk_edit", entry.pk, **before)
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.headline == "Theirs"


def test_an_edit_without_a_revision_is_never_taken(desk, page):
    entry = make_entry(page)
    answer = desk.post("desk_edit", entry.pk, headline="Blind", body="")
    assert answer.status_code == 409
    entry.refresh_from_db()
    assert entry.headline != "Blind"


def test_a_correction_needs_a_note_and_tells_it(desk, page):
    entry = make_entry(page)
    answer = desk.post("desk_correct", entry.pk, **edited(entry, headline="Right", note=" "))
    assert answer.status_code == 422
    assert "Tell readers what was wrong, in a sentence." in answer.content.decode()
    assert "Right</textarea>" in answer.content.decode()
    desk.post("desk_correct", entry.pk, **edited(entry, headline="Right", note="It said Wrong."))
    entry.refresh_from_db()
    assert entry.headline == "Right"
    assert [revision.note for revision in entry.corrections] == ["It said Wrong."]


def test_withdrawing_can_be_undone(desk, page):
    entry = make_entry(page)
    answer = desk.post("desk_withdraw", entry.pk)
    assert desk.url("desk_restore", entry.pk) in answer.content.decode()
    entry.refresh_from_db()
    assert entry.status == "withdrawn"
    desk.post("desk_restore", entry.pk)
    entry.refresh_from_db()
    assert entry.is_published


def test_an_edit_of_what_was_withdrawn_meanwhile_is_said_and_kept_apart(desk, page):
    entry = make_entry(page)
    fields = edited(entry, headline="Mine")
    entry.withdraw(by=None)
    answer = desk.post("desk_edit", entry.pk, **fields)
    assert answer.status_code == 409
    assert "withdrawn meanwhile" in answer.content.decode()
    assert "Mine" in answer.content.decode()


def test_pin_unpin_mark_and_unmark(desk, page):
    entry = make_entry(page)
    for name, shown in [
        ("desk_pin", "Pinned"),
        ("desk_unpin", "No longer pinned"),
        ("desk_mark", "Key event"),
    ]:
        assert shown in desk.post(name, entry.pk).content.decode()
    entry.refresh_from_db()
    page.refresh_from_db()
    assert (page.pinned, entry.is_key_event) == (None, True)
    desk.post("desk_unmark", entry.pk)
    entry.refresh_from_db()
    assert not entry.is_key_event


def test_a_draft_cannot_be_pinned(desk, page):
    answer = desk.post("desk_pin", make_draft(page).pk)
    assert answer.status_code == 409
    assert "Only an entry that is published on this page can be pinned." in answer.content.decode()


def test_a_submitted_entry_waits_is_sent_back_and_is_published(desk, reporter, page):
    fields = typed(headline="Food of astronauts")
    assert reporter.post("desk_submit", **fields).status_code == 200
    entry = page.entries.get()
    assert entry.status == "submitted"
    assert "Waiting for you" in desk.get("desk_now").content.decode()
    desk.post("desk_send_back", entry.pk)
    entry.refresh_from_db()
    assert entry.status == "draft"
    desk.post("desk_publish", **{**fields, "based_on": entry.revision})
    entry.refresh_from_db()
    assert (entry.status, entry.created_by) == ("published", reporter.user)


def test_only_what_never_was_out_can_be_deleted(desk, page):
    draft, entry = make_draft(page), make_entry(page)
    assert desk.post("desk_delete", draft.pk).status_code == 200
    assert desk.post("desk_delete", entry.pk).status_code == 404
    entry.withdraw(by=None)
    assert desk.post("desk_delete", entry.pk).status_code == 404
    assert list(page.entries.all()) == [entry]


@pytest.mark.parametrize(
    "name",
    ["desk_edit", "desk_correct", "desk_withdraw", "desk_restore", "desk_pin", "desk_unpin", "desk_mark", "desk_unmark",
     "desk_send_back", "desk_delete"],
)  # fmt: skip
def test_an_entry_of_another_page_is_not_found_at_this_desk(desk, page, name):
    elsewhere = make_entry(make_page())
    before = elsewhere.page.version
    assert desk.post(name, elsewhere.pk, **edited(elsewhere, headline="X", note="Y")).status_code == 404
    elsewhere.page.refresh_from_db()
    elsewhere.refresh_from_db()
    assert (elsewhere.page.version, elsewhere.is_published) == (before, True)


def test_older_entries_follow_the_newest_without_a_gap(desk, page):
    entries = [make_entry(page) for _ in range(53)]
    first = desk.get()
    shown = [entry.pk for entry in first.context["rows"]]
    assert shown == [entry.pk for entry in reversed(entries[3:])]
    make_entry(page)
    again = desk.get("desk_now", down_to=first.context["down_to"])
    assert [entry.pk for entry in again.context["rows"]][1:] == shown
    older = desk.get("desk_older", before=first.context["older"])
    assert [entry.pk for entry in older.context["rows"]] == [entry.pk for entry in reversed(entries[:3])]
    assert desk.get("desk_older", before="x").status_code == 400
    assert desk.get("desk_now", down_to="x").status_code == 400


def test_the_desk_asks_the_database_no_more_for_many_entries(desk, page, django_assert_max_num_queries):
    for _ in range(30):
        make_entry(page, bylines=[make_byline()])
        make_draft(page)
    with django_assert_max_num_queries(12):
        desk.get()
    desk.post("desk_publish", **typed(**{"byline-0-author": make_author().pk}))
    with django_assert_max_num_queries(12):
        desk.get()
    with django_assert_max_num_queries(12):
        desk.get("desk_now")


def test_a_scheduled_entry_is_listed_with_its_time_and_can_be_stopped(desk, transactional_db):
    entry = make_draft(desk.page, headline="Timetable of the walk")
    entry.schedule(by=desk.user, at=timezone.now() + timedelta(hours=1))
    shown = desk.get("desk_now").content.decode()
    assert "Timetable of the walk" in shown
    assert "goes out" in shown
    desk.post("desk_unschedule", entry.pk)
    entry.refresh_from_db()
    assert (entry.status, entry.scheduled_at) == ("draft", None)
