"""A reader's way in a long page: what is new since they left, what stays in hand while it changes."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from coverage.stream import replay
from tests.bench.reader_tab import FEED
from tests.browser.bad_line import bad_line
from tests.browser.test_reader import IN_VIEW, read_on, shown, top_of
from tests.browser.waiting import see, until, until_current
from tests.make import make_entry, make_image, make_page, make_picture_file, make_video
from tests.reader.test_older import fill

# In window.shifts: what moved on the screen though nobody had touched anything, as Chromium counts it.
SHIFTS = """window.shifts = []
const from = ({ node, previousRect, currentRect }) => [node?.id || node?.className || node?.nodeName, previousRect.y, currentRect.y]
new PerformanceObserver((list) => {
  for (const entry of list.getEntries()) if (!entry.hadRecentInput) window.shifts.push([entry.value, entry.sources.map(from)])
}).observe({ type: "layout-shift", buffered: true })"""
PLAY = """(video) => {
  const canvas = document.createElement("canvas")
  canvas.getContext("2d").fillRect(0, 0, 9, 9)
  video.srcObject = canvas.captureStream(5)
  return video.play()
}"""


def order(tab):
    """What stands in the timeline: ids of entries, and “since”."""
    return tab.evaluate(
        "[...document.querySelector('.timeline').children].map((one) => one.id || one.className)"
    )


def focused(tab):
    return tab.locator(":focus")


def test_who_sleeps_for_hours_goes_from_new_to_new_by_both_clocks(server, new_context):
    page = make_page(title="Summit")
    *_, last = fill(page, 8)
    context = new_context(timezone_id="Asia/Tokyo", viewport={"width": 1280, "height": 600})
    with bad_line(server.port) as line:
        tab = context.new_page()
        tab.clock.install(time=datetime(2026, 11, 24, 14, 5, 1, tzinfo=UTC))
        tab.goto(f"{line.url}{page.get_absolute_url()}")
        until_current(tab, page)
        since, button = tab.locator(".since"), tab.get_by_role("button", name="Next new update")
        expect(since).to_have_count(0)
        line.die()  # the lid is closed
        made = [make_entry(page, headline=f"News {n}", body=f"<p>{'Text. ' * 200}</p>") for n in range(3)]
        tab.clock.fast_forward("03:00:00")
        line.cut()
        until_current(tab, page, within=30)
        expect(since).to_have_text("New since 14:05")
        assert order(tab)[:5] == [
            *(f"entry-{entry.pk}" for entry in reversed(made)),
            "since",
            f"entry-{last.pk}",
        ]
        assert len(shown(tab)) == len(set(shown(tab))) == 11
        button.click()
        expect(focused(tab)).to_have_id(f"entry-{made[2].pk}")
        for key, entry in (("n", made[1]), ("n", made[0]), ("p", made[1]), ("p", made[2])):
            tab.keyboard.press(key)
            expect(focused(tab)).to_have_id(f"entry-{entry.pk}")
        for _each in range(3):
            tab.keyboard.press("n")
        expect(since).to_be_focused()
        expect(button).to_be_hidden()  # the line is in view

        tab.get_by_text("Settings", exact=True).click()
        tab.get_by_label("Show my own time, too").check()
        see(tab, False)
        tab.clock.fast_forward("01:00:00")
        later = make_entry(page, headline="News later")
        see(tab, True)
        until_current(tab, page)
        expect(since).to_have_text("New since 17:05")
        assert order(tab)[:3] == [f"entry-{later.pk}", "since", f"entry-{made[2].pk}"]
        for entry in (made[0], later):
            mine = entry.published_at.astimezone(ZoneInfo("Asia/Tokyo"))
            beside = tab.locator(f"#entry-{entry.pk} .entry-time time")
            expect(beside).to_have_attribute("data-mine", f"{mine:%H:%M} your time")
            expect(beside.locator("b")).to_have_text(f"{entry.published_at:%H:%M}")

        tab.get_by_label("Mark what is new since my last visit").uncheck()
        expect(since).to_have_count(0)
        tab.reload()
        expect(tab.locator(f"#entry-{later.pk} time[data-mine]")).to_have_count(1)
        assert tab.evaluate("localStorage.getItem('liveblog-seen')") == "{}"
        expect(since).to_have_count(0)


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


def test_a_correction_takes_nothing_out_of_a_readers_hands_and_a_withdrawal_is_told(server, tab):
    page = make_page(title="Summit")
    make_entry(page, headline="Opening", is_key_event=True)
    film = f'<figure data-video="{make_video().pk}"></figure>'
    body = f'<p>Doors open at <a href="https://example.org/">nine</a>.</p>{film}<p>It is cold.</p>'
    entry, rumour = make_entry(page, body=body), make_entry(page, headline="A rumour")
    tab.goto(page.get_absolute_url())
    here = tab.locator(f"#entry-{entry.pk}")
    here.locator("video").evaluate(PLAY)
    here.locator(".body a").focus()
    here.locator(".body p").first.evaluate("(words) => getSelection().selectAllChildren(words)")
    tab.locator(".key-events summary").dispatch_event("click")  # folded, and the focus stays
    expect(tab.locator(".key-events li").first).to_be_hidden()

    entry.body = entry.body.replace("cold", "warm")
    entry.correct(by=None, note="It was never cold.")
    make_entry(page, headline="First talks", is_key_event=True)
    until_current(tab, page)
    expect(here.locator(".correction")).to_contain_text("It was never cold.")
    expect(here.get_by_text("It is warm.")).to_be_visible()
    assert tab.evaluate("getSelection().toString()") == "Doors open at nine."
    expect(here.locator(".body a")).to_be_focused()
    assert here.locator("video").evaluate("(video) => !video.paused")
    expect(tab.locator(".key-events li")).to_have_count(2)
    expect(tab.locator(".key-events li").first).to_be_hidden()

    rumour.withdraw(by=None)
    expect(tab.locator(".gone")).to_have_text("An update that stood here was withdrawn.")
    tab.reload()
    expect(tab.locator(".gone")).to_have_count(0)
    expect(tab.locator(".timeline > .entry")).to_have_count(3)


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
