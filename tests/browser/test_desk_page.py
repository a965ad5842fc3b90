"""The page's controls as two people use them."""

from playwright.sync_api import expect

from tests.browser.test_desk import headline, page, said, sit_down, tab, write  # noqa: F401
from tests.make import make_editor


def test_a_note_waits_for_the_next_shift_and_a_colleague_lets_an_update_out(sit_down, page):  # noqa: F811
    first, second = sit_down(page, make_editor()), sit_down(page, make_editor())
    write(first, "Mine alone")
    first.get_by_role("button", name="Page…").click()
    first.get_by_label("Every update needs a second person").check()
    first.get_by_role("button", name="Save the page").click()
    said(first, "The page is saved")
    first.get_by_role("button", name="Leave a note").click()
    note = first.get_by_label("What do colleagues have to know?")
    expect(note).to_be_focused()
    note.fill("Houston rings at six")
    first.get_by_role("button", name="Save the note").click()
    said(first, "colleagues see it")
    expect(first.locator("#entry-sheet")).to_be_hidden()
    expect(second.locator(".shift-note")).to_contain_text("Houston rings at six", timeout=15_000)
    headline(first).press("Control+Enter")
    expect(first.locator("#composer_error")).to_contain_text("On this page a second person publishes.")
    expect(headline(first)).to_have_value("Mine alone")
    first.get_by_role("button", name="Submit").click()
    said(first, "Submitted.")
    waiting = second.locator("#side li", has_text="Mine alone")
    waiting.get_by_role("button", name="Review").click(timeout=15_000)
    expect(headline(second)).to_have_value("Mine alone")
    second.keyboard.press("Control+Enter")
    said(second, "Published")
    expect(first.locator("#timeline h3")).to_have_text(["Mine alone"], timeout=15_000)
