"""A text that is written again and again, kept and put in without a mouse."""

# ruff: noqa: F811

from playwright.sync_api import expect

from coverage.models import Snippet
from tests.browser.test_desk import headline, page, said, sit_down, write  # noqa: F401
from tests.make import make_editor, make_snippet

PHONE = {"viewport": {"width": 360, "height": 740}, "has_touch": True, "is_mobile": True}


def snippets(tab):
    return tab.get_by_role("group", name="Snippets")


def test_a_snippet_is_kept_found_by_its_letters_and_put_in_by_keyboard(sit_down, page):
    make_snippet("How to watch", body="<p>Watch it above.</p>")
    make_snippet("Helpline", page=page, body="<p>Call <strong>116 123</strong>.</p><p>At any time.</p>")
    tab = sit_down(page, make_editor())
    write(tab, "With a snippet", "Before it, 24/7.")
    tab.keyboard.press("Enter")
    tab.keyboard.type("/")
    field = snippets(tab).get_by_role("combobox", name="Find a snippet")
    expect(field).to_be_focused()
    options = snippets(tab).get_by_role("option")
    expect(options).to_have_count(2)
    expect(options.nth(0)).to_have_attribute("aria-selected", "true")
    tab.keyboard.press("ArrowDown")
    expect(options.nth(1)).to_have_attribute("aria-selected", "true")
    expect(field).to_have_attribute("aria-activedescendant", options.nth(1).get_attribute("id"))
    tab.keyboard.type("nobody has this")
    expect(snippets(tab).get_by_role("status")).to_contain_text("No snippet has these letters")
    tab.keyboard.press("Escape")
    tab.keyboard.type(" (sic)")
    expect(tab.locator(".writing p").nth(1)).to_have_text("/nobody has this (sic)")
    tab.keyboard.press("Enter")
    tab.keyboard.type("/")
    expect(options).to_have_count(2)
    tab.keyboard.type("help")
    expect(snippets(tab).get_by_role("status")).to_have_text("1 snippet")
    tab.keyboard.press("Enter")
    tab.keyboard.type(" And on.")
    expect(tab.locator(".writing p")).to_have_text(
        ["Before it, 24/7.", "/nobody has this (sic)", "Call 116 123.", "At any time. And on."]
    )
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert page.entries.get().body == (
        "<p>Before it, 24/7.</p><p>/nobody has this (sic)</p><p>Call <strong>116 123</strong>.</p><p>At any time. And on.</p>"
    )


def test_what_stands_in_the_composer_is_kept_as_a_snippet_and_used_on_a_phone(sit_down, page):
    tab = sit_down(page, make_editor(), **PHONE)
    write(tab, "Joining us", "If you are just joining us:")
    tab.get_by_role("button", name="Snippet", exact=True).tap()
    snippets(tab).get_by_text("Keep this text as a snippet").tap()
    keep = snippets(tab).get_by_role("button", name="Keep it")
    keep.tap()
    expect(snippets(tab).get_by_role("alert")).to_have_text("Give it a name by which it is found.")
    snippets(tab).get_by_label("Its name").fill("Joining")
    keep.tap()
    said(tab, "Kept as a snippet")
    kept = Snippet.objects.get()
    assert (kept.name, kept.body, kept.page) == ("Joining", "<p>If you are just joining us:</p>", page)
    expect(snippets(tab)).to_be_hidden()
    tab.locator(".writing").fill("")
    tab.get_by_role("button", name="Snippet", exact=True).tap()
    option = snippets(tab).get_by_role("option", name="Joining")
    assert option.bounding_box()["height"] >= 44
    option.tap()
    expect(tab.locator(".writing p").first).to_have_text("If you are just joining us:")
    expect(headline(tab)).to_have_value("Joining us")
