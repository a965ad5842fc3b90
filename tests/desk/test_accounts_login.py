"""One door, for those who have a role, and no way round it."""

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from django.core.cache import cache, caches
from django.db import connection
from django.test import Client
from django.urls import resolve, reverse

from tests.desk.logins import PASSWORD, Browser
from tests.make import make_login


@pytest.fixture
def person(db):
    return make_login("editor")


def said(answer):
    """Its refusal, and nothing else of the page."""
    return re.findall(r'<p class="error" role="alert">(.*?)</p>', answer.content.decode())


def test_the_admins_own_addresses_are_this_door(person):
    for name in ("login", "logout", "password_change"):
        assert resolve(reverse(f"admin:{name}")).func.__module__ == "allauth.account.views"
    assert Browser().get("/admin/").headers["Location"] == "/admin/login/?next=/admin/"


def test_whoever_has_a_role_logs_in_and_gets_where_they_were_going(person):
    browser = Browser()
    answer = browser.log_in(person.username, next="/admin/coverage/livepage/")
    assert answer.headers["Location"] == "/admin/coverage/livepage/"
    assert browser.is_in


@pytest.mark.parametrize(
    "elsewhere",
    ["//evil.example/", "/\\evil.example", "/\t/evil.example", "https:evil.example", "https://evil.example/",
     "http://testserver.evil.example/", "javascript:alert(1)", "http:///evil.example", "http://localhost/admin/"],
)  # fmt: skip
def test_next_leads_nowhere_but_to_our_own_pages(person, elsewhere):
    assert Browser().log_in(person.username, next=elsewhere).headers["Location"] == "/admin/"


def test_an_unknown_an_inactive_and_a_roleless_name_are_answered_as_a_wrong_password(person):
    User.objects.create_user("reader", password=PASSWORD)
    gone = make_login("editor")
    User.objects.filter(pk=gone.pk).update(is_active=False)
    answers = [
        Browser().log_in(name, password)
        for name, password in [
            (person.username, "wrong password"),
            ("nobody", PASSWORD),
            ("reader", PASSWORD),
            (gone.username, PASSWORD),
        ]
    ]
    assert {tuple(said(answer)) for answer in answers} == {("Name or password is not right. ",)}
    assert {answer.status_code for answer in answers} == {200}


def test_an_unknown_name_costs_the_server_the_same_hash(person, monkeypatch):
    from django.contrib.auth.hashers import get_hasher

    hasher, count = type(get_hasher()), []
    encode = hasher.encode
    monkeypatch.setattr(hasher, "encode", lambda *given, **more: count.append(1) or encode(*given, **more))
    Browser().log_in("nobody")
    unknown = len(count)
    Browser().log_in(person.username, "wrong password")
    assert (unknown, len(count) - unknown) == (1, 1)


def test_ten_wrong_passwords_close_the_door_for_that_name_from_that_address_alone(person):
    other = make_login("editor")
    attacker = Browser("203.0.113.9")
    for _try in range(10):
        assert said(attacker.log_in(person.username, "wrong password")) == ["Name or password is not right. "]
    for _try in range(3):
        assert "Too many wrong tries." in said(attacker.log_in(person.username))[0]
    assert not attacker.is_in
    assert "Too many wrong tries." in said(Browser("203.0.113.9").log_in(person.username.upper()))[0]
    owner, neighbour = Browser("198.51.100.7"), Browser("203.0.113.9")
    owner.log_in(person.username)
    neighbour.log_in(other.username)
    assert (owner.is_in, neighbour.is_in) == (True, True)


def test_a_forged_address_is_not_believed(person):
    for number in range(10):
        Browser("203.0.113.9", headers={"X-Forwarded-For": f"198.51.100.{number}"}).log_in(
            person.username, "wrong password"
        )
    assert "Too many" in said(Browser("203.0.113.9").log_in(person.username))[0]


def test_unknown_names_are_locked_like_known_ones(person):
    attacker = Browser("203.0.113.9")
    for _try in range(10):
        attacker.log_in("nobody")
    assert "Too many wrong tries." in said(attacker.log_in("nobody"))[0]


def test_wrong_passwords_are_counted_in_the_database_for_all_processes(person):
    for _try in range(10):
        Browser("203.0.113.9").log_in(person.username, "wrong password")
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM liveblog_cache WHERE cache_key LIKE '%login_failed%'")
        assert cursor.fetchone()[0] == 2
    assert "Too many" in said(Browser("203.0.113.9").log_in(person.username))[0]
    del caches["default"]  # as another process has it: nothing remembered but what the table says
    assert "Too many" in said(Browser("203.0.113.9").log_in(person.username))[0]


def test_a_neighbour_in_the_same_ipv6_network_is_the_same_address(person):
    for number in range(10):
        Browser(f"2001:db8::{number + 1}").log_in(person.username, "wrong password")
    assert "Too many" in said(Browser("2001:db8::99").log_in(person.username))[0]


def test_a_hundred_names_from_one_address_close_it(db):
    for number in range(100):
        if number % 25 == 0:
            cache.delete_many(  # or the limit on logins a minute comes first
                [key for key in _keys() if ":login:" in key]
            )
        Browser("203.0.113.9").log_in(f"name-{number}")
    cache.delete_many([key for key in _keys() if ":login:" in key])
    assert "Too many" in said(Browser("203.0.113.9").log_in("name-100"))[0]


def _keys():
    with connection.cursor() as cursor:
        cursor.execute("SELECT cache_key FROM liveblog_cache")
        return [key.split(":", 2)[2] for (key,) in cursor.fetchall()]


def test_a_refused_login_is_in_the_log_on_one_line_and_its_password_is_not(person, caplog):
    Browser("203.0.113.9").log_in("forged\nWARNING root Login of root", "hunter2 hunter2")
    [line] = [record.getMessage() for record in caplog.records if record.name == "coverage.desk.login"]
    assert line == r"Login refused: 'forged\nWARNING root Login of root' from 203.0.113.9"
    assert "hunter2" not in caplog.text


def test_a_login_is_in_the_log(person, caplog):
    Browser("203.0.113.9").log_in(person.username)
    assert f"Login: '{person.username}' from 203.0.113.9" in caplog.text


def test_a_login_has_a_new_session(person):
    browser = Browser()
    browser.get(reverse("account_login"))
    browser.session["planted"] = True
    session = browser.session
    session["planted"] = True
    session.save()
    browser.cookies["sessionid"] = session.session_key
    browser.log_in(person.username)
    assert browser.session_key != session.session_key
    assert not Session.objects.filter(pk=session.session_key).exists()


def test_a_session_is_dead_once_it_is_logged_out(person):
    browser, thief = Browser(), Browser("203.0.113.9")
    browser.log_in(person.username)
    thief.cookies["sessionid"] = browser.session_key
    assert thief.is_in
    browser.post(reverse("admin:logout"))
    assert (browser.is_in, thief.is_in) == (False, False)


def test_a_link_logs_nobody_out(person):
    browser = Browser()
    browser.log_in(person.username)
    assert browser.get(reverse("admin:logout")).status_code == 200
    assert browser.is_in


def test_each_form_needs_its_token(person):
    browser = Client(enforce_csrf_checks=True)
    browser.force_login(person)
    for name in ("account_login", "account_logout", "account_change_password", "account_reset_password",
                 "usersessions_list", "mfa_activate_totp"):  # fmt: skip
        assert browser.post(reverse(name)).status_code == 403


def test_nobody_signs_up(db):
    for path in ("signup/", "accounts/signup/", "account/signup/"):
        assert Browser().get(f"/admin/{path}").status_code in (302, 404)
        Browser().post(f"/admin/{path}", {"username": "me", "email": "me@example.org", "password1": PASSWORD})
    assert not User.objects.exists()


def test_the_pages_say_nothing_inline_are_not_kept_and_speak_to_nobody_else(person):
    browser = Browser()
    browser.log_in(person.username)
    addresses = [(Browser(), reverse(name)) for name in ("account_login", "account_reset_password")]
    addresses += [
        (browser, reverse(name))
        for name in (
            "mfa_index",
            "mfa_activate_totp",
            "usersessions_list",
            "account_change_password",
            "account_logout",
            "account_reauthenticate",
        )
    ]
    for who, address in addresses:
        answer = who.get(address)
        text = answer.content.decode()
        assert answer.status_code == 200, address
        assert "<script" not in text
        assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text)
        assert "unsafe" not in answer.headers["Content-Security-Policy"]
        assert not re.findall(r'(?:src|href|action)="https?://', text)
        assert re.search("no-store|private", answer.headers.get("Cache-Control", "")), address
