"""Scheduling from the composer: the page's clock, the editor's own, the nights when it is put back."""

import zoneinfo
from datetime import UTC, datetime, timedelta

import pytest
from django import forms
from django.db import connection
from django.utils import timezone

from coverage.desk.moments import FIRST, SECOND, Twice, moment
from tests.desk.desks import typed
from tests.make import make_draft, make_page

BERLIN = zoneinfo.ZoneInfo("Europe/Berlin")


def in_an_hour(zone=UTC):
    return (timezone.now().astimezone(zone) + timedelta(hours=1)).replace(second=0, microsecond=0)


def as_typed(at):
    return f"{at:%Y-%m-%dT%H:%M}"


@pytest.fixture
def page(db):
    return make_page(time_zone="Europe/Berlin")


def test_an_update_is_scheduled_by_the_clock_of_its_page(desk, page):
    at = in_an_hour(BERLIN)
    answer = desk.post("desk_schedule", **typed(scheduled_at=as_typed(at)))
    assert f"Goes out by itself: {at:%A} {at.day} {at:%B, %H:%M %Z}." in answer.content.decode()
    entry = page.entries.get()
    assert (entry.status, entry.scheduled_at) == ("scheduled", at)
    assert f'<count-down at="{at.astimezone(UTC):%Y-%m-%dT%H:%M}' in desk.get("desk_now").content.decode()


def test_the_same_request_twice_is_one_entry_and_says_the_same(desk, page):
    fields = typed(scheduled_at=as_typed(in_an_hour(BERLIN)))
    for _ in range(2):
        assert desk.post("desk_schedule", **fields).status_code == 200
    assert page.entries.get().revision == 2


def test_a_draft_and_what_is_submitted_are_scheduled_and_moved(desk, reporter, page):
    fields = typed()
    reporter.post("desk_submit", **fields)
    at = in_an_hour(BERLIN)
    for hours in (1, 2):
        entry = page.entries.get()
        later = as_typed(at + timedelta(hours=hours))
        answer = desk.post("desk_schedule", **{**fields, "based_on": entry.revision, "scheduled_at": later})
        assert answer.status_code == 200
        entry.refresh_from_db()
        assert as_typed(timezone.localtime(entry.scheduled_at, BERLIN)) == later


@pytest.mark.parametrize(
    ("time", "sentence"),
    [
        ("", "Give a day and a time."),
        ("soon", "Give a day and a time."),
        ("2026-11-24T10:00+00:00", "Give a day and a time."),
        ("0001-01-01T00:00", "Give a day and a time."),
        ("2020-01-01T10:00", "This time has passed; give one that is to come."),
        ("2030-03-31T02:30", "02:30 does not come that day: the clock is put forward over it."),
        ("2030-10-27T02:30", "The clock is put back that night, so 02:30 comes twice"),
    ],
)
def test_a_time_that_will_not_do_is_refused_at_its_field(desk, page, time, sentence):
    answer = desk.post("desk_schedule", **typed(scheduled_at=time))
    assert answer.status_code == 422
    assert answer.context["form"].errors["scheduled_at"][0].startswith(sentence)
    assert not page.entries.exclude(status="draft").exists()


@pytest.mark.parametrize(("which", "hour"), [(FIRST, 0), (SECOND, 1)])
def test_a_time_that_comes_twice_is_the_one_that_was_chosen(desk, page, which, hour):
    fields = typed(scheduled_at="2030-10-27T02:30", **{"scheduled_at-which": which})
    assert desk.post("desk_schedule", **fields).status_code == 200
    assert page.entries.get().scheduled_at == datetime(2030, 10, 27, hour, 30, tzinfo=UTC)


def test_both_clocks_are_said_side_by_side_and_the_question_is_asked(desk, page):
    def said(at, mine="America/New_York", **more):
        query = {"name": "scheduled_at", "at": at, "mine": mine, **more}
        return " ".join(desk.client.get(desk.url("desk_when"), query).content.decode().split())

    assert "Tuesday 1 January, 14:30 CET · 08:30 EST for you" in said("2030-01-01T14:30")
    assert "Tuesday 1 January, 02:30 CET · Monday 31 December, 20:30 EST for you" in said("2030-01-01T02:30")
    for same in ("Europe/Berlin", "Europe/Paris", "../etc/passwd", "", "\0", "Europe"):
        assert "<p>Tuesday 1 January, 14:30 CET</p>" in said("2030-01-01T14:30", same)
    asked = said("2030-10-27T02:30")
    assert "comes twice: choose the first or the second." in asked
    assert 'name="scheduled_at-which" value="0"> the first: Sunday 27 October, 02:30 CEST' in asked
    chosen = said("2030-10-27T02:30", **{"scheduled_at-which": "1"})
    assert 'value="1" checked' in chosen
    assert "<p>Sunday 27 October, 02:30 CET · Saturday 26 October, 21:30 EDT for you</p>" in chosen
    assert "<script" not in said('"><script>', name='"><script>')
    desk.client.defaults["HTTP_ACCEPT_LANGUAGE"] = "de"
    assert "<p>Dienstag, 1. Januar, 14:30 CET · 08:30 EST bei Ihnen</p>" in said("2030-01-01T14:30")


def test_every_time_of_every_clock_is_one_or_two_or_none():
    for name, day in [
        ("Europe/Berlin", (3, 30)),
        ("Europe/Berlin", (10, 26)),
        ("Australia/Lord_Howe", (4, 6)),
    ]:
        zone = zoneinfo.ZoneInfo(name)
        for minutes in range(0, 2 * 24 * 60, 5):
            naive = datetime(2030, *day) + timedelta(minutes=minutes)
            try:
                at = moment(naive.isoformat(), zone)
            except Twice:
                both = {moment(naive.isoformat(), zone, which) for which in (FIRST, SECOND)}
                assert len(both) == 2
                assert {one.astimezone(zone).replace(tzinfo=None, fold=0) for one in both} == {naive}
            except forms.ValidationError:
                assert (
                    naive.replace(tzinfo=zone).astimezone(UTC).astimezone(zone).replace(tzinfo=None) != naive
                )
            else:
                assert at.astimezone(zone).replace(tzinfo=None) == naive


def test_a_scheduled_entry_is_sent_now(desk, page):
    entry = make_draft(page)
    entry.schedule(by=desk.user, at=in_an_hour())
    for _ in range(2):
        assert "Sent: readers see it." in desk.post("desk_send_now", entry.pk).content.decode()
    entry.refresh_from_db()
    assert (entry.status, entry.scheduled_at) == ("published", None)
    assert [change.kind for change in page.changes.filter(entry=entry)] == ["arrived"]


def test_what_was_stopped_meanwhile_is_not_sent(desk, page):
    entry = make_draft(page)
    answer = desk.post("desk_send_now", entry.pk)
    assert (answer.status_code, page.entries.published().count()) == (409, 0)
    assert "it is a draft" in answer.content.decode()


def test_the_desk_says_when_no_worker_is_there_and_stops_saying_it(desk, reporter, page):
    silence = "Nothing goes out by itself now."
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
    assert silence in desk.get().content.decode()
    assert silence not in reporter.get().content.decode()
    for ago, is_silent in ((31, True), (28, False)):
        with connection.cursor() as cursor:  # as a worker does
            cursor.execute(
                "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (clock_timestamp() - %s * interval '1 second')",
                [ago],
            )
        assert (silence in desk.get("desk_now").content.decode()) == is_silent
