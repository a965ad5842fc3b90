"""What someone sees who keeps a live page open."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import see, until_current
from tests.make import make_entry, make_page
from tests.reader.test_older import fill
from tests.serving import eventually

IN_VIEW = """(entry) => {
  const box = entry.getBoundingClientRect()
  const top = document.elementFromPoint(box.left + box.width / 2, Math.max(box.top, 0) + 5)
  return box.height > 0 && box.bottom > 0 && box.top < innerHeight && entry.contains(top)
}"""


def shown(tab):
    """Ids of the entries that can be seen, in order."""
    return tab.evaluate(
        "Array.from(document.querySelectorAll('.timeline > .entry')).filter((entry) => entry.checkVisibility()).map((entry) => entry.id)"
    )


def read_on(tab, entry):
    """Scroll until an entry stands in the upper part of the screen; what its top is."""
    tab.evaluate(
        f"scrollBy(0, document.getElementById('entry-{entry.pk}').getBoundingClientRect().top - 200)"
    )
    return top_of(tab, entry)


def top_of(tab, entry):
    return tab.evaluate(f"document.getElementById('entry-{entry.pk}').getBoundingClientRect().top")


@pytest.fixture
def page(transactional_db):
    page = make_page(title="Summit", summary="<p>So far.</p>")
    fill(page, 12)
    return page


@pytest.fixture
def entries(page):
    return list(page.entries.in_timeline())


def test_an_entry_arrives_in_an_empty_page(server, tab):
    page = make_page()
    tab.goto(page.get_absolute_url())
    expect(tab.get_by_text("No updates yet")).to_be_visible()
    entry = make_entry(page, headline="Doors are open")
    expect(tab.get_by_role("heading", name="Doors are open")).to_be_visible()
    expect(tab.get_by_text("No updates yet")).to_be_hidden()
    eventually(lambda: tab.locator(f"#entry-{entry.pk}").evaluate(IN_VIEW), what="the entry uncovered")


def test_at_the_top_an_arrival_shows_at_once_and_is_in_view(page, server, tab):
    tab.set_viewport_size({"width": 1280, "height": 1400})
    tab.goto(page.get_absolute_url())
    entry = make_entry(page, headline="Doors are open")
    expect(tab.get_by_role("heading", name="Doors are open")).to_be_visible()
    eventually(lambda: tab.locator(f"#entry-{entry.pk}").evaluate(IN_VIEW), what="the entry uncovered")
    assert shown(tab)[0] == f"entry-{entry.pk}"
    expect(tab.get_by_role("button", name="new update")).to_be_hidden()
    expect(tab).to_have_title("Summit – The Harbour Post")


@pytest.mark.parametrize("width", [1280, 360])
def test_further_down_arrivals_wait_and_what_is_read_does_not_move(page, entries, server, tab, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(page.get_absolute_url())
    before = read_on(tab, entries[6])
    first = make_entry(page, headline="First news", is_key_event=True)  # a key event grows above it, too
    button = tab.get_by_role("button", name="1 new update")
    expect(button).to_be_visible()
    expect(tab).to_have_title("(1) Summit – The Harbour Post")
    second = make_entry(page, headline="Second news")
    button = tab.get_by_role("button", name="2 new updates")
    expect(button).to_be_visible()
    expect(tab).to_have_title("(2) Summit – The Harbour Post")
    assert abs(top_of(tab, entries[6]) - before) < 1
    assert not {f"entry-{first.pk}", f"entry-{second.pk}"} & set(shown(tab))
    button.click()
    expect(tab.locator(f"#entry-{second.pk}")).to_be_focused()
    assert shown(tab)[:2] == [f"entry-{second.pk}", f"entry-{first.pk}"]
    assert tab.locator(f"#entry-{second.pk}").evaluate(IN_VIEW)
    expect(button).to_be_hidden()
    expect(tab).to_have_title("Summit – The Harbour Post")


@pytest.mark.parametrize("width", [1280, 360])
def test_whatever_grows_above_what_is_read_does_not_move(page, entries, server, tab, width):
    tab.set_viewport_size({"width": width, "height": 800})
    tab.goto(page.get_absolute_url())
    before = read_on(tab, entries[6])
    page.summary = f"<ul>{'<li>One more thing that is known by now.</li>' * 12}</ul>"
    page.standfirst = "Leaders meet. " * 20
    page.edit()
    entries[0].body = f"<p>{'More words. ' * 200}</p>"
    entries[0].edit(by=None)
    page.pin(entries[9], by=None)
    entries[2].withdraw(by=None)
    entries[1].withdraw(by=None)
    until_current(tab, page)
    assert abs(top_of(tab, entries[6]) - before) < 1
    entries[6].headline = "Read just now"
    entries[6].edit(by=None)
    until_current(tab, page)
    expect(tab.locator(f"#entry-{entries[6].pk} h3")).to_have_text("Read just now")
    assert abs(top_of(tab, entries[6]) - before) < 1


def test_screen_readers_are_told_the_number_and_nothing_else(page, entries, server, tab):
    tab.goto(page.get_absolute_url())
    status = tab.get_by_role("status")
    expect(status).to_have_text("")
    read_on(tab, entries[6])
    make_entry(page, headline="First news")
    expect(status).to_have_text("1 new update")
    make_entry(page, headline="Second news")
    expect(status).to_have_text("2 new updates")
    tab.evaluate("scrollTo(0, 0)")
    make_entry(page, headline="Third news")
    expect(status).to_have_text("1 new update")
    said = status.locator("span").element_handle()
    make_entry(page, headline="Fourth news")
    expect(tab.get_by_role("heading", name="Fourth news")).to_be_visible()
    assert not said.evaluate("(span) => span.isConnected"), "the same words are said again"


def test_an_arrival_that_is_withdrawn_while_it_waits_is_not_counted(page, entries, server, tab):
    tab.goto(page.get_absolute_url())
    read_on(tab, entries[6])
    first, second = make_entry(page), make_entry(page)
    expect(tab.get_by_role("button", name="2 new updates")).to_be_visible()
    second.withdraw(by=None)
    expect(tab.get_by_role("button", name="1 new update")).to_be_visible()
    expect(tab).to_have_title("(1) Summit – The Harbour Post")
    first.headline = "Corrected while it waits"
    first.edit(by=None)
    until_current(tab, page)
    assert f"entry-{first.pk}" not in shown(tab)
    tab.get_by_role("button", name="1 new update").click()
    expect(tab.get_by_role("heading", name="Corrected while it waits")).to_be_visible()


def test_an_entry_that_comes_from_before_takes_its_place_quietly(page, entries, server, tab):
    tab.goto(page.get_absolute_url())
    entry = make_entry(page, at=entries[3].published_at)
    until_current(tab, page)
    assert shown(tab).index(f"entry-{entry.pk}") == 3
    expect(tab.get_by_role("status")).to_have_text("")


def test_what_is_older_than_the_page_shows_does_not_come_in(page, server, tab):
    fill(page, 20)
    tab.goto(page.get_absolute_url())
    before = shown(tab)
    oldest = page.entries.in_timeline().last()
    oldest.headline = "Changed far down"
    oldest.edit(by=None)
    until_current(tab, page)
    assert shown(tab) == before


def test_a_key_event_leads_to_its_entry_here_and_elsewhere_when_it_has_left(page, entries, server, tab):
    entries[3].is_key_event = True
    entries[3].edit(by=None)
    tab.goto(page.get_absolute_url())
    link = tab.locator(f".key-events [data-entry='{entries[3].pk}']")
    link.click()
    expect(tab).to_have_url(f"{server.url}{page.get_absolute_url()}#entry-{entries[3].pk}")
    assert tab.locator(f"#entry-{entries[3].pk}").evaluate(IN_VIEW)
    fill(page, 25)
    make_entry(page, headline="Newest news")
    tab.goto("about:blank")
    tab.goto(page.get_absolute_url())
    link.click()
    expect(tab).to_have_url(f"{server.url}{entries[3].get_absolute_url()}")
    expect(tab.get_by_role("heading", level=3, name=entries[3].headline, exact=True)).to_be_visible()


def test_a_key_event_that_still_waits_is_shown_by_its_link(page, entries, server, tab):
    tab.goto(page.get_absolute_url())
    read_on(tab, entries[2])
    entry = make_entry(page, headline="Fresh news", is_key_event=True)
    expect(tab.get_by_role("button", name="1 new update")).to_be_visible()
    tab.locator(".key-events a", has_text="Fresh news").dispatch_event("click")
    expect(tab.get_by_role("heading", level=3, name="Fresh news")).to_be_in_viewport()
    expect(tab.get_by_role("button", name="new update")).to_be_hidden()
    assert tab.locator(f"#entry-{entry.pk}").evaluate(IN_VIEW)


def test_a_reload_at_an_anchor_stays_there_with_each_entry_once(page, entries, server, tab):
    tab.goto(f"{page.get_absolute_url()}#entry-{entries[5].pk}")
    expect(tab.locator(f"#entry-{entries[5].pk}")).to_be_in_viewport()
    make_entry(page, headline="Fresh news")
    until_current(tab, page)
    tab.reload()
    expect(tab.locator(f"#entry-{entries[5].pk}")).to_be_in_viewport()
    page_now = [f"entry-{entry.pk}" for entry in page.entries.in_timeline()]
    assert shown(tab) == page_now
    newest = make_entry(page, headline="Newest news")
    until_current(tab, page)
    tab.get_by_role("button", name="1 new update").click()
    assert shown(tab) == [f"entry-{newest.pk}", *page_now]


def test_an_address_of_an_entry_that_has_left_the_page_leads_to_it(page, entries, server, tab):
    fill(page, 25)
    tab.goto(f"{page.get_absolute_url()}#entry-{entries[5].pk}")
    expect(tab).to_have_url(f"{server.url}{entries[5].get_absolute_url()}")


def test_the_page_is_read_without_javascript(page, server, new_context):
    fill(page, 25)
    tab = new_context(java_script_enabled=False).new_page()
    tab.goto(page.get_absolute_url())
    expect(tab.locator("meta[http-equiv=refresh]")).to_have_attribute("content", "60")
    expect(tab.get_by_role("heading", level=1, name="Summit")).to_be_visible()
    expect(tab.locator(".timeline .entry")).to_have_count(20)
    for entry in tab.locator(".timeline .entry").all():
        expect(entry).to_be_visible()
    expect(tab.get_by_role("button")).to_have_count(0)
    tab.get_by_role("link", name="Older updates").click()
    expect(tab.locator(".timeline .entry")).to_have_count(17)
    tab.get_by_role("link", name="Newest updates").click()
    tab.get_by_role("link", name="Share this update").first.click()
    expect(tab.locator(".entry")).to_have_count(1)


def test_several_arrivals_in_a_hidden_tab_are_all_there_when_it_is_seen(page, server, tab):
    tab.goto(page.get_absolute_url())
    see(tab, False)
    made = [make_entry(page) for _ in range(3)]
    until_current(tab, page)
    assert tab.evaluate("document.title") == "(3) Summit – The Harbour Post"
    made[1].withdraw(by=None)
    until_current(tab, page)
    assert tab.evaluate("document.title") == "(2) Summit – The Harbour Post"
    see(tab, True)
    assert shown(tab)[:2] == [f"entry-{made[2].pk}", f"entry-{made[0].pk}"]
    expect(tab).to_have_title("Summit – The Harbour Post")
    last = make_entry(page)
    until_current(tab, page)
    assert shown(tab)[0] == f"entry-{last.pk}"


def test_the_last_entry_shown_comes_back_to_its_place_when_it_is_restored(page, server, tab):
    fill(page, 10)  # beyond what one page shows
    tab.goto(page.get_absolute_url())
    before = shown(tab)
    last = page.entries.get(pk=before[-1].removeprefix("entry-"))
    last.withdraw(by=None)
    until_current(tab, page)
    assert shown(tab) == before[:-1]
    last.restore(by=None)
    until_current(tab, page)
    assert shown(tab) == before
