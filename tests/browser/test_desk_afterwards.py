"""What an editor does at a desk before and after the moment of publishing, as a person does it."""

import os
import subprocess
import sys
from datetime import timedelta

import pytest
from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from coverage.desk.receipt import receipt_of
from coverage.models import Entry
from tests.browser.test_desk import headline, page, said, sit_down, tab, write  # noqa: F401
from tests.desk.desks import make_reporter
from tests.make import make_draft, make_editor, make_entry, make_page


def test_an_update_is_scheduled_stopped_and_sent_by_two_clocks(sit_down, transactional_db):  # noqa: F811
    page = make_page(time_zone="Europe/Berlin")  # noqa: F811
    tab = sit_down(page, make_editor(), timezone_id="America/New_York")  # noqa: F811
    expect(tab.locator("#no-worker")).to_contain_text("No worker is running")
    write(tab, "Out at noon")
    tab.get_by_text("Later…").click()
    field = tab.get_by_label("Goes out at")
    field.fill("2030-10-27T02:30")
    tab.get_by_label("the second").check()
    expect(tab.locator("desk-moment")).to_contain_text(
        "Sunday 27 October, 02:30 CET · Saturday 26 October, 21:30 EDT for you"
    )
    field.fill("2020-01-01T12:00")
    tab.get_by_role("button", name="Schedule", exact=True).click()
    expect(tab.locator("#id_scheduled_at_error")).to_contain_text("This time has passed")
    expect(headline(tab)).to_have_value("Out at noon")
    field.fill("2030-01-01T12:00")
    field.press("Enter")
    said(tab, "Goes out by itself: Tuesday 1 January, 12:00 CET.")
    row = tab.locator("#side li", has_text="Out at noon")
    expect(row).to_contain_text("06:00 for you")
    row.get_by_role("button", name="Stop").click()
    said(tab, "it is a draft again")
    entry = page.entries.get()
    entry.schedule(by=None, at=timezone.now() + timedelta(hours=1))
    tab.reload()
    before = row.locator("count-down").text_content()
    expect(row.locator("count-down")).not_to_have_text(before)  # without asking the server
    row.get_by_role("button", name="Send now").click()
    expect(tab.locator("#timeline h3")).to_have_text(["Out at noon"])


@pytest.fixture
def start_worker():
    """Starts the site's worker; none is left, nor a trace of one, when the test ends."""
    started = []

    def start():
        env = {**os.environ, "TEST_DATABASE": connection.settings_dict["NAME"]}
        started.append(subprocess.Popen([sys.executable, "-m", "tests.browser.work"], env=env))
        return started[-1]

    yield start
    for worker in started:
        worker.kill()
        worker.wait()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        cursor.execute("DELETE FROM procrastinate_periodic_defers")
        cursor.execute("DELETE FROM procrastinate_jobs")


def test_what_was_due_while_no_worker_was_there_goes_out_once_one_is(tab, page, start_worker):  # noqa: F811
    worker = start_worker()
    expect(tab.locator("#no-worker")).to_have_count(0, timeout=40_000)
    worker.kill()
    entry = make_draft(page, headline="While it was away")
    entry.schedule(by=None, at=timezone.now() + timedelta(seconds=1))
    tab.wait_for_timeout(2_000)
    tab.reload()
    expect(tab.locator("#side")).to_contain_text("any moment")
    start_worker()
    expect(tab.locator("#timeline h3")).to_have_text(["While it was away"], timeout=20_000)
    assert page.entries.get().revisions.count() == 3


def in_sheet(tab, entry):  # noqa: F811
    tab.locator(f"#more-{entry.pk}").click()
    return tab.locator("#entry-sheet")


def test_a_draft_is_reviewed_sent_back_with_a_note_and_comes_again(sit_down, page):  # noqa: F811
    writer, editor = sit_down(page, make_reporter()), sit_down(page, make_editor("ana", first_name="Ana"))
    write(writer, "From the street")
    writer.get_by_role("button", name="Submit").click()
    said(writer, "Submitted.")
    editor.reload()
    editor.get_by_role("button", name="Review", exact=True).click()
    expect(headline(editor)).to_have_value("From the street")
    expect(editor.locator("#side")).to_contain_text("You are reviewing it")
    editor.get_by_role("button", name="Send back…").click()
    editor.get_by_label("What should be different?").fill("Which street?")
    editor.locator("#entry-sheet").get_by_role("button", name="Send back").click()
    said(editor, "Sent back")
    expect(editor.locator("#entry-sheet")).to_be_hidden()
    expect(headline(editor)).to_have_value("")  # let go of, or its author would be asked to wait
    expect(writer.locator("#side")).to_contain_text("Sent back by Ana: Which street?", timeout=15_000)
    writer.get_by_role("button", name="Open").click()
    expect(headline(writer)).to_have_value("From the street")
    headline(writer).fill("From Harbour Street")
    writer.get_by_role("button", name="Submit").click()
    said(writer, "Submitted.")
    expect(editor.locator("#side")).to_contain_text("From Harbour Street", timeout=15_000)


def test_an_entry_goes_back_to_what_it_said(tab, page):  # noqa: F811
    entry = make_entry(page, headline="Crew step out late")
    entry.headline = "Crew step out early"
    entry.edit(by=None)
    tab.reload()
    sheet = in_sheet(tab, entry)
    sheet.get_by_role("button", name="History").click()
    expect(sheet.locator("del")).to_contain_text("late")
    expect(sheet.locator("ins").first).to_contain_text("early")
    sheet.get_by_role("button", name="Go back to save 2").click()
    said(tab, "It says again what it said in save 2.")
    expect(tab.locator("#timeline h3")).to_have_text(["Crew step out late"])


def test_a_withdrawal_fills_its_receipt_from_every_public_address(tab, page):  # noqa: F811
    entry = make_entry(page, headline="A rumour", body="<p>Nobody has confirmed this so far.</p>")
    make_entry(page, headline="True")
    tab.reload()
    sheet = in_sheet(tab, entry)
    sheet.get_by_label("Tell readers why").fill("This update was withdrawn because it was not true.")
    sheet.get_by_role("button", name="Withdraw it").click()
    said(tab, "Withdrawn")
    receipt = tab.locator("desk-receipt")
    expect(receipt.get_by_role("status")).to_have_text("Gone everywhere.", timeout=15_000)
    expect(receipt.locator("li b")).to_have_text(
        ["gone"] * len(receipt_of(Entry.objects.get(pk=entry.pk)).lines)
    )
    reader = tab.context.new_page()
    reader.goto(entry.get_absolute_url())
    expect(reader.get_by_text("because it was not true.")).to_be_visible()
    Entry.objects.get(pk=entry.pk).restore(by=None)  # a receipt is no form: it says what it finds
    tab.evaluate("Date.now = ((now) => () => now() + (window.ahead ?? 0))(Date.now)")
    receipt.get_by_role("button", name="Ask again").click()
    expect(receipt.locator("[data-check=withdrawn] b").first).to_have_text("asking…")
    tab.evaluate("window.ahead = 60_000")
    expect(receipt.get_by_role("status")).to_have_text("Not gone everywhere: see the list.", timeout=15_000)
    expect(receipt.locator("[data-check=withdrawn] b").first).to_contain_text("still there")
    expect(receipt.locator("[data-check=unseen] b").first).to_contain_text("still there")


def test_doubts_times_copies_and_pins_from_one_sheet(tab, page):  # noqa: F811
    entry = make_entry(page, headline="A rumour")
    tab.reload()
    tab.get_by_role("button", name="Unconfirmed").click()
    said(tab, "Readers see that this is unconfirmed.")
    tab.get_by_role("button", name="Page…").click()
    expect(tab.locator("#unconfirmed")).to_contain_text("A rumour")
    tab.get_by_role("dialog").get_by_role("button", name="Close", exact=True).click()
    tab.get_by_role("button", name="Confirmed", exact=True).click()
    said(tab, "Readers see that this is confirmed.")
    sheet = in_sheet(tab, entry)
    sheet.get_by_label("Published at").fill("2030-01-01T10:00")
    sheet.get_by_role("button", name="Change the time").click()
    expect(sheet.locator("#id_published_at_error")).to_contain_text("This time is still to come")
    sheet.get_by_label("Published at").fill("2024-01-01T10:00")
    sheet.get_by_role("button", name="Change the time").click()
    said(tab, "Moved to its new time.")
    in_sheet(tab, entry).get_by_label("Pin it until").fill("2030-01-01T10:00")
    sheet.get_by_role("button", name="Pin until then").click()
    expect(tab.locator("#timeline")).to_contain_text("Pinned until 10:00, 1 January")
    in_sheet(tab, entry).get_by_role("button", name="Copy it as a draft").click()
    said(tab, "Copied")
    other = make_page(title="Another page")
    copy = page.entries.get(status="draft")
    in_sheet(tab, copy).get_by_label("Move to another page").select_option("Another page")
    sheet.get_by_role("button", name="Move").click()
    said(tab, "Moved to the desk of “Another page”.")
    copy.refresh_from_db()
    assert copy.page == other
