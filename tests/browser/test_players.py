"""Streams, videos and sounds: nothing comes before a click, one plays at a time, and what is down says so and comes back."""

import pytest
from playwright.sync_api import expect

from tests.browser.streams import streaming
from tests.browser.waiting import until, until_current
from tests.make import make_image, make_page, make_video

# As a browser without HLS of its own: hls.js plays it there.
PLAYS_NO_HLS = """
  const plays = HTMLMediaElement.prototype.canPlayType
  HTMLMediaElement.prototype.canPlayType = function (kind) { return /mpegurl/.test(kind) ? "" : plays.call(this, kind) }
"""
PLAYER = "document.querySelector('stream-player').shadowRoot.querySelector('video')"


@pytest.fixture(scope="module")
def stream(tmp_path_factory):
    with streaming(tmp_path_factory.mktemp("stream")) as made:
        yield made


@pytest.fixture
def server(other_server, stream):
    return other_server(MEDIA_SOURCES=stream.origin)


def opened(new_context, page, *, without_hls=False):
    """A tab with the page, and the errors and the addresses of hls.js that it comes to know."""
    context = new_context()
    if without_hls:
        context.add_init_script(PLAYS_NO_HLS)
    tab = context.new_page()
    tab.errors, tab.scripts = [], []
    tab.on("pageerror", lambda error: tab.errors.append(str(error)))
    tab.on("request", lambda request: "vendor/hls" in request.url and tab.scripts.append(request.url))
    tab.goto(page.get_absolute_url())
    return tab


def test_a_live_stream_goes_down_comes_back_and_outlives_a_correction(new_context, server, stream):
    video = make_video(title="The count", url=stream.url, is_live=True, poster=make_image())
    page = make_page(lead_video=video, stream_only=True)
    stream.asked.clear()
    tab = opened(new_context, page)
    expect(tab.get_by_text("Watch live at the top of this page.")).to_be_visible()
    expect(tab.get_by_role("button", name="Watch live: The count")).to_be_visible()
    assert stream.asked == []

    tab.get_by_role("button", name="Watch live: The count").press(" ")
    until(tab, f"{PLAYER}.currentTime > 0.2")
    status = tab.locator("stream-player [role=status]")
    expect(status).to_have_text("")
    video.caption = "Votes are counted"
    tab.evaluate(f"window.playing = {PLAYER}")
    video.edit()
    until_current(tab, page)
    expect(tab.locator(".lead figcaption")).to_contain_text("Media caption, Votes are counted")
    assert tab.evaluate(f"window.playing === {PLAYER} && !window.playing.paused")

    stream.is_up = False
    expect(status).to_have_text("The stream cannot be reached just now. Trying again.", timeout=30_000)
    stream.is_up = True
    until(tab, f"{PLAYER}.currentTime > 0.2", within=30)
    expect(status).to_have_text("")
    assert (tab.errors, tab.scripts) == ([], [])


def test_a_browser_without_streams_of_its_own_is_given_a_player_on_the_click(new_context, server, stream):
    page = make_page(lead_video=make_video(title="The count", url=stream.url, is_live=True))
    stream.is_up = False
    tab = opened(new_context, page, without_hls=True)
    button = tab.get_by_role("button", name="Watch live: The count")
    expect(button).to_be_visible()
    assert tab.scripts == []
    button.click()
    status = tab.locator("stream-player [role=status]")
    expect(status).to_have_text("The stream cannot be reached just now. Trying again.")
    stream.is_up = True
    until(tab, f"{PLAYER}.currentTime > 0.2")
    expect(status).to_have_text("")
    assert len(tab.scripts) == 1
    assert tab.errors == []
