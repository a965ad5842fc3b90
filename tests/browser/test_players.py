"""Streams, videos and sounds: nothing comes before a click, one plays at a time, and what is down says so and comes back."""

# ruff: noqa: F811

import json

import pytest
from django.core.files.base import ContentFile
from playwright.sync_api import expect

from coverage.models import Video
from tests.browser.streams import streaming
from tests.browser.test_desk import page, said, sit_down, write  # noqa: F401
from tests.browser.waiting import until, until_current
from tests.clips.files import clip
from tests.embeds.stand_in import standing_in
from tests.make import (
    make_captions,
    make_editor,
    make_embed,
    make_entry,
    make_image,
    make_page,
    make_video,
)

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


@pytest.fixture(scope="module")
def providers(tmp_path_factory):
    """A list with a provider of videos that runs here."""
    with standing_in(tmp_path_factory.mktemp("providers")) as made:
        yield made.list(kind="video")


@pytest.fixture
def server(other_server, stream, providers):
    return other_server(MEDIA_SOURCES=stream.origin, EMBED_PROVIDERS=str(providers))


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


def test_a_live_stream_goes_down_comes_back_outlives_a_correction_and_ends_when_another_plays(
    new_context, server, stream, providers, settings
):
    settings.EMBED_PROVIDERS = providers
    video = make_video(title="The count", url=stream.url, is_live=True, poster=make_image())
    page = make_page(lead_video=video, stream_only=True)
    film = Video.objects.create(
        title="The doors", file=ContentFile(clip("mp4"), "a.mp4"), poster=make_image()
    )
    embed = make_embed("https://posts.example/7", title="Elsewhere")
    make_entry(
        page, body=f'<figure data-video="{film.pk}"></figure><figure data-embed="{embed.pk}"></figure>'
    )
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

    watch, load = (
        tab.get_by_role("button", name=name) for name in ("Watch live: The count", "Load from Stand-in")
    )
    expect(watch).to_be_hidden()
    load.press("Enter")
    frame = tab.locator("embed-card iframe")
    expect(frame).to_be_visible()
    expect(watch).to_be_visible()
    ours = tab.locator(".film video")
    expect(tab.locator(".film img")).to_have_js_property("loading", "lazy")
    ours.evaluate("film => { film.loop = true; return film.play() }")
    expect(frame).to_have_count(0)
    expect(load).to_be_visible()
    expect(tab.locator(".film img")).to_be_hidden()
    watch.press("Enter")
    until(tab, f"{PLAYER}.currentTime > 0.2")
    assert ours.evaluate("film => film.paused")
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


def test_a_film_and_a_sound_of_ours_go_from_the_desk_to_a_reader_who_plays_one_at_a_time(
    sit_down, new_context, server, page
):
    tab = sit_down(page, make_editor())
    write(tab, "Doors open", "")
    tab.locator("desk-composer .writing").click()
    for kind, name, title in (("mp4", "Video", "The doors"), ("mp3", "Sound", "The bells")):
        tab.get_by_role("button", name="Film or sound").click()
        panel = tab.get_by_role("group", name="Videos and sounds that are here")
        panel.get_by_role("button", name="Bring a new one").click()
        panel.get_by_role("button", name="Put it in").click()
        expect(panel.get_by_text("Choose a video or a sound.")).to_be_visible()
        panel.get_by_label("Video (MP4").set_input_files(
            {"name": "a.bin", "mimeType": "application/octet-stream", "buffer": clip(kind)}
        )
        panel.get_by_label("Title").fill(title)
        panel.get_by_label("Caption").fill(f"{title}, at noon")
        tab.context.set_offline(kind == "mp4")
        panel.get_by_role("button", name="Put it in").click()
        if kind == "mp4":
            expect(panel.get_by_text("The server does not answer. The file is still here")).to_be_visible()
            tab.context.set_offline(False)
            panel.get_by_role("button", name="Put it in").click()
        expect(tab.locator(".writing figure").last).to_contain_text(f"{name}: {title}")
        tab.keyboard.press("ArrowDown")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    video, sound = Video.objects.order_by("pk")
    assert page.entries.get().body == "".join(
        f'<figure data-video="{each.pk}"></figure>' for each in (video, sound)
    )
    make_captions(video)
    video.edit()

    tab = opened(new_context, page)
    media = []
    tab.on("request", lambda request: "/videos/" in request.url and media.append(request.url))
    expect(tab.get_by_text("Media caption, The bells, at noon")).to_be_visible()
    assert media == []
    plays = "[...document.querySelectorAll('video, audio')].map((medium) => !medium.paused)"
    until(
        tab, "document.querySelector('main').dataset.video && customElements.get('live-page') !== undefined"
    )
    for name, playing in (("video", [True, False]), ("audio", [False, True])):
        tab.locator(name).evaluate("medium => { medium.loop = true; return medium.play() }")
        until(tab, f"JSON.stringify({plays}) === '{json.dumps(playing, separators=(',', ':'))}'")
    tab.locator("video").evaluate("video => { video.textTracks[0].mode = 'showing' }")
    until(tab, "document.querySelector('video').textTracks[0].cues?.[0]?.text === 'The doors open.'")
    sound.caption = "The bells, an hour later"
    sound.edit()
    until_current(tab, page)
    expect(tab.get_by_text("an hour later")).to_be_visible()
    assert tab.evaluate(plays) == [False, True]
    assert tab.errors == []
