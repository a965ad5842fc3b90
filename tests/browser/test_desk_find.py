"""Finding an update again by keyboard, without leaving what is being written."""

from datetime import UTC, datetime, timedelta

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


def test_the_timeline_is_brought_to_a_time_and_back(tab, page):  # noqa: F811
    noon = datetime(2024, 1, 1, 12, tzinfo=UTC)
    for number in range(70):
        make_entry(page, headline=f"Signal {number}", at=noon + timedelta(minutes=number))
    tab.reload()
    rows = tab.locator(".row-entry")
    expect(rows).to_have_count(50)
    tab.get_by_role("link", name="By author, tag, day…").click()
    go = tab.get_by_role("button", name="Go there in the timeline")
    go.click()
    expect(tab.locator("#find_until_error")).to_have_text("Give the time to go to.")
    for time, number in (("12:05:10", 5), ("12:40:00", 40)):  # not shown yet, and shown
        tab.get_by_label("From this time back").fill(f"2024-01-01T{time}")
        go.click()
        expect(tab.locator("#found-said")).to_have_text(
            f"The timeline is at 12:{number:02}, 1 January 2024: “Signal {number}”"
        )
        row = rows.filter(has=tab.get_by_role("heading", name=f"Signal {number}", exact=True))
        expect(row).to_be_focused()
        expect(row).to_be_in_viewport()
    expect(rows).to_have_count(56)
    tab.get_by_role("link", name="What is between this and the newest").click()
    expect(rows).to_have_count(70)
