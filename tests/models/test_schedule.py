from datetime import timedelta

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage.models import Entry
from tests.make import make_draft, make_editor


def _make_due(entry):
    """As if its moment had come."""
    Entry.objects.filter(pk=entry.pk).update(scheduled_at=timezone.now() - timedelta(seconds=1))


def test_a_scheduled_entry_goes_out_when_its_moment_has_come(page):
    editor, entry = make_editor(), make_draft(page)
    entry.schedule(by=editor, at=timezone.now() + timedelta(hours=1))
    Entry.objects.publish_due()
    assert not Entry.objects.published().exists()
    _make_due(entry)
    Entry.objects.publish_due()
    Entry.objects.publish_due()
    entry.refresh_from_db()
    assert (entry.status, entry.scheduled_at) == ("published", None)
    assert entry.revisions.last().by == editor
    assert [change.kind for change in page.changes.order_by("version")] == ["page", "arrived"]


def test_scheduling_leaves_a_job_for_that_moment(page):
    at = timezone.now() + timedelta(hours=1)
    make_draft(page).schedule(by=None, at=at)
    job = ProcrastinateJob.objects.get()
    assert (job.task_name, job.scheduled_at) == ("coverage.tasks.publish_due", at)


def test_entries_that_are_due_together_go_out_in_the_order_of_their_moments(page):
    late, soon = make_draft(page), make_draft(page)
    late.schedule(by=None, at=timezone.now() + timedelta(hours=2))
    soon.schedule(by=None, at=timezone.now() + timedelta(hours=1))
    Entry.objects.filter(pk=soon.pk).update(scheduled_at=timezone.now() - timedelta(minutes=2))
    Entry.objects.filter(pk=late.pk).update(scheduled_at=timezone.now() - timedelta(minutes=1))
    Entry.objects.publish_due()
    assert list(page.entries.in_timeline()) == [late, soon]


def test_a_stopped_entry_is_a_draft_and_stays_in(page):
    entry = make_draft(page)
    entry.schedule(by=None, at=timezone.now() + timedelta(hours=1))
    same = Entry.objects.get(pk=entry.pk)
    _make_due(entry)
    entry.unschedule(by=None)
    same.publish_if_due()
    same.refresh_from_db()
    assert (same.status, same.scheduled_at) == ("draft", None)


def test_a_moment_that_has_passed_is_refused_in_a_sentence(page):
    with pytest.raises(ValidationError, match="give one that is to come"):
        make_draft(page).schedule(by=None, at=timezone.now() - timedelta(seconds=1))


def test_a_scheduled_entry_may_be_published_before_its_time(page):
    entry = make_draft(page)
    entry.schedule(by=None, at=timezone.now() + timedelta(hours=1))
    entry.publish(by=None)
    entry.refresh_from_db()
    assert (entry.status, entry.scheduled_at) == ("published", None)


def test_a_scheduled_entry_can_not_be_emptied(page):
    entry = make_draft(page)
    entry.schedule(by=None, at=timezone.now() + timedelta(hours=1))
    entry.headline = entry.body = ""
    with pytest.raises(ValidationError, match="Write a headline or a text first"):
        entry.edit(by=None)
