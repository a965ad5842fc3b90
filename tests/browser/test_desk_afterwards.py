"""What an editor does at a desk before and after the moment of publishing, as a person does it."""

from datetime import timedelta

from django.db import connection
from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_desk import headline, page, said, sit_down, tab, write  # noqa: F401
from tests.make import make_editor, make_page


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
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    expect(tab.locator("#no-worker")).to_have_count(0)
