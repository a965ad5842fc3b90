"""A reader's way in a long page: what is new since they left, what stays in hand while it changes."""

import pytest
from playwright.sync_api import expect

from coverage.stream import replay
from tests.bench.reader_tab import FEED
from tests.browser.test_reader import IN_VIEW, read_on, shown, top_of
from tests.browser.waiting import until, until_current
from tests.make import make_entry, make_image, make_page, make_picture_file
from tests.reader.test_older import fill

# In window.shifts: what moved on the screen though nobody had touched anything, as Chromium counts it.
SHIFTS = """window.shifts = []
const from = ({ node, previousRect, currentRect }) => [node?.id || node?.className || node?.nodeName, previousRect.y, currentRect.y]
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push([entry.value, entry.sources.map(from)])
}).observe({ type: "layout-shift", buffered: true })"""


def test_who_comes_back_finds_a_line_where_they_left_and_goes_from_new_to_new(server, tab):
    page = make_page(title="Summit")
    fill(page, 12)
    tab.goto(page.get_absolute_url())
    expect(tab.locator(".since")).to_have_count(0)
    tab.goto("/")
    made = [make_entry(page, headline=f"News {n}") for n in range(3)]
    tab.goto(page.get_absolute_url())
    expect(tab.locator(".since")).to_contain_text("New since")
    assert tab.locator(".since").evaluate("(line) => line.previousElementSibling.id") == f"entry-{made[0].pk}"
    for entry in reversed(made):
        tab.keyboard.press("n")
        expect(tab.locator(f"#entry-{entry.pk}")).to_be_focused()
    tab.keyboard.press("n")
    expect(tab.locator(".since")).to_be_focused()
    tab.get_by_text("Settings", exact=True).click()
    tab.get_by_label("Mark what is new since my last visit").uncheck()
    expect(tab.locator(".since")).to_have_count(0)
    make_entry(page, headline="News later")
    until_current(tab, page)
    tab.reload()
    assert tab.evaluate("localStorage.getItem('liveblog-seen')") == "{}"
    expect(tab.locator(".since")).to_have_count(0)


@pytest.mark.parametrize("width", [1280, 360])
def test_fifty_arrivals_with_pictures_shift_nothing_wherever_one_reads(server, new_context, width):
    tab = new_context(reduced_motion="no-preference", viewport={"width": width, "height": 800}).new_page()
    tab.add_init_script(SHIFTS)
    page = make_page(title="Summit")
    entries = fill(page, 12)
    shapes = [(640, 360), (360, 640), (800, 200)]
    pictures = [make_image(file=make_picture_file(*shape)).pk for shape in shapes]

    def arrive(number):
        for n in range(number):
            body = f'<p>See.</p><figure data-image="{pictures[n % 3]}"></figure>'
            make_entry(page, headline=f"News {n}", body=body, is_key_event=n % 8 == 0)
        until_current(tab, page, within=60)
        until(tab, "!document.getAnimations().length")
        assert tab.evaluate("window.shifts") == []

    tab.goto(page.get_absolute_url())
    arrive(25)
    newest = page.entries.in_timeline().first()
    assert shown(tab)[0] == f"entry-{newest.pk}"
    assert tab.locator(f"#entry-{newest.pk}").evaluate(IN_VIEW)
    before = read_on(tab, entries[5])
    arrive(25)
    expect(tab.get_by_role("button", name="25 new updates")).to_be_visible()
    assert abs(top_of(tab, entries[5]) - before) < 1


def test_what_is_typed_in_the_search_stays_while_updates_arrive(server, tab):
    page = make_page(title="Summit")
    fill(page, 3)
    tab.goto(page.get_absolute_url())
    tab.get_by_text("Find", exact=True).click()
    tab.get_by_label("Search this page").type("head")
    for n in range(3):
        make_entry(page, headline=f"At the top {n}", is_key_event=True)
    until_current(tab, page)
    tab.keyboard.type("line 3")
    expect(tab.get_by_label("Search this page")).to_have_value("headline 3")


def test_what_is_in_hand_stays_while_an_entry_is_corrected_and_a_withdrawal_is_told(server, tab):
    page = make_page(title="Summit")
    entry = make_entry(page, body='<p>At <a href="https://example.org/">nine</a>.</p><p>Doors open.</p>')
    other = make_entry(page, headline="A rumour")
    tab.goto(page.get_absolute_url())
    tab.locator(f"#entry-{entry.pk} .body a").focus()
    entry.body += "<p>People come in.</p>"
    entry.correct(by=None, note="It was Tuesday.")
    until_current(tab, page)
    expect(tab.get_by_text("People come in.")).to_be_visible()
    expect(tab.locator(f"#entry-{entry.pk} .body a")).to_be_focused()
    other.withdraw(by=None)
    expect(tab.locator(".gone")).to_have_text("An update that stood here was withdrawn.")
    tab.reload()
    expect(tab.locator(".gone")).to_have_count(0)
    assert shown(tab) == [f"entry-{entry.pk}"]


def test_only_key_events_stay_true_while_entries_arrive_and_older_ones_come_in_place(server, tab):
    page = make_page(title="Summit")
    old = fill(page, 45)
    page.entries.filter(pk=old[44].pk).update(is_key_event=True)
    tab.goto(page.get_absolute_url())
    tab.get_by_role("link", name="Older updates").click()
    until(tab, "document.querySelectorAll('.timeline > .entry').length === 40")
    old[10].headline = "Changed far down"
    old[10].edit(by=None)
    tab.get_by_role("link", name="Older updates").click()
    until(tab, "document.querySelectorAll('.timeline > .entry').length === 45")
    expect(tab.locator(f"#entry-{old[10].pk} h3")).to_have_text("Changed far down")
    tab.get_by_role("link", name="Key events only").click()
    expect(tab.locator(".timeline > .entry")).to_have_count(1)
    plain, key = make_entry(page), make_entry(page, is_key_event=True)
    until_current(tab, page)
    assert f"entry-{plain.pk}" not in shown(tab)
    plain.is_key_event = True
    plain.edit(by=None)
    key.is_key_event = False
    key.edit(by=None)
    until_current(tab, page)
    keys = tab.locator(".timeline > .entry").evaluate_all("(found) => found.map((entry) => entry.id)")
    assert keys == [f"entry-{plain.pk}", f"entry-{old[44].pk}"]


def test_far_more_than_anybody_reads_is_let_go_and_comes_back_by_scrolling(server, tab):
    page = make_page(title="Summit")
    fill(page, 175)
    tab.goto(page.get_absolute_url())
    in_page = "document.querySelectorAll('.timeline > .entry').length"
    for number in (40, 60, 80, 100, 120, 140, 160, 175):
        tab.get_by_role("link", name="Older updates").click()
        until(tab, f"{in_page} === {number}")
    tab.evaluate("scrollTo(0, 0)")
    make_entry(page, headline="At the top")
    until_current(tab, page)
    assert tab.evaluate(in_page) == 150
    # So many wait further down that most are only counted. (Frames of our own: the server has none of these.)
    tab.evaluate("scrollTo(0, 3000)")
    frame = replay.news(page.pk, after=page.version - 1, known={}).frames[0].content()
    tab.evaluate(FEED, [frame, 300])
    until(tab, "document.querySelector('live-page').isCurrent")
    expect(tab.get_by_role("button", name="300 new updates")).to_be_visible()
    assert tab.evaluate(in_page) == 300
    tab.get_by_role("button", name="300 new updates").click()
    expect(tab).to_have_title("Summit – The Harbour Post")
    assert tab.evaluate(in_page) == 150
    for number in (*range(170, 311, 20), 326):
        tab.evaluate("scrollTo(0, document.documentElement.scrollHeight)")
        until(tab, f"{in_page} >= {number}")
    assert tab.evaluate(in_page) == 326
    places = tab.evaluate(
        "[...document.querySelectorAll('.timeline > .entry')].map((entry) => entry.dataset.place)"
    )
    assert places == sorted(places, key=lambda place: [*map(int, place.split("."))], reverse=True)
