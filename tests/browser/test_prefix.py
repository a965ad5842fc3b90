"""The whole site beneath a path of an existing one: readers follow, editors publish, cookies stay there."""

import re

import pytest
from playwright.sync_api import expect

from tests.make import make_author, make_byline, make_editor, make_entry, make_image, make_page

PREFIX = "/live-news"


@pytest.fixture
def beneath(other_server):
    return other_server(SITE_URL=f"http://127.0.0.1{PREFIX}").url + PREFIX


def test_a_reader_sees_arrive_what_an_editor_publishes_there(beneath, new_context):
    page, editor = make_page(lead_image=make_image(alt="The hall")), make_editor()
    make_entry(page, headline="Doors open", bylines=[make_byline(make_author(photo=make_image()))])
    reader, wrong = new_context(base_url=None).new_page(), []
    reader.on("response", lambda answer: answer.status >= 400 and wrong.append(answer.url))
    reader.on("pageerror", lambda error: wrong.append(str(error)))
    reader.goto(f"{beneath}/live/{page.slug}/")
    expect(reader.get_by_alt_text("The hall")).to_have_js_property("complete", True)
    assert reader.get_by_alt_text("The hall").evaluate("image => image.naturalWidth") > 0
    desk = new_context(base_url=None).new_page()
    desk.on("pageerror", lambda error: wrong.append(str(error)))
    desk.goto(f"{beneath}/admin/coverage/livepage/{page.pk}/desk/")
    assert desk.url.startswith(f"{beneath}/admin/login/")
    desk.get_by_label("Username").fill(editor.username)
    desk.get_by_label("Password").fill("correct horse battery")
    desk.get_by_role("button", name="Log in").click()
    desk.wait_for_url(f"{beneath}/admin/coverage/livepage/{page.pk}/desk/")
    desk.get_by_label("Headline").fill("The vote is over")
    desk.keyboard.press("Control+Enter")
    arrived = reader.locator(".entry", has_text="The vote is over")
    expect(arrived).to_be_visible()
    link = arrived.locator(".entry-foot a").get_attribute("href")
    assert link == f"{PREFIX}/live/{page.slug}/entries/{page.entries.latest('pk').pk}/"
    assert reader.goto(f"{beneath}{link.removeprefix(PREFIX)}").status == 200
    cookies = desk.context.cookies()
    assert cookies
    assert {cookie["path"] for cookie in cookies} == {f"{PREFIX}/"}
    assert wrong == []


def test_what_machines_read_leads_beneath_it_too(beneath, new_context):
    page = make_page()
    make_entry(page)
    ask = new_context(base_url=None).request
    whole = f"http://127.0.0.1{PREFIX}/live/{page.slug}/"
    for name in ("page.jsonld", "feed.atom", "feed.json"):
        text = ask.get(f"{beneath}/live/{page.slug}/{name}").text()
        assert whole in text, name
        assert set(re.findall("http://127.0.0.1(/[-a-z]*)", text)) == {PREFIX}, name
    assert f"<loc>{whole}" in ask.get(f"{beneath}/sitemap-1.xml").text()
    assert f"Disallow: {PREFIX}/admin/" in ask.get(f"{beneath}/robots.txt").text()
    stripped = beneath.removesuffix(PREFIX)  # as from a proxy that takes the prefix away
    assert f'href="{PREFIX}/static/' in ask.get(f"{stripped}/live/{page.slug}/").text()
    assert ask.get(f"{stripped}/live/{page.slug}/changes?after=0").json()["version"] == 2
    admin = ask.get(f"{stripped}/admin/", max_redirects=0)
    assert admin.headers["location"].startswith(f"{PREFIX}/admin/login/")
