"""Whoever's login is changed hears of it by mail, also when somebody else did it."""

import pytest
from django.core import mail
from django.urls import reverse

from tests.desk.logins import PASSWORD, Browser, set_up_phone, work
from tests.desk.people import People
from tests.make import make_login

NEW = "seven quiet herons wading"


@pytest.fixture
def person(db):
    person = make_login("editor")
    person.email = "ida@example.org"
    person.save()
    return person


@pytest.fixture
def browser(person):
    browser = Browser()
    browser.log_in(person.username)
    return browser


def told():
    """(to whom, what) of each mail that the worker sends now."""
    mail.outbox.clear()
    work()
    return [(letter.to, " ".join(letter.body.split())) for letter in mail.outbox]


def check_told(sentence, to="ida@example.org"):
    [(address, text)] = told()
    assert address == [to]
    assert sentence in text
    assert reverse("account_reset_password") in text


def test_a_changed_password(browser, person):
    browser.post(
        reverse("account_change_password"), {"oldpassword": PASSWORD, "password1": NEW, "password2": NEW}
    )
    check_told("Its password was changed.")


def test_a_password_that_was_not_taken_is_no_news(browser):
    browser.post(
        reverse("account_change_password"), {"oldpassword": "wrong", "password1": NEW, "password2": NEW}
    )
    assert told() == []


def test_a_second_factor_set_up_and_ended(browser, person, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True):
        set_up_phone(browser, person)
    check_told("A second factor was set up")
    with django_capture_on_commit_callbacks(execute=True):
        browser.post(reverse("mfa_generate_recovery_codes"))
    assert [text for _, text in told() if "new recovery codes" in text]
    browser.post(reverse("mfa_deactivate_totp"))
    assert [text for _, text in told() if "Its second factor was taken away." in text]


def test_a_second_factor_that_a_chief_let_go(person):
    People(make_login("chief")).change(person, forget_second_factor="on")
    check_told("taken away by those who look after people")


def test_another_mail_address_is_told_to_the_one_before(person):
    People(make_login("chief")).change(person, email="new@example.org")
    check_told("this is the last mail to this one")
