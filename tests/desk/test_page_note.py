"""What one shift tells the next, and a page on which nobody publishes alone."""

from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from coverage.models import Entry, Tag
from tests.desk.desks import Desk, make_reporter, typed
from tests.desk.test_page_controls import opened
from tests.make import make_draft, make_editor, make_page

REFUSED = "On this page a second person publishes."


@pytest.fixture
def strict(page):
    page.needs_second_person = True
    page.save()
    return page


def test_a_note_is_in_view_for_those_who_publish_and_moves_nothing_in_public(desk, reporter, page):
    answer = desk.post("desk_note", shift_note="Ring <Houston>\nat six", instead_of="")
    assert answer.status_code == 200
    assert "Ring &lt;Houston&gt;<br>at six" in answer.content.decode()
    assert "Ring &lt;Houston&gt;" in desk.get().content.decode()
    assert "Houston" not in reporter.get().content.decode()
    assert reporter.get("desk_note").status_code == 403
    before = page.version
    page.refresh_from_db()
    assert (page.version, page.shift_note) == (before, "Ring <Houston>\nat six")
    assert desk.post("desk_note", shift_note="", instead_of="Ring <Houston>\r\nat six").status_code == 200
    page.refresh_from_db()
    assert page.shift_note == ""


def test_two_who_write_a_note_see_both(desk, page):
    desk.post("desk_note", shift_note="Theirs", instead_of="")
    answer = desk.post("desk_note", shift_note="Mine", instead_of="")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Somebody else wrote a note meanwhile" in text
    assert "Mine</textarea>" in text.replace("\n", "")
    assert "<p>Theirs</p>" in text
    page.refresh_from_db()
    assert page.shift_note == "Theirs"
    assert desk.post("desk_note", shift_note="Mine", instead_of="Theirs").status_code == 200
    assert desk.post("desk_note", shift_note="Mine", instead_of="Theirs").status_code == 200  # sent again
    assert desk.post("desk_note", shift_note="x" * 5001, instead_of="Mine").status_code == 422
    page.refresh_from_db()
    assert page.shift_note == "Mine"


def test_saving_the_page_leaves_its_note_alone(desk, page):
    based_on = opened(desk)
    desk.post("desk_note", shift_note="Kept", instead_of="")
    assert (
        desk.post("desk_page_edit", based_on=based_on, title="T", needs_second_person="on").status_code == 200
    )
    page.refresh_from_db()
    assert (page.shift_note, page.needs_second_person) == ("Kept", True)


def test_nobody_publishes_alone_where_a_page_wants_two(strict, desk):
    fields = typed(headline="Mine alone")
    answer = desk.post("desk_publish", **fields)
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    assert "Mine alone" in answer.content.decode()
    assert strict.entries.count() == 0
    assert desk.post("desk_submit", **fields).status_code == 200
    entry = strict.entries.get()
    assert desk.post("desk_publish", **fields, based_on=entry.revision).status_code == 422
    colleague = Desk(strict, make_editor())
    assert colleague.post("desk_publish", **fields, based_on=entry.revision).status_code == 200
    assert strict.entries.get().is_published


def test_nobody_lets_out_words_that_only_they_have_read(strict, desk):
    maker, reporter, third = make_editor(), make_reporter(), make_editor()
    entry = Entry.objects.draft(page=strict, by=maker, headline="As made")
    entry.submit(by=maker)
    entry.headline = "As edited"
    entry.edit(by=reporter)  # who publishes nothing, and so approves nothing
    entry.review(by=third)
    entry.send_back(by=third, comment="Once more")
    for refused in (maker, reporter):
        with pytest.raises(ValidationError, match=REFUSED):
            Entry.objects.get(pk=entry.pk).publish(by=refused)
        with pytest.raises(ValidationError, match=REFUSED):
            Entry.objects.get(pk=entry.pk).schedule(by=refused, at=timezone.now() + timedelta(hours=1))
    Entry.objects.get(pk=entry.pk).publish(by=third)
    assert strict.entries.get().is_published


@pytest.mark.parametrize("verb", ["publish", "schedule"])
def test_whoever_made_it_lets_it_out_once_a_colleague_who_publishes_wrote_last(strict, verb):
    maker, colleague, reporter = make_editor(), make_editor(), make_reporter()
    entry = Entry.objects.draft(page=strict, by=maker, headline="As made")
    when = {"at": timezone.now() + timedelta(hours=1)} if verb == "schedule" else {}

    def let_out(by):
        getattr(Entry.objects.get(pk=entry.pk), verb)(by=by, **when)

    def refuses(by):
        with pytest.raises(ValidationError, match=REFUSED):
            let_out(by)

    for writer, headline in ((reporter, "By a reporter"), (None, "By a machine"), (maker, "Again")):
        entry.headline = headline
        entry.edit(by=writer)
        refuses(maker)
    entry.headline = "As edited"
    entry.edit(by=colleague)
    refuses(colleague)
    colleague.is_active = False
    colleague.save()
    refuses(maker)  # whoever is no longer of the house approves nothing
    colleague.is_active = True
    colleague.save()
    let_out(maker)
    assert strict.entries.get().status in ("published", "scheduled")


def test_whose_words_were_written_over_may_let_the_others_out(strict):
    maker, first, second = make_editor(), make_editor(), make_editor()
    entry = Entry.objects.draft(page=strict, by=maker, headline="As made")
    for by, headline in ((first, "First"), (second, "Second")):
        entry.headline = headline
        entry.edit(by=by)
    entry.edit(by=first, tags=[Tag.objects.named("Moon")])  # no word of it
    entry.publish(by=first)
    assert strict.entries.get().is_published


def test_a_reviewer_who_changes_a_word_needs_another_for_it(strict, desk):
    fields = typed(headline="As made")
    Desk(strict, make_editor()).post("desk_submit", **fields)
    entry = strict.entries.get()
    answer = desk.post("desk_publish", **{**fields, "headline": "As mended"}, based_on=entry.revision)
    assert answer.status_code == 422
    assert REFUSED in answer.text
    assert "As mended" in answer.text
    assert desk.post("desk_publish", **fields, based_on=entry.revision).status_code == 200


def test_what_waits_for_its_time_changes_no_word_unseen(strict, desk):
    maker, other = make_editor(), make_editor()
    entry = Entry.objects.draft(page=strict, by=maker, headline="As let out")
    entry.schedule(by=other, at=timezone.now() + timedelta(hours=1))
    fields = typed(key=str(entry.key), headline="Unseen", body="")
    for view in ("desk_draft", "desk_publish"):
        answer = desk.post(view, **fields, based_on=entry.revision)
        assert answer.status_code == 422
        assert "Stop this update first" in answer.text
    answer = desk.post("desk_edit", entry.pk, headline="Unseen", based_on=entry.revision)
    assert answer.status_code == 422
    entry.refresh_from_db()
    assert (entry.headline, entry.status) == ("As let out", "scheduled")


def test_no_clock_lets_out_what_nobody_else_has_seen(strict, desk):
    at = (timezone.now() + timedelta(hours=1)).strftime("%Y-%m-%dT%H:%M")
    fields = typed()
    answer = desk.post("desk_schedule", **fields, scheduled_at=at)
    assert answer.status_code == 422
    assert REFUSED in answer.content.decode()
    desk.post("desk_draft", **fields)
    entry = strict.entries.get()
    entry.schedule(by=make_editor(), at=timezone.now() + timedelta(hours=1))
    assert desk.post("desk_send_now", entry.pk).status_code == 200
    assert strict.entries.get().is_published


def test_what_was_scheduled_goes_out_though_the_page_became_strict(page):
    maker = make_editor()
    entry = Entry.objects.draft(page=page, by=maker, headline="On time")
    entry.schedule(by=maker, at=timezone.now() + timedelta(hours=1))
    page.needs_second_person = True
    page.save()
    Entry.objects.filter(pk=entry.pk).update(scheduled_at=timezone.now())
    Entry.objects.publish_due()
    assert page.entries.get().is_published


def test_a_machine_is_nobody_and_a_repeated_publish_harmless(strict):
    maker = make_editor()
    entry = Entry.objects.draft(page=strict, by=maker, headline="Out")
    with pytest.raises(ValidationError, match=REFUSED):
        entry.publish(by=maker)
    entry = Entry.objects.get(pk=entry.pk)
    entry.publish(by=None)
    entry.publish(by=maker)
    assert [change.kind for change in strict.changes.exclude(kind="page")] == ["arrived"]


def test_other_pages_and_what_a_machine_made_are_free(strict):
    maker = make_editor()
    elsewhere = Entry.objects.draft(page=make_page(), by=maker, headline="Elsewhere")
    elsewhere.publish(by=maker)
    made = make_draft(strict)
    made.publish(by=maker)
    assert made.is_published
    assert elsewhere.is_published


def test_a_reporter_reads_the_note_of_their_pages_alone_and_writes_none(strict, reporter):
    strict.leave_note("Ring Houston", instead_of="")
    assert "Ring Houston" not in reporter.get().text + reporter.get("desk_now").text
    strict.assign([reporter.user], by=None)
    assert "Ring Houston" in reporter.get().text
    assert "Ring Houston" in reporter.get("desk_now").text
    assert "note-button" not in reporter.get().text
    assert reporter.get("desk_note").status_code == 403
