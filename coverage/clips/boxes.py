"""The boxes of an MP4 (ISO 14496-12 §4.2), as far as one must know them to find what is not picture or sound."""

from typing import NamedTuple

from coverage.clips.damage import Damaged

_TOLD = {b"udta", b"meta", b"uuid"}  # what is said of a film: places, names, XMP
_OPENED = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"edts"}
_ON_THE_WAY = {b"mdia", b"minf", b"stbl"}  # to what a track is, and where it lies
_MOST = 100_000  # boxes


class Box(NamedTuple):
    """From `start` to `end`; its content begins at `body`."""

    kind: bytes
    start: int
    body: int
    end: int


class Track(NamedTuple):
    """`handler`: what it is, as in `vide`. `parts`: the boxes of its tables, by kind."""

    box: Box
    handler: bytes
    parts: dict


class Film(NamedTuple):
    """`told`: the boxes that say something about it. `is_in_pieces`: what belongs to a track stands in many places."""

    tracks: list
    told: list
    is_in_pieces: bool


def look_over(file, size):
    tracks, told, waiting, seen, is_in_pieces = [], [], [(0, size)], 0, False
    while waiting:
        for box in boxes(file, *waiting.pop()):
            seen += 1
            if seen > _MOST:
                raise Damaged
            if box.kind in _TOLD:
                told.append(box)
            elif box.kind in _OPENED:
                waiting.append((box.body, box.end))
            if box.kind == b"trak":
                tracks.append(_track(file, box))
            is_in_pieces |= box.kind == b"moof"
    return Film(tracks, told, is_in_pieces)


def boxes(file, start, end):
    while start < end:
        file.seek(start)
        head = file.read(16)
        length, kind, body = int.from_bytes(head[:4]), head[4:8], start + 8
        if length == 1:
            length, body = int.from_bytes(head[8:16]), start + 16
        elif length == 0:
            length = end - start
        if len(head) < 8 or length < body - start or start + length > end:
            raise Damaged
        yield Box(kind, start, body, start + length)
        start += length


def _track(file, track):
    handler, parts, waiting = b"", {}, [track]
    while waiting:
        box = waiting.pop()
        for part in boxes(file, box.body, box.end):
            if part.kind in _ON_THE_WAY:
                waiting.append(part)
            elif part.kind == b"hdlr" and box.kind == b"mdia":
                file.seek(part.body + 8)
                handler = file.read(4)
            elif box.kind == b"stbl":
                parts[part.kind] = part
            if len(parts) > 50:
                raise Damaged
    return Track(track, handler, parts)
