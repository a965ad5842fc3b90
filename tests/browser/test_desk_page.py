"""The page's controls as two people use them."""

import re

from django.contrib.auth.models import Group
from playwright.sync_api import expect

from tests.browser.test_desk import headline, page, said, sit_down, write  # noqa: F401
from tests.desk.desks import make_reporter
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


def summary_sheet(tab):
    tab.get_by_role("button", name="Summary", exact=True).click()
    sheet = tab.get_by_role("dialog", name="Summary")
    expect(sheet.get_by_role("textbox", name="Summary")).to_be_visible()
    return sheet


def write_summary(sheet, words):
    sheet.get_by_role("textbox", name="Summary").fill(words)


def lines_are_kept_apart(writing):
    """Also where one begins with a space beneath a list."""
    writing.fill("")
    writing.press_sequentially("- Doors open\n\n  after the rain")
    expect(writing.get_by_role("listitem")).to_have_text("Doors open")
    expect(writing.locator("> p").first).to_have_text("after the rain")


def test_two_write_the_summary_see_both_texts_and_bring_an_old_one_back(sit_down, page):  # noqa: F811
    maya = sit_down(page, make_editor("maya", first_name="Maya", last_name="Chen"))
    ida = sit_down(page, make_editor("ida", first_name="Ida", last_name="Okafor"))
    hers, his = summary_sheet(maya), summary_sheet(ida)
    write_summary(hers, "The doors are open.")
    hers.get_by_role("button", name="Save the summary").click()
    said(maya, "The summary is saved")
    write_summary(his, "Rain is falling.")
    his.get_by_role("button", name="Save the summary").click()
    conflict = his.locator(".conflict")
    expect(conflict).to_contain_text("Maya Chen")
    expect(conflict).to_contain_text("The doors are open.")
    expect(his.get_by_role("textbox", name="Summary")).to_have_text("Rain is falling.")
    his.get_by_role("button", name="Take both, merged").click()
    expect(conflict).to_have_count(0)
    expect(his.get_by_role("textbox", name="Summary")).to_contain_text("The doors are open.")
    expect(his.get_by_role("textbox", name="Summary")).to_contain_text("Rain is falling.")
    his.get_by_role("button", name="Save the summary").click()
    said(ida, "The summary is saved")
    expect(his).to_be_hidden()
    hers = summary_sheet(maya)
    hers.get_by_role("button", name="History").click()
    expect(hers.locator(".saves li")).to_have_count(2)
    expect(hers.locator(".saves ins").first).to_contain_text("Rain is falling.")
    hers.get_by_role("button", name="Go back to save 1").click()
    said(maya, "says again what it said in save 1")
    page.refresh_from_db()
    assert (page.summary, page.summaries.count()) == ("<p>The doors are open.</p>", 3)
    lines_are_kept_apart(summary_sheet(maya).get_by_role("textbox", name="Summary"))


def test_a_reporter_reads_a_colleagues_draft_once_a_chief_lets_them_belong(sit_down, page, context):  # noqa: F811
    ida = make_reporter(first_name="Ida", last_name="Okafor")
    ida.groups.add(Group.objects.get_or_create(name="reporter")[0])
    chief, reporter = sit_down(page, make_editor()), sit_down(page, ida)
    reader = context.new_page()
    reader.goto(page.get_absolute_url())
    write(chief, "Under embargo")
    chief.keyboard.press("Control+s")
    said(chief, "Draft saved")
    expect(reporter.locator("#side")).to_contain_text("Drafts · 0")
    chief.get_by_role("button", name="Page…").click()
    sheet = chief.get_by_role("dialog", name="The page")
    sheet.get_by_text("People of this page").click()
    sheet.get_by_label("Ida Okafor · Reporter").check()
    sheet.get_by_role("button", name="Save the people").click()
    said(chief, "Saved: the people of this page")
    expect(chief.locator(".page-people")).to_contain_text("Ida Okafor Reporter")
    theirs = reporter.locator("#side li", has_text="Under embargo")
    expect(theirs).to_be_visible(timeout=15_000)
    expect(theirs.get_by_role("button", name="Open")).to_have_count(0)
    theirs.get_by_role("button", name="More…").click()
    expect(reporter.get_by_role("dialog", name="This update")).to_contain_text("Under embargo")
    headline(chief).press("Control+Enter")
    said(chief, "Published")
    readers = chief.get_by_role("group", name="What readers see now")
    expect(readers.locator("[data-part=delay]")).to_have_text(re.compile(r"^\d+(\.\d+)? s$"))
    expect(readers.locator("[data-part=streams]")).to_have_text("3", timeout=25_000)
