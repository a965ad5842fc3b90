"""Somebody's first day: a link, a password, a phone, and in."""

import pytest
from django.urls import reverse
from playwright.sync_api import expect

from coverage.desk.letters import password_link
from tests.desk.logins import code_for
from tests.make import make_login

NEW = "seven quiet herons wading"


@pytest.fixture
def strict(other_server):
    return other_server(REQUIRE_SECOND_FACTOR="true")


def test_from_the_link_to_the_desk_on_a_phone(new_context, strict):
    person = make_login("editor")
    person.set_unusable_password()
    person.save()
    context = new_context(viewport={"width": 360, "height": 740}, base_url=strict.url)
    tab, wrong = context.new_page(), []
    tab.on("console", lambda message: message.type == "error" and wrong.append(message.text))
    tab.goto(strict.url + password_link(person).split("8000", 1)[1])
    for label in ("New Password", "New Password (again)"):
        tab.get_by_label(label, exact=True).fill(NEW)
    tab.get_by_role("button", name="Set it").click()
    tab.get_by_role("link", name="Log in").click()
    tab.get_by_label("Username").fill(person.username)
    tab.get_by_label("Password").fill(NEW)
    tab.get_by_role("button", name="Log in").click()
    expect(tab.get_by_role("heading", name="Set up your second factor")).to_be_visible()
    square = tab.get_by_role("img")
    assert square.evaluate("image => image.complete && image.naturalWidth > 0")
    key = tab.locator("code").inner_text()
    tab.get_by_label("Authenticator code").fill(code_for(key))
    tab.get_by_label("Authenticator code").press("Enter")
    expect(tab.get_by_role("heading", name="Your recovery codes")).to_be_visible()
    assert tab.evaluate("document.documentElement.scrollWidth") == 360
    tab.get_by_role("link", name="I have them: to the desk").click()
    assert tab.url == strict.url + reverse("admin:index")
    tab.get_by_role("button", name="Log out").click()
    expect(tab.get_by_role("heading", name="Log in")).to_be_visible()
    assert wrong == []
