"""A video or a sound is what its content says, and tells readers nothing but what is seen and heard."""

import io

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from hypothesis import given
from hypothesis import strategies as st

from coverage.clips.damage import Damaged
from coverage.clips.kinds import KEPT, MEDIA_TYPES
from coverage.clips.scrub import HiddenTrack, scrub
from coverage.models import Video
from tests.clips.files import KINDS, PLACE, SECRET, clip, plays, streams_of


def upload(content, name="film.mov"):
    video = Video(title="Doors", file=SimpleUploadedFile(name, content))
    video.full_clean()
    video.save()
    return video


@pytest.mark.parametrize("kind", KINDS)
def test_it_is_kept_as_what_it_is_without_what_is_said_in_it(db, kind):
    assert SECRET.encode() in clip(kind)
    video = upload(clip(kind))
    assert video.kind == MEDIA_TYPES[f".{kind}"]
    with video.file.open() as file:
        kept = file.read()
    assert SECRET.encode() not in kept
    assert b"+52.5200" not in kept
    assert len(kept) == len(clip(kind)) == video.size
    assert plays(kept)


def test_a_sound_in_an_mp4_is_a_sound(db):
    video = upload(clip("m4a").replace(b"M4A ", b"isom"))
    assert (video.kind, video.is_sound) == ("audio/mp4", True)


@pytest.mark.parametrize(
    "content",
    [b"<script>alert(1)</script>", b"\x1a\x45\xdf\xa3 matroska", b"\0\0\0\x18ftypheic" + b"\0" * 80, b"\0\0\0\x18ftypqt  ", b"#EXTM3U", b"GIF89a", b"OggS" + b"\0" * 24 + b"\x80theora", b"\xff\xd8\xff\xe0"],
)  # fmt: skip
def test_what_is_neither_is_refused_in_a_sentence(db, content):
    with pytest.raises(ValidationError, match="Send a video as MP4 or WebM, a sound as MP3, M4A or Ogg"):
        upload(content, "a.mp4")
    assert not Video.objects.exists()


@pytest.mark.parametrize("handler", [b"meta", b"sbtl"])
def test_a_film_of_an_action_camera_or_a_drone_loses_the_track_that_tells_places(db, handler):
    """A GoPro's is of a handler of its own, which ffmpeg does not write: here one of subtitles stands for it."""
    film = clip("drone").replace(b"sbtl", handler, 1)
    assert film.count(PLACE.encode()) == 3
    video = upload(film)
    with video.file.open() as file:
        kept = file.read()
    assert PLACE.encode() not in kept
    assert (len(kept), video.kind) == (len(film), "video/mp4")
    assert plays(kept)
    assert len(streams_of(film)) == 3
    assert streams_of(kept) == ["video", "audio"]


def test_tables_that_point_everywhere_are_damage_and_take_no_time(db):
    film = clip("drone")
    at = film.rindex(b"stsz") + 8
    with pytest.raises(ValidationError, match="damaged or cut off"):
        upload(film[:at] + b"\x00\xff\xff\xff" + film[at + 4 :])


def test_a_film_in_pieces_with_a_track_of_places_is_refused(db):
    with pytest.raises(ValidationError, match="carries data, as action cameras do"):
        upload(clip("pieces").replace(b"soun", b"meta", 1))


def test_one_that_is_too_large_is_refused_before_it_is_kept(db, settings):
    settings.MEDIA_MAX_MB = 0
    with pytest.raises(ValidationError, match="larger than 0 MB"):
        upload(clip("mp4"))


@given(st.sampled_from([*KINDS, "drone"]), st.data())
def test_no_damage_does_harm(kind, data):
    """Whatever the bytes are: an ending, or a refusal that has changed nothing."""
    content = bytearray(clip(kind))
    for at in data.draw(st.lists(st.integers(0, min(len(content), 2000) - 1), max_size=6)):
        content[at] = data.draw(st.integers(0, 255))
    content = bytes(content[: data.draw(st.integers(64, len(content)))])
    file = io.BytesIO(content)
    try:
        assert scrub(file, f".{kind.replace('drone', 'mp4')}") in KEPT
        assert len(file.getvalue()) == len(content)
    except (Damaged, HiddenTrack):
        assert file.getvalue() == content
