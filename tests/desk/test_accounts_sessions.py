"""Where one is logged in, and when that ends."""

from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.urls import reverse
from django.utils import timezone

from tests.desk.desks import SCRIPT, Desk, typed
from tests.desk.logins import Browser
from tests.desk.people import People
from tests.full_disk import full_disk
from tests.make import make_editor, make_login, make_page


@pytest.fixture
def person(db):
    return make_login("editor")


def age(browser, **hours):
    """Make its session look older: `began_at`, `seen_at` in hours ago."""
    session = browser.session
    for name, number in hours.items():
        session[name] = (timezone.now() - timedelta(hours=number)).isoformat()
    session.save()


def test_one_sees_ones_logins_and_ends_all_others(person):
    here, there = (
        Browser(headers={"User-Agent": "Here/1"}),
        Browser("203.0.113.9", headers={"User-Agent": "There/2"}),
    )
    here.log_in(person.username)
    there.log_in(person.username)
    shown = here.get(reverse("usersessions_list")).content.decode()
    for part in ("Here/1", "There/2", "203.0.113.9", "End all others"):
        assert part in shown
    here.post(reverse("usersessions_list"))
    assert (here.is_in, there.is_in) == (True, False)
    assert Session.objects.count() == 1 + Session.objects.exclude(pk=here.session_key).count()
    assert not Session.objects.filter(pk=there.session_key).exists()
    assert "There/2" not in here.get(reverse("usersessions_list")).content.decode()


def test_nobody_sees_or_ends_a_colleagues_logins(person):
    colleague, browser = Browser("203.0.113.9", headers={"User-Agent": "Colleague/3"}), Browser()
    colleague.log_in(make_login("chief").username)
    browser.log_in(person.username)
    assert "Colleague/3" not in browser.get(reverse("usersessions_list")).content.decode()
    browser.post(reverse("usersessions_list"))
    assert colleague.is_in


@pytest.mark.parametrize(
    ("hours", "goes_on"),
    [
        ({"seen_at": 11, "began_at": 11}, True),
        ({"seen_at": 13, "began_at": 13}, False),
        ({"seen_at": 0, "began_at": 24 * 6}, True),
        ({"seen_at": 0, "began_at": 24 * 7 + 1}, False),
    ],
)
def test_a_login_ends_after_twelve_idle_hours_and_after_seven_days(person, hours, goes_on):
    browser = Browser()
    browser.log_in(person.username)
    age(browser, **hours)
    key = browser.session_key
    assert browser.is_in == goes_on
    assert Session.objects.filter(pk=key).exists() == goes_on


def test_last_seen_is_noted_once_a_minute_and_in_the_list_of_people(person):
    browser, chief = Browser(), People(make_login("chief"))
    browser.log_in(person.username)
    long_ago = timezone.now() - timedelta(hours=3)
    UserSession.objects.filter(user=person).update(last_seen_at=long_ago)
    assert browser.is_in  # a second after the login
    assert UserSession.objects.get(user=person).last_seen_at == long_ago
    age(browser, seen_at=1)
    assert browser.is_in
    seen = UserSession.objects.get(user=person).last_seen_at
    assert timezone.now() - seen < timedelta(minutes=1)
    assert "Last seen" in chief.get("changelist").content.decode()


def test_a_deactivated_persons_desk_is_refused_at_its_next_request(person):
    """An open desk asks every ten seconds (desk-follow.js), so it closes within fifteen."""
    desk = reverse("admin:desk_now", args=[make_page().pk])
    browser, chief = Browser(), People(make_login("chief"))
    browser.log_in(person.username)
    assert browser.get(desk, headers=SCRIPT).status_code == 200
    chief.change(person, is_active=None)
    answer = browser.get(desk, headers=SCRIPT)
    assert (answer.status_code, answer.headers["Content-Type"]) == (401, "text/plain; charset=utf-8")
    assert "logged out" in answer.content.decode()
    assert browser.get(desk).status_code == 302
    assert not UserSession.objects.filter(user=person).exists()


def test_whoever_lost_their_role_is_refused_at_the_next_request(person):
    desk = reverse("admin:desk_publish", args=[make_page().pk])
    browser, chief = Browser(), People(make_login("chief"))
    make_login("reporter")
    browser.log_in(person.username)
    chief.change(person, role="reporter")
    assert browser.post(desk, headers=SCRIPT).status_code == 403


def test_logins_that_are_over_are_forgotten(person):
    from coverage.tasks import forget_ended_logins

    old, browser = Browser(), Browser()
    old.log_in(person.username)
    browser.log_in(person.username)
    Session.objects.filter(pk=old.session_key).update(expire_date=timezone.now() - timedelta(days=1))
    forget_ended_logins()
    assert list(Session.objects.values_list("pk", flat=True)) == [browser.session_key]


def test_an_update_whose_sender_could_not_be_noted_is_asked_for_again_and_is_one(db):
    """Its login was to be written down after it had been published, and the database had gone."""
    desk, update = Desk(make_page(), make_editor()), typed()
    age(desk.client, began_at=1, seen_at=1)
    with full_disk("django_session"):
        answer = desk.post("desk_publish", **update)
    assert (answer.status_code, answer.headers["Retry-After"]) == (503, "5")
    assert desk.post("desk_publish", **update).status_code == 200
    assert desk.page.entries.published().count() == 1
