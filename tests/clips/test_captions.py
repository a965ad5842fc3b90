"""Captions are checked line by line, kept as cues alone, and given out with their video and no longer."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.clips.web_vtt import NotWebVTT, canonical, read
from tests.make import make_captions, make_draft, make_entry, make_video

GOOD = """\ufeffWEBVTT - a title\r\nKind: captions\r\n\r\nNOTE by the desk\r\n\r\nSTYLE\r\n::cue { color: red }\r\n
1
00:00.000 --> 00:02.500 align:start region:a
<v Ida>The doors open.

01:00:00.000 --> 01:00:01.000
- Now?
- Now.
"""


def test_what_is_kept_is_the_cues():
    assert canonical(read(GOOD.encode())) == (
        "WEBVTT\n\n00:00.000 --> 00:02.500 align:start\n<v Ida>The doors open.\n\n"
        "01:00:00.000 --> 01:00:01.000\n- Now?\n- Now.\n"
    )


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("1\n00:00:01,000 --> 00:00:02,000\nA", "begin with a line that says WEBVTT"),
        ("WEBVTTX\n\n", "begin with a line that says WEBVTT"),
        ("WEBVTT\n\n", "no caption in this file"),
        ("WEBVTT\n\n00:00:01,000 --> 00:00:02,000\nA", "Line 3: write the times as"),
        ("WEBVTT\n\n1\n00:61.000 --> 00:62.000\nA", "Line 4: write the times as"),
        ("WEBVTT\n\n00:02.000 --> 00:01.000\nA", "Line 3: this caption ends before it begins"),
        (
            "WEBVTT\n\n00:01.000 --> 00:02.000\nA\n00:02.000 --> 00:03.000\nB",
            "Line 3: an empty line is missing",
        ),
        ("WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\nJust words", "Line 6: here a time such as"),
    ],
)
def test_what_is_wrong_is_said_with_its_line(text, wrong):
    with pytest.raises(NotWebVTT, match=wrong):
        canonical(text)


def test_bytes_that_are_no_text_are_said_to_be_none():
    with pytest.raises(NotWebVTT, match="UTF-8"):
        read(b"\xff\xfeW\0E\0B\0")


@given(st.text("WEBVT\n\r:.->0123456789 <v>&NOTE\0", max_size=200))
def test_what_is_stored_is_canonical(text):
    try:
        stored = canonical(f"WEBVTT\n\n00:01.000 --> 00:02.000\nA\n\n{text}")
    except NotWebVTT:
        return
    assert canonical(stored) == stored


def test_no_write_path_stores_anything_else(db):
    captions = make_captions(make_video(), text=GOOD.removeprefix("\ufeff"))
    captions.refresh_from_db()
    assert captions.text == canonical(captions.text)
    assert captions.label == "English"
    captions.text = "no captions"
    with pytest.raises(NotWebVTT):
        captions.save()


def test_readers_get_them_with_their_video_and_no_longer(client, page):
    video = make_video(title="Doors")
    address = make_captions(video, language="de").get_absolute_url()
    body = f'<figure data-video="{video.pk}"></figure>'
    make_draft(page, body=body)
    assert client.get(address).status_code == 404
    entry = make_entry(page, body=body)
    assert (
        f'<track kind="captions" src="{address}" srclang="de" label="Deutsch">'
        in client.get(page.get_absolute_url()).text
    )
    answer = client.get(address)
    assert answer["Content-Type"] == "text/vtt; charset=utf-8"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["Access-Control-Allow-Origin"] == "*"
    assert answer.text.endswith("The doors open.\n")
    entry.withdraw(by=None)
    assert client.get(address).status_code == 404
    page.lead_video = video
    page.edit()
    assert client.get(address).status_code == 200
    assert address in client.get(page.get_absolute_url()).text
