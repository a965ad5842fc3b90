"""Another site cannot make an editor's browser do anything here."""

import json

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from coverage.models import Entry
from tests.desk.desks import Desk, make_reporter, typed
from tests.make import make_editor

FORGED = {
    "no token": {},
    "another's token": {"csrfmiddlewaretoken": "a" * 64},
    "an empty token": {"csrfmiddlewaretoken": ""},
}
ORIGINS = ["null", "https://evil.example", "http://testserver.evil.example", "file://"]


class Browser(Client):
    """Of somebody who is logged in, and whose cookies go wherever a form is sent from."""

    def __init__(self, user):
        super().__init__(enforce_csrf_checks=True)
        self.force_login(user)
        self.get(reverse("admin:password_change"))

    @property
    def token(self):
        return self.cookies["csrftoken"].value


@pytest.fixture
def editor(db):
    return make_editor()


@pytest.fixture
def publish(page, editor):
    return Desk(page, editor).url("desk_publish")


def test_no_view_is_free_of_the_token_unless_it_takes_nothing(rf):
    def views(resolver):
        for pattern in resolver.url_patterns:
            if isinstance(pattern, URLResolver):
                yield from views(pattern)
            else:
                yield pattern

    found = list(views(get_resolver()))
    assert len(found) > 100
    free = [pattern.callback for pattern in found if getattr(pattern.callback, "csrf_exempt", False)]
    assert {view(rf.post("/")).status_code for view in free} == {405}


@pytest.mark.parametrize("forged", FORGED.values(), ids=FORGED)
def test_without_ones_own_token_nothing_is_published_and_nobody_logged_out(editor, publish, forged):
    browser = Browser(editor)
    assert browser.post(publish, {**typed(), **forged}).status_code == 403
    assert browser.post(reverse("account_logout"), forged).status_code == 403
    assert not Entry.objects.exists()
    assert browser.get(reverse("admin:index")).status_code == 200


def test_a_token_of_another_browser_is_none(editor, publish):
    browser, theirs = Browser(editor), Browser(make_editor())
    assert browser.post(publish, {**typed(), "csrfmiddlewaretoken": theirs.token}).status_code == 403
    assert browser.post(publish, typed(), headers={"X-CSRFToken": theirs.token}).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.parametrize("kind", ["text/plain", "application/json"])
def test_what_a_form_elsewhere_can_send_without_asking_is_no_form(editor, publish, kind):
    browser = Browser(editor)
    fields = {**typed(), "csrfmiddlewaretoken": browser.token}
    assert browser.post(publish, json.dumps(fields), content_type=kind).status_code == 403
    assert not Entry.objects.exists()


@pytest.mark.parametrize("origin", ORIGINS)
def test_a_form_from_elsewhere_is_refused_whatever_it_knows(editor, publish, origin):
    browser = Browser(editor)
    fields = {**typed(), "csrfmiddlewaretoken": browser.token}
    assert browser.post(publish, fields, headers={"Origin": origin}).status_code == 403
    assert not Entry.objects.exists()
    assert browser.post(publish, fields).status_code == 200  # from here it goes out
    assert Entry.objects.get().is_published


def test_nothing_is_done_by_following_a_link(editor, page, publish):
    browser = Browser(editor)
    assert browser.get(publish, typed()).status_code == 405
    assert not Entry.objects.exists()
    browser.get(reverse("account_logout"))
    assert browser.get(reverse("admin:index")).status_code == 200


def test_no_other_site_may_read_or_frame_the_desk(editor, page):
    browser = Browser(editor)
    for address in (reverse("admin:index"), Desk(page, editor).url("desk"), reverse("account_login")):
        for method in (browser.get, browser.options):
            answer = method(address, headers={"Origin": "https://evil.example"})
            assert not [name for name in answer.headers if name.startswith("Access-Control")], address
        answer = browser.get(address, follow=True)
        assert "frame-ancestors 'none'" in answer.headers["Content-Security-Policy"], address
        assert answer.headers["X-Frame-Options"] == "DENY", address


def test_a_refusal_is_in_the_log(page, caplog):
    desk = Desk(page, make_reporter())
    assert desk.post("desk_publish", **typed()).status_code == 403
    assert f"Forbidden: {desk.url('desk_publish')}" in " ".join(
        message.replace(" (Permission denied)", "") for message in caplog.messages
    )
