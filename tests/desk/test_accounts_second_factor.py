"""Editors and chiefs come in with their phone."""

import pytest
from django.contrib.auth.models import User
from django.core.cache import cache
from django.urls import reverse

from coverage.desk.second_factor import has_second_factor
from tests.desk.desks import SCRIPT
from tests.desk.logins import Browser, code_of, set_up_phone
from tests.desk.people import People
from tests.make import make_login, make_page


@pytest.fixture(autouse=True)
def _required(settings):
    settings.REQUIRE_SECOND_FACTOR = True


@pytest.fixture
def editor(db):
    return make_login("editor")


@pytest.fixture
def with_phone(editor):
    """(browser, person, recovery codes) of an editor who is in."""
    browser = Browser()
    browser.log_in(editor.username)
    return browser, editor, set_up_phone(browser, editor)


def give(browser, code):
    return browser.post(reverse("mfa_authenticate"), {"code": code})


@pytest.mark.parametrize(
    ("role", "is_asked"), [("reporter", False), ("editor", True), ("chief", True), ("ops", True)]
)
def test_who_must_have_one(db, role, is_asked):
    browser = Browser()
    browser.log_in(make_login(role).username)
    assert browser.is_in != is_asked


def test_a_superuser_must_have_one(db):
    User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    browser = Browser()
    browser.log_in("root")
    assert not browser.is_in


def test_without_one_nothing_of_the_admin_answers_but_the_setting_up(editor):
    page = make_page()
    browser = Browser()
    browser.log_in(editor.username)
    desk = reverse("admin:desk", args=[page.pk])
    for address in (desk, "/admin/", "/admin/coverage/entry/", "/admin/jsi18n/"):
        assert browser.get(address).headers["Location"] == reverse("mfa_activate_totp")
        assert browser.post(address).headers["Location"] == reverse("mfa_activate_totp")
    assert browser.get(desk, headers=SCRIPT).status_code == 401
    assert browser.get(reverse("account_logout")).status_code == 200


def test_set_up_one_is_in_at_once_and_asked_for_it_next_time(with_phone):
    browser, person, _codes = with_phone
    assert browser.is_in
    other = Browser("203.0.113.9")
    assert other.log_in(person.username).headers["Location"] == reverse("mfa_authenticate")
    assert not other.is_in
    assert give(other, "000000").status_code == 200
    assert not other.is_in
    assert give(other, code_of(person)).status_code == 302
    assert other.is_in


def test_a_code_is_good_once(with_phone):
    _browser, person, _codes = with_phone
    code = code_of(person)
    first, second = Browser("203.0.113.9"), Browser("203.0.113.10")
    for browser in (first, second):
        browser.log_in(person.username)
        give(browser, code)
    assert (first.is_in, second.is_in) == (True, False)


@pytest.mark.parametrize(("steps", "is_good"), [(-1, True), (1, True), (-3, False), (3, False)])
def test_a_phones_clock_may_be_a_little_wrong(with_phone, steps, is_good):
    _browser, person, _codes = with_phone
    other = Browser("203.0.113.9")
    other.log_in(person.username)
    give(other, code_of(person, steps=steps))
    assert other.is_in == is_good


def test_a_recovery_code_is_good_once(with_phone):
    _browser, person, codes = with_phone
    assert len(set(codes)) == 10
    first, second = Browser("203.0.113.9"), Browser("203.0.113.10")
    for browser in (first, second):
        browser.log_in(person.username)
        give(browser, codes[0])
    assert (first.is_in, second.is_in) == (True, False)
    shown = first.get(reverse("mfa_view_recovery_codes"), follow=True).text
    assert "9 of 10 are left." in shown
    assert codes[0] not in shown


def test_codes_are_not_guessed_for_long(with_phone):
    _browser, person, _codes = with_phone
    cache.clear()
    other = Browser("203.0.113.9")
    other.log_in(person.username)
    for _try in range(10):
        give(other, "000000")
    assert "Too many wrong tries." in give(other, code_of(person)).content.decode()
    assert not other.is_in


def test_there_is_no_way_round_it(with_phone):
    """Half logged in is not logged in, whatever page is asked, the admin's own login among them."""
    _browser, person, _codes = with_phone
    other = Browser("203.0.113.9")
    other.log_in(person.username, next="/admin/")
    for address in ("/admin/", "/admin/login/?next=/admin/", reverse("mfa_index"), reverse("mfa_activate_totp"),
                    reverse("mfa_view_recovery_codes"), reverse("usersessions_list")):  # fmt: skip
        answer = other.get(address)
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith(("/admin/login/", "/admin/me/again/"))
    other.post("/admin/login/", {"username": person.username, "password": "correct horse battery"})
    assert not other.is_in


def test_other_logins_end_when_it_is_set_up(editor, django_capture_on_commit_callbacks):
    thief, browser = Browser("203.0.113.9"), Browser()
    thief.log_in(editor.username)
    browser.log_in(editor.username)
    with django_capture_on_commit_callbacks(execute=True):
        set_up_phone(browser, editor)
    assert browser.is_in
    assert thief.get("/admin/").headers["Location"].startswith("/admin/login/")


def test_it_ends_only_for_whoever_knows_the_password_still(with_phone):
    browser, person, _codes = with_phone
    session = browser.session
    session["began_at"] = "2020-01-01T00:00:00+00:00"
    session["seen_at"] = "2099-01-01T00:00:00+00:00"
    session.save()
    from django.conf import settings

    settings.SESSION_HOURS = 24 * 365 * 100
    try:
        for name in ("mfa_deactivate_totp", "mfa_generate_recovery_codes", "mfa_view_recovery_codes"):
            answer = browser.post(reverse(name)) if "view" not in name else browser.get(reverse(name))
            assert answer.headers["Location"].startswith(reverse("account_reauthenticate"))
    finally:
        settings.SESSION_HOURS = 24 * 7
    assert has_second_factor(person)


def test_its_end_leads_to_a_new_one(with_phone):
    browser, person, _codes = with_phone
    browser.post(reverse("mfa_deactivate_totp"))
    assert not has_second_factor(person)
    assert browser.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")


def test_phone_and_codes_lost_a_chief_lets_one_set_up_a_new_one(with_phone, settings):
    browser, person, _codes = with_phone
    settings.REQUIRE_SECOND_FACTOR = False  # the chief's own is not the matter here
    ops, chief = People(make_login("ops")), People(make_login("chief"))
    ops.change(person, forget_second_factor="on")
    assert has_second_factor(person)
    chief.change(chief.user, forget_second_factor="on")
    chief.change(person, forget_second_factor="on")
    assert not has_second_factor(person)
    assert not browser.is_in
    settings.REQUIRE_SECOND_FACTOR = True
    browser.log_in(person.username)
    assert browser.get("/admin/").headers["Location"] == reverse("mfa_activate_totp")
