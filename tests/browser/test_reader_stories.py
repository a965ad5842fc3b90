"""Whole visits to a live page, as someone would make them."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from tests.browser.test_reader import IN_VIEW, shown
from tests.browser.test_reader_finds import SHIFTS
from tests.browser.waiting import until, until_current
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


def test_a_shared_link_opens_the_page_at_that_update_among_its_neighbours(server, tab):
    page = make_page(title="Summit")
    entries = sorted(fill(page, 60), key=lambda entry: entry.place)
    entry = entries[30]
    tab.add_init_script(SHIFTS)
    tab.goto(entry.get_absolute_url())
    here = tab.locator(f"#entry-{entry.pk}")
    until(tab, "document.querySelectorAll('.timeline > .entry').length === 41")  # twenty newer, twenty older
    assert here.evaluate(IN_VIEW)
    assert tab.evaluate("window.shifts") == []
    assert shown(tab) == [f"entry-{entry.pk}" for entry in reversed(entries[10:51])]
    entry.headline = "Read just now"
    entry.edit(by=None)
    expect(here.locator("h3")).to_have_text("Read just now")
    expect(tab).to_have_title("Read just now – The Harbour Post")
    news = make_entry(page, headline="Fresh news")
    button = tab.get_by_role("button", name="1 new update")
    expect(button).to_be_visible()
    assert f"entry-{news.pk}" not in shown(tab)
    tab.evaluate("scrollTo(0, 0)")  # up to the newest, of which there are ten more and the one that waits
    expect(tab.get_by_role("heading", name="Fresh news")).to_have_count(1)
    expect(button).to_be_hidden()
    last = make_entry(page, headline="More news")
    until_current(tab, page)
    assert tab.locator(".timeline > .entry").first.get_attribute("id") == f"entry-{last.pk}"
    tab.goto(last.get_absolute_url())
    expect(tab.get_by_role("link", name="Newer updates")).to_have_count(0)
    assert tab.locator(f"#entry-{last.pk}").evaluate(IN_VIEW)
    tab.goto(entries[56].get_absolute_url())  # five stand above it, and nothing above them
    until(tab, "document.querySelectorAll('.timeline > .entry').length === 26")
    expect(tab.get_by_role("link", name="Newer updates")).to_be_hidden()
    assert tab.locator(f"#entry-{entries[56].pk}").evaluate(IN_VIEW)
    assert tab.evaluate("window.shifts") == []
    tab.goto(entry.get_absolute_url())
    until(tab, "document.querySelectorAll('.timeline > .entry').length === 41")
    make_entry(page, headline="Newest of all")
    tab.get_by_role("button", name="1 new update").click()
    expect(tab).to_have_url(f"{server.url}{page.get_absolute_url()}")
    expect(tab.get_by_role("heading", name="Newest of all")).to_be_visible()


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
