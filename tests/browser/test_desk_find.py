"""Finding an update again by keyboard, without leaving what is being written."""

from playwright.sync_api import expect

from tests.browser.test_desk import headline, page, said, sit_down, tab, write  # noqa: F401
from tests.make import make_draft, make_entry


def test_an_old_update_is_found_and_corrected_while_another_is_being_written(tab, page):  # noqa: F811
    old = make_entry(page, headline="The hatch opens", body="<p>Cables and hatches.</p>")
    for number in range(32):
        make_entry(page, headline=f"Signal {number}")
    make_draft(page, headline="Hatch in a draft")
    write(tab, "What is the / sign")
    expect(headline(tab)).to_have_value("What is the / sign")
    tab.get_by_role("link", name="See the page").focus()
    tab.keyboard.press("/")
    words = tab.get_by_role("searchbox", name="Find")
    expect(words).to_be_focused()
    expect(words).to_have_value("")
    tab.keyboard.type("hatches")
    tab.keyboard.press("Enter")
    expect(tab.locator(".found b")).to_have_text(["Hatch in a draft", "The hatch opens"])
    expect(tab.locator("#found-said")).to_have_text("2 updates")
    expect(words).to_be_focused()
    words.fill("signal")
    tab.keyboard.press("Enter")
    expect(tab.locator("#found-said")).to_have_text("30 updates, and older ones")
    tab.get_by_role("link", name="Older ones").focus()
    tab.keyboard.press("Enter")
    expect(tab.locator(".found b")).to_have_count(32)
    expect(tab.locator(".found li").nth(30)).to_be_focused()
    tab.get_by_role("link", name="By author, tag, day…").click()
    tab.get_by_label("State").select_option("published")
    words.fill("hatch")
    words.press("Enter")
    expect(tab.locator(".found b")).to_have_text(["The hatch opens"])
    expect(headline(tab)).to_have_value("What is the / sign")
    tab.locator(".found").get_by_role("button", name="Correct").click()
    expect(headline(tab)).to_have_value("The hatch opens")
    tab.get_by_label("What was wrong?").fill("It was the other hatch.")
    tab.keyboard.press("Control+Enter")
    said(tab, "Corrected")
    assert [correction.note for correction in old.corrections] == ["It was the other hatch."]
    words.fill("nothing like it")
    words.press("Enter")
    expect(tab.locator("#found-said")).to_have_text("Nothing found.")
