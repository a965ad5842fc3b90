"""A draft that moves to another page while somebody else does something with it."""

from contextlib import suppress

import pytest
from django.core.exceptions import ValidationError

from coverage.models import Change, Entry
from tests.at_once import meanwhile
from tests.make import make_draft, make_page


def _is_whole(entry):
    """The one page that it stands on is the one whose readers were told; no page's log has a gap."""
    entry = Entry.objects.get(pk=entry.pk)
    assert {change.page_id for change in Change.objects.filter(entry=entry)} <= {entry.page_id}
    for page in {entry.page, *(change.page for change in Change.objects.select_related("page"))}:
        assert page.changes.count() == page.version
    return entry


@pytest.mark.parametrize("number", range(1, 12))
def test_a_move_during_a_publish_leaves_it_whole(transactional_db, number):
    page, other = make_page(), make_page()
    entry = make_draft(page)

    def move():
        with suppress(ValidationError):
            Entry.objects.get(pk=entry.pk).move(to=other, by=None)

    with meanwhile(number, move):
        entry.publish(by=None)
    assert _is_whole(entry).is_published


@pytest.mark.parametrize("number", range(1, 8))
def test_a_publish_during_a_move_leaves_it_whole(transactional_db, number):
    page, other = make_page(), make_page()
    entry = make_draft(page)
    with (
        meanwhile(number, lambda: Entry.objects.get(pk=entry.pk).publish(by=None)),
        suppress(ValidationError),
    ):
        entry.move(to=other, by=None)
    assert _is_whole(entry).is_published


def test_an_edit_of_what_was_moved_and_published_meanwhile_tells_the_right_page(transactional_db):
    page, other = make_page(), make_page()
    entry = make_draft(page)
    mine = Entry.objects.get(pk=entry.pk)  # on the old page, not out
    entry.move(to=other, by=None)
    entry.publish(by=None)
    mine.headline = "Edited"
    mine.edit(by=None)
    assert _is_whole(entry).headline == "Edited"
    assert [change.kind for change in other.changes.filter(entry=entry)] == ["arrived", "changed"]
