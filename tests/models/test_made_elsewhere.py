"""What was done elsewhere, and when, as an import tells it."""

from datetime import timedelta

from django.utils import timezone

from tests.make import make_draft, make_page

NOW = timezone.now()


def test_a_page_can_have_been_public_before_it_opened(db):
    page = make_page(state="draft")
    page.advertise(by=None, at=NOW - timedelta(hours=5))
    page.open(by=None, at=NOW - timedelta(hours=4))
    page.refresh_from_db()
    assert page.published_at == NOW - timedelta(hours=5)
    assert page.opened_at == NOW - timedelta(hours=4)


def test_an_older_change_told_later_leaves_the_latest_time_of_change(page):
    entry = make_draft(page, updated_at=NOW - timedelta(hours=1))
    entry.publish(by=None, at=NOW - timedelta(hours=3))
    entry.correct(by=None, note="It was Tuesday.", at=NOW - timedelta(hours=2))
    entry.refresh_from_db()
    assert entry.updated_at == NOW - timedelta(hours=1)
    assert entry.corrections[0].at == NOW - timedelta(hours=2)
