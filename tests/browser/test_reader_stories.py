"""Whole visits to a live page, as someone would make them."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_reader import shown
from tests.make import make_entry, make_page
from tests.reader.test_older import fill


def test_an_announced_page_counts_down_and_goes_live_by_itself(server, tab):
    page = make_page(state="announced", title="Summit", starts_at=timezone.now() + timedelta(minutes=45))
    tab.goto(page.get_absolute_url())
    expect(tab.locator(".state")).to_contain_text("Coming up")
    expect(tab.locator("starts-in")).to_contain_text("in 45 minutes")
    page.open(by=None)
    expect(tab.locator(".state b")).to_have_text("Live")
    expect(tab.locator("starts-in")).to_have_count(0)
    make_entry(page, headline="Doors are open")
    expect(tab.get_by_role("heading", name="Doors are open")).to_be_visible()


def test_an_update_has_a_page_of_its_own_without_javascript(server, new_context):
    page = make_page(title="Summit")
    old, entry, new = fill(page, 3)
    tab = new_context(java_script_enabled=False).new_page()
    tab.goto(entry.get_absolute_url())
    expect(tab.locator(".entry")).to_have_count(1)
    tab.get_by_role("link", name="Newer updates").click()
    assert shown(tab) == [f"entry-{new.pk}"]
    tab.goto(new.get_absolute_url())
    expect(tab.get_by_role("link", name="Newer updates")).to_have_count(0)
    tab.get_by_role("link", name="Older updates").click()
    assert shown(tab) == [f"entry-{entry.pk}", f"entry-{old.pk}"]
