"""What someone sees who keeps a live page open."""

from playwright.sync_api import expect

from tests.make import make_entry, make_page


def test_an_entry_arrives_in_an_open_page(server, tab):
    page = make_page()
    tab.goto(page.get_absolute_url())
    expect(tab.get_by_text("No updates yet")).to_be_visible()
    make_entry(page, headline="Doors are open")
    expect(tab.get_by_role("heading", name="Doors are open")).to_be_visible()
    expect(tab.get_by_text("No updates yet")).to_be_hidden()
