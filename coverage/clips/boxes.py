"""The boxes of an MP4 (ISO 14496-12 §4.2), as far as one must know them to find what is not picture or sound."""

from typing import NamedTuple

_TOLD = {b"udta", b"meta", b"uuid"}  # what is said of a film: places, names, XMP
_OPENED = {b"moov", b"trak", b"mdia", b"moof", b"traf", b"edts"}
_MOST = 100_000  # boxes


class Broken(ValueError):
    """A box that reaches beyond the one it is in, or too many of them."""


class Box(NamedTuple):
    """From `start` to `end`; its content begins at `body`."""

    kind: bytes
    start: int
    body: int
    end: int


def look_over(file, size):
    """(the kinds of its tracks as a set of handlers, the Boxes that say something about the film)."""
    handlers, told, waiting, seen = set(), [], [(0, size)], 0
    while waiting:
        for box in _boxes(file, *waiting.pop()):
            seen += 1
            if seen > _MOST:
                raise Broken
            if box.kind in _TOLD:
                told.append(box)
            elif box.kind in _OPENED:
                waiting.append((box.body, box.end))
            elif box.kind == b"hdlr":
                file.seek(box.body + 8)
                handlers.add(file.read(4))
    return handlers, told


def _boxes(file, start, end):
    while start < end:
        file.seek(start)
        head = file.read(16)
        length, kind, body = int.from_bytes(head[:4]), head[4:8], start + 8
        if length == 1:
            length, body = int.from_bytes(head[8:16]), start + 16
        elif length == 0:
            length = end - start
        if len(head) < 8 or length < body - start or start + length > end:
            raise Broken
        yield Box(kind, start, body, start + length)
        start += length
