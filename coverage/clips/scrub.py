"""What a camera or a programme writes beside picture and sound (places, names, dates), taken out of a file where it stands.

Nothing is moved: what goes becomes empty room of the same length, so every address within the file stays true,
and a film of any length costs a few reads.
"""

from collections.abc import Iterator
from typing import NamedTuple

from coverage.clips import boxes, elements, samples
from coverage.clips.damage import Damaged
from coverage.clips.pages import emptied_comments

_CHUNK = 64 * 1024


class HiddenTrack(ValueError):
    """The film has a track of data beside picture and sound, in so many places that it can't be taken out."""


class Patch(NamedTuple):
    """At `start`, `head` takes the place of what stands there, and zeros that of what follows, up to `end`."""

    start: int
    end: int
    head: bytes = b""


def scrub(file, ending):
    """Take what readers are not to get out of an open binary file that can be written; the ending that fits its content.

    Raises Damaged or HiddenTrack, and has changed nothing then.
    """
    size = file.seek(0, 2)
    find = {".mp4": _film, ".m4a": _film, ".webm": _webm, ".mp3": _mp3, ".ogg": _ogg}[ending]
    try:
        ending, patches = find(file, size, ending)
    except IndexError as error:
        raise Damaged from error
    for patch in patches:
        _apply(file, patch)
    file.seek(0)
    return ending


def _film(file, size, ending):
    """Picture and sound stay. Action cameras write where they are into a track of its own, drones into subtitles."""
    film = boxes.look_over(file, size)
    handlers = {track.handler for track in film.tracks}
    if not handlers & {b"vide", b"soun"}:
        raise Damaged
    others = [track for track in film.tracks if track.handler not in (b"vide", b"soun")]
    if others and film.is_in_pieces:
        raise HiddenTrack
    emptied = [Patch(*place) for track in others for place in samples.places_of(file, track, size)]
    freed = [
        Patch(box.start + 4, box.end, b"free" + bytes(box.body - box.start - 8))
        for box in [*film.told, *(track.box for track in others)]
    ]
    return ".mp4" if b"vide" in handlers else ".m4a", [*emptied, *freed]


def _webm(file, size, ending):
    return ending, [
        Patch(each.start, each.end, elements.void(each.end - each.start))
        for each in elements.look_over(file, size)
    ]


def _mp3(file, size, ending):
    return ending, list(_tags(file, size))


def _tags(file, size) -> Iterator[Patch]:
    """ID3v2 (id3.org/id3v2.4.0-structure §3) before the sound, ID3v1 and APEv2 after it."""
    head = _at(file, 0, 10)
    if head.startswith(b"ID3"):
        length = sum((byte & 0x7F) << shift for byte, shift in zip(head[6:], (21, 14, 7, 0), strict=True))
        if 10 + length > size:
            raise Damaged
        yield Patch(5, min(size, 10 + length), b"\0" + head[6:])  # no flags: an empty tag of that length
    end = size
    if size >= 128 and _at(file, size - 128, 3) == b"TAG":
        yield Patch(size - 128, size, b"TAG")
        end -= 128
    foot = _at(file, max(0, end - 32), 32)
    if foot.startswith(b"APETAGEX"):
        yield Patch(max(0, end - 32 - int.from_bytes(foot[12:16], "little")), end)


def _ogg(file, size, ending):
    start = _at(file, 0, min(size, 1024 * 1024))
    found = emptied_comments(start)
    if found is None:
        raise Damaged
    return ending, [Patch(0, len(found), found)]


def _at(file, start, length):
    file.seek(start)
    return file.read(length)


def _apply(file, patch):
    file.seek(patch.start)
    file.write(patch.head)
    left = patch.end - patch.start - len(patch.head)
    while left > 0:
        left -= file.write(bytes(min(left, _CHUNK)))
