"""What to look at before publishing, as the person sees it who writes."""

# ruff: noqa: F811

import pytest
from playwright.sync_api import expect

from coverage.models import Entry
from tests.browser.test_desk import headline, page, said, sit_down, write  # noqa: F401
from tests.make import make_editor, make_entry, make_image, make_picture_file

SELECTED = "getSelection().toString()"


@pytest.fixture
def tab(sit_down, page):
    return sit_down(page, make_editor())


def finding(tab, words):
    return tab.locator(".checks").get_by_role("button", name=words)


def test_a_placeholder_is_listed_gone_to_mended_and_gone_and_publishing_is_possible_all_along(tab, page):
    publish = tab.get_by_role("button", name="Publish")
    write(tab, "They land at TK")
    expect(finding(tab, "“TK” still stands")).to_be_visible()
    expect(tab.locator("desk-checks [role=status]")).to_have_text("1 thing to look at before publishing")
    expect(publish).to_be_enabled()
    finding(tab, "“TK”").click()
    expect(headline(tab)).to_be_focused()
    tab.keyboard.type("20:17")
    expect(headline(tab)).to_have_value("They land at 20:17")
    expect(finding(tab, "“TK”")).to_have_count(0)
    expect(tab.locator("desk-checks [role=status]")).to_have_text("Nothing to look at any more")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert page.entries.get().headline == "They land at 20:17"


def test_whoever_publishes_with_something_left_to_look_at_is_not_held_up(tab, page):
    write(tab, "The the Moon is near")
    expect(finding(tab, "“The the”")).to_be_visible()
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    expect(tab.locator(".checks li")).to_have_count(0)
    assert page.entries.get().headline == "The the Moon is near"


def test_a_finding_in_the_text_selects_the_very_words(tab, page):
    write(tab, "ATKINS reports", "The ATKINS file is in. Its length is TK miles.")
    expect(finding(tab, "“TK”")).to_be_visible()
    finding(tab, "“TK”").press("Enter")
    expect(tab.locator("desk-composer .writing")).to_be_focused()
    assert tab.evaluate(SELECTED) == "TK"
    tab.keyboard.type("240")
    expect(tab.locator("desk-composer .writing")).to_have_text(
        "The ATKINS file is in. Its length is 240 miles."
    )
    expect(finding(tab, "“TK”")).to_have_count(0)


def test_a_draft_that_is_opened_is_looked_over_at_once_and_a_link_is_gone_to(sit_down, page):
    image = make_image(file=make_picture_file(16, 9), credit="")
    body = f'<p>See <a href="http://report/">the report</a>.</p><figure data-image="{image.pk}"></figure>'
    make_entry(page, headline="With a picture", body=body)
    tab = sit_down(page, make_editor())
    tab.get_by_role("button", name="Edit").click()
    finding(tab, "A link leads nowhere").click()
    assert tab.evaluate(SELECTED) == "the report"
    finding(tab, "has no credit").click()
    expect(tab.get_by_role("link", name="Change its words")).to_be_focused()
    assert Entry.objects.get().body == body


def test_a_desk_without_a_line_writes_on_without_the_list(tab, page, context):
    tab.route("**/desk/check/", lambda route: route.abort())
    with tab.expect_request("**/desk/check/"):
        write(tab, "TK is still to come")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    expect(tab.locator("[data-part=trouble]")).not_to_be_visible()


def test_a_list_that_renews_itself_leaves_the_focus_in_it(tab, page):
    write(tab, "They land at TK", "At ???.")
    expect(finding(tab, "“???”")).to_be_visible()
    held = []
    tab.route("**/desk/check/", lambda route: held.append(route))
    with tab.expect_request("**/desk/check/"):
        tab.keyboard.type(" The the Moon.")
    finding(tab, "“???”").focus()
    while not held:
        tab.wait_for_timeout(20)
    held[0].continue_()
    expect(finding(tab, "“The the”")).to_be_visible()
    expect(finding(tab, "“???”")).to_be_focused()
