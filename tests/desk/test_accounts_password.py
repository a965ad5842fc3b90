"""Passwords: rules, a new one by mail, and what ends with the old one."""

import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse
from procrastinate.contrib.django.models import ProcrastinateJob

from tests.desk.logins import PASSWORD, Browser, work
from tests.make import make_login

NEW = "seven quiet herons wading"


@pytest.fixture
def person(db):
    person = make_login("editor")
    person.email = "ida@example.org"
    person.save()
    return person


def change(browser, new, old=PASSWORD):
    return browser.post(
        reverse("account_change_password"), {"oldpassword": old, "password1": new, "password2": new}
    )


def ask(browser, address, **headers):
    return browser.post(reverse("account_reset_password"), {"email": address}, headers=headers)


def link_in(letter):
    return urlsplit(re.search(r"https?://\S+", letter.body)[0])


@pytest.mark.parametrize(
    ("password", "is_taken"),
    [
        ("short horse", False),
        ("qwerty123456", False),
        ("1qaz2wsx3edc", False),
        ("ida@example.org", False),
        ("elf quiet xx", True),
        (NEW, True),
        ("ä ö ü ß 日本語 " * 3, True),
        ("long " * 25, True),
    ],
)
def test_what_a_password_must_be(person, password, is_taken):
    browser = Browser()
    browser.log_in(person.username)
    answer = change(browser, password)
    person.refresh_from_db()
    assert person.check_password(password) == is_taken
    assert answer.status_code == (302 if is_taken else 200)
    assert bool(answer.status_code == 200 and answer.context["form"].errors.get("password1")) != is_taken


def test_a_new_password_ends_all_other_sessions_and_needs_the_old_one(person):
    here, there = Browser(), Browser("203.0.113.9")
    here.log_in(person.username)
    there.log_in(person.username)
    before = here.session_key
    assert change(here, NEW, old="guessed wrongly").status_code == 200
    assert there.is_in
    change(here, NEW)
    assert (here.is_in, there.is_in) == (True, False)
    assert here.session_key != before


def test_a_link_by_mail_sets_a_password_once_and_ends_all_sessions(person):
    there = Browser("203.0.113.9")
    there.log_in(person.username)
    browser = Browser()
    assert ask(browser, "IDA@example.org").headers["Location"] == reverse("account_reset_password_done")
    work()
    [letter] = mail.outbox
    assert (letter.to, person.username in letter.body) == (["ida@example.org"], True)
    link = link_in(letter)
    form = browser.get(link.path).headers["Location"]
    assert "set-password" in form
    assert link.path.split("-", 1)[1] not in browser.get(form).content.decode()  # no Referer tells it
    weak = browser.post(form, {"password1": "short", "password2": "short"})
    assert weak.context["form"].errors["password1"]
    assert browser.post(form, {"password1": NEW, "password2": NEW}).status_code == 302
    assert not there.is_in
    assert not browser.is_in  # the door, and its second factor, come after
    assert browser.log_in(person.username, NEW).status_code == 302
    assert browser.is_in
    again = Browser()
    assert "used or too old" in again.get(link.path).content.decode()


def test_an_unknown_address_is_answered_the_same_and_gets_no_mail(person):
    answers = [ask(Browser(), address) for address in ("ida@example.org", "nobody@example.org")]
    assert len({(answer.status_code, answer.headers["Location"]) for answer in answers}) == 1
    assert ProcrastinateJob.objects.filter(task_name="coverage.tasks.mail_password_link").count() == 2
    assert mail.outbox == []  # nobody waits for a mail server
    work()
    assert [letter.to for letter in mail.outbox] == [["ida@example.org"]]


def test_whoever_may_not_log_in_gets_no_link(person):
    person.is_active = False
    person.save()
    ask(Browser(), "ida@example.org")
    work()
    assert mail.outbox == []


def test_the_link_is_on_our_site_whatever_host_was_asked(person, settings):
    settings.ALLOWED_HOSTS = ["*"]
    ask(Browser(), "ida@example.org", host="evil.example")
    work()
    assert f"{link_in(mail.outbox[0]).scheme}://{link_in(mail.outbox[0]).netloc}" == settings.SITE_URL


@pytest.mark.parametrize("what", ["another password", "another address", "a day too late", "inactive"])
def test_a_link_ends_with_what_it_was_made_for(person, settings, what):
    ask(Browser(), "ida@example.org")
    work()
    if what == "another password":
        person.set_password(NEW)
    elif what == "another address":
        person.email = "other@example.org"
    elif what == "inactive":
        person.is_active = False
    else:
        settings.PASSWORD_RESET_TIMEOUT = -1
    person.save()
    browser = Browser()
    answer = browser.get(link_in(mail.outbox[0]).path, follow=True)
    if what == "inactive":
        browser.post(answer.wsgi_request.path, {"password1": NEW, "password2": NEW})
        browser.log_in(person.username, NEW)
        assert not browser.is_in
    else:
        assert "used or too old" in answer.content.decode()


def test_asking_for_links_has_an_end(person):
    answers = [ask(Browser(), "ida@example.org").status_code for _try in range(7)]
    assert answers[0] == 302
    assert answers[-1] == 429
