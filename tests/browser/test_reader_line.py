"""A bad line: whatever happens to it, everything is there in the end, and once."""

import json
import urllib.request

import pytest
from playwright.sync_api import expect

from tests.browser.bad_line import bad_line
from tests.browser.waiting import see, until_current
from tests.make import make_entry, make_page
from tests.serving import eventually

SLOW = 25_000  # ms: a client comes back after a while, on purpose
SAID = """window.said = []
new MutationObserver(() => {
  const words = document.querySelector(".line-state")?.textContent
  if (words && !/new update/.test(words) && words !== said.at(-1)) said.push(words)
}).observe(document, { childList: true, subtree: true, characterData: true })"""


@pytest.fixture
def page(transactional_db):
    page = make_page(title="Summit")
    make_entry(page, headline="Doors open")
    return page


def headlines(tab):
    return tab.locator(".timeline h3").all_inner_texts()


def changes(server, page, after):
    with urllib.request.urlopen(f"{server.url}{page.changes_url}?after={after}") as answer:
        return json.load(answer)["frames"]


def as_events(frames):
    return "".join(
        f"id: {frame['version']}\nevent: {frame['kind']}\ndata: {json.dumps(frame)}\n\n" for frame in frames
    )


def once(tab, pattern, answer):
    """Answer the next request like `pattern` in the server's place."""
    tab.route(pattern, lambda route: route.fulfill(**answer()), times=1)


def soon(tab, expected):
    """Let the tab's clock run ahead until it is so: what it waits for between its tries is no time of ours."""

    def ahead():
        tab.clock.run_for(500)
        return expected()

    eventually(ahead, within=SLOW / 1000)


def test_a_server_that_dies_and_comes_back_has_told_everything_once(page, other_server, new_context):
    server = other_server()
    tab = new_context().new_page()
    tab.clock.install()
    tab.goto(f"{server.url}{page.get_absolute_url()}")
    make_entry(page, headline="Before")
    expect(tab.get_by_role("heading", name="Before")).to_be_visible()
    server.kill()
    make_entry(page, headline="Meanwhile")
    soon(tab, lambda: "No connection. Last update" in tab.get_by_role("status").inner_text())
    server.start()
    soon(tab, tab.get_by_role("heading", name="Meanwhile").is_visible)
    make_entry(page, headline="After")
    soon(tab, tab.get_by_role("heading", name="After").is_visible)
    assert headlines(tab) == ["After", "Meanwhile", "Before", "Doors open"]
    expect(tab.get_by_role("status")).not_to_contain_text("No connection")


def test_frames_doubled_on_the_way_are_shown_once(page, server, tab):
    def doubled():
        make_entry(page, headline="First")
        make_entry(page, headline="Second")
        frames = changes(server, page, page.version - 2)
        return {"content_type": "text/event-stream", "body": as_events([frames[0], *frames, *frames])}

    once(tab, "**/stream*", doubled)
    tab.goto(page.get_absolute_url())
    expect(tab.get_by_role("heading", name="Second")).to_be_visible()
    make_entry(page, headline="Third")
    expect(tab.get_by_role("heading", name="Third")).to_be_visible(timeout=SLOW)
    assert headlines(tab) == ["Third", "Second", "First", "Doors open"]


def test_a_gap_is_seen_and_healed(page, server, tab):
    def gap():
        for headline in ("First", "Second", "Third"):
            make_entry(page, headline=headline)
        return {
            "content_type": "text/event-stream",
            "body": as_events(changes(server, page, page.version - 1)),
        }

    once(tab, "**/stream*", gap)
    tab.goto(page.get_absolute_url())
    expect(tab.get_by_role("heading", name="First")).to_be_visible(timeout=SLOW)
    until_current(tab, page)
    assert headlines(tab) == ["Third", "Second", "First", "Doors open"]


def test_a_reader_that_is_told_to_begin_anew_has_the_page_as_it_is(page, server, tab):
    def reset():
        make_entry(page, headline="Meanwhile")
        page.title = "Another summit"
        page.edit()
        return {"content_type": "text/event-stream", "body": "event: reset\ndata: {}\n\n"}

    once(tab, "**/stream*", reset)
    tab.goto(page.get_absolute_url())
    expect(tab.get_by_role("heading", name="Meanwhile")).to_be_visible()
    expect(tab).to_have_title("Another summit – The Harbour Post")
    make_entry(page, headline="After")
    expect(tab.get_by_role("heading", name="After")).to_be_visible()
    assert headlines(tab) == ["After", "Meanwhile", "Doors open"]


def test_a_page_in_hand_is_not_given_away_for_an_error(page, server, tab):
    """While a server that wants us to begin anew has no page to give, what is read stays."""
    once(
        tab, "**/stream*", lambda: {"content_type": "text/event-stream", "body": "event: reset\ndata: {}\n\n"}
    )
    asked = []

    def refuse(route):
        asked.append(route.request.resource_type)
        if route.request.resource_type == "fetch" and asked.count("fetch") == 1:
            return route.fulfill(status=502, body="Bad gateway")
        return route.fallback()

    tab.route(f"**{page.get_absolute_url()}", refuse)
    tab.goto(page.get_absolute_url())
    make_entry(page, headline="After")
    expect(tab.get_by_role("heading", name="After")).to_be_visible(timeout=SLOW)
    assert headlines(tab) == ["After", "Doors open"]
    assert asked.count("document") == 1
    tab.wrong[:] = [text for text in tab.wrong if "502" not in text]


def test_who_finds_the_stream_full_asks_the_change_list(page, other_server, new_context):
    server = other_server(STREAM_LIMIT="1")
    context = new_context()
    first, second = context.new_page(), context.new_page()
    first.goto(f"{server.url}{page.get_absolute_url()}")
    make_entry(page, headline="Before")
    expect(first.get_by_role("heading", name="Before")).to_be_visible()
    asked = []
    second.on(
        "response",
        lambda answer: asked.append((answer.url.rsplit("/", 1)[1].partition("?")[0], answer.status)),
    )
    second.clock.install()
    second.goto(f"{server.url}{page.get_absolute_url()}")
    make_entry(page, headline="Fresh news")
    soon(second, second.get_by_role("heading", name="Fresh news").is_visible)
    assert ("stream", 503) in asked
    assert ("changes", 200) in asked
    assert headlines(second) == ["Fresh news", "Before", "Doors open"]
    expect(second.get_by_role("status")).not_to_contain_text("No connection")


def test_a_page_from_the_back_forward_cache_catches_up(page, server, tab):
    tab.goto(page.get_absolute_url())
    tab.evaluate("window.isTheSame = true")
    tab.goto("/")
    make_entry(page, headline="Meanwhile")
    tab.evaluate("history.back()")
    expect(tab.get_by_role("heading", name="Meanwhile")).to_be_visible(timeout=SLOW)
    assert tab.evaluate("window.isTheSame") is True, "the back/forward cache did not take the page"
    assert tab.locator(".since").evaluate(
        "(line) => [line.previousElementSibling, line.nextElementSibling].map((one) => one.querySelector('h3').textContent)"
    ) == ["Meanwhile", "Doors open"]
    make_entry(page, headline="After")
    expect(tab.get_by_role("heading", name="After")).to_be_visible()
    assert headlines(tab) == ["After", "Meanwhile", "Doors open"]


def test_who_was_offline_is_told_so_and_catches_up(page, server, context, tab):
    tab.goto(page.get_absolute_url())
    make_entry(page, headline="Before")
    expect(tab.get_by_role("heading", name="Before")).to_be_visible()  # the line is up: nothing is on its way
    context.set_offline(True)
    expect(tab.get_by_role("status")).to_contain_text("No connection")
    make_entry(page, headline="Meanwhile")
    context.set_offline(False)
    expect(tab.get_by_role("heading", name="Meanwhile")).to_be_visible(timeout=SLOW)
    expect(tab.get_by_role("status")).not_to_contain_text("No connection")
    tab.wrong[:] = [text for text in tab.wrong if "ERR_INTERNET_DISCONNECTED" not in text]


def test_a_tab_that_nobody_sees_lets_its_stream_go_and_still_counts(page, server, tab):
    tab.clock.install()
    tab.goto(page.get_absolute_url())
    make_entry(page, headline="Seen")
    expect(tab.get_by_role("heading", name="Seen")).to_be_visible()
    see(tab, False)
    with tab.expect_request("**/changes*"):
        tab.clock.run_for(61_000)
    make_entry(page, headline="Unseen")

    def minutes_later():
        tab.clock.run_for(60_000)
        return tab.evaluate("document.title")

    assert eventually(lambda: "(1) Summit" in minutes_later(), within=15)
    with tab.expect_request("**/stream*"):
        see(tab, True)
    make_entry(page, headline="After")
    expect(tab.get_by_role("heading", name="After")).to_be_visible()
    assert headlines(tab) == ["After", "Unseen", "Seen", "Doors open"]
    expect(tab).to_have_title("Summit – The Harbour Post")


def test_on_a_slow_line_all_comes_in_order_and_words_are_said_only_when_it_is_lost(page, server, new_context):
    tab = new_context().new_page()
    tab.clock.install()
    tab.add_init_script(SAID)
    with bad_line(server.port) as line:
        line.pace = 40_000  # a fifth of what is called slow 4G
        tab.goto(f"{line.url}{page.get_absolute_url()}")
        made = [make_entry(page, headline=f"News {n}", body=f"<p>{'Words. ' * 100}</p>") for n in range(12)]
        made[3].headline = "Corrected on the way"
        made[3].correct(by=None, note="It was four.")
        made[5].withdraw(by=None)
        until_current(tab, page)
        news = [entry.headline for entry in reversed(made) if entry is not made[5]]
        assert headlines(tab) == [*news, "Doors open"]
        assert tab.evaluate("window.said") == []

        line.die()
        make_entry(page, headline="While it was dead")
        tab.clock.fast_forward(45_000)  # silence: it tries again
        expect(tab.get_by_role("status")).not_to_contain_text("No connection")
        tab.clock.fast_forward(3_000)
        tab.clock.fast_forward(20_000)  # and has no answer
        expect(tab.get_by_role("status")).to_contain_text("No connection. Last update")
        line.cut()
        tab.clock.fast_forward(30_000)
        expect(tab.get_by_role("heading", name="While it was dead")).to_be_visible(timeout=SLOW)
        expect(tab.get_by_role("status")).not_to_contain_text("No connection")
        assert headlines(tab) == ["While it was dead", *news, "Doors open"]
        assert len(tab.evaluate("window.said")) == 1
