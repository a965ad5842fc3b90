"""Where what belongs to a track lies in an MP4 (ISO 14496-12 §8.7)."""

import struct
from itertools import pairwise

from coverage.clips.damage import Damaged

_MOST = 1_000_000  # rows of a table


def places_of(file, track, size):
    """(start, end) of each run of its bytes. Damaged where the tables say no such thing. `size`: of the file."""
    sizes, places, sample = _sizes(file, track), [], 0
    for start, count in zip(
        offsets := _offsets(file, track), _counts(file, track, len(offsets)), strict=True
    ):
        end = start + sum(sizes[sample : sample + count])
        if end > size:
            raise Damaged
        places.append((start, end))
        sample += count
    if sum(end - start for start, end in places) > size:
        raise Damaged  # they lie over one another: to empty them would take for ever
    return places


def _offsets(file, track):
    if b"co64" in track.parts:
        return [row[0] for row in _rows(file, track, b"co64", ">Q")]
    return [row[0] for row in _rows(file, track, b"stco", ">I")]


def _counts(file, track, chunks):
    """How many samples each chunk holds: a row is good for all chunks from its own to that of the next row."""
    rows = [*_rows(file, track, b"stsc", ">III"), (chunks + 1, 0, 0)]
    counts = []
    for (first, count, _kind), (until, *_more) in pairwise(rows):
        if not len(counts) + 1 == first <= until <= chunks + 1:
            raise Damaged
        counts += [count] * (until - first)
    return counts


def _sizes(file, track):
    head = _at(file, track, b"stsz", 12)
    same, count = struct.unpack(">II", head[4:])
    if same:
        return [same] * _checked(count)
    return [row[0] for row in _rows(file, track, b"stsz", ">I", after=8)]


def _rows(file, track, kind, form, *, after=4):
    """The rows of a table, whose number stands `after` so many bytes of its content."""
    head = _at(file, track, kind, after + 4)
    length = _checked(int.from_bytes(head[after:])) * struct.calcsize(form)
    return list(struct.iter_unpack(form, _at(file, track, kind, after + 4 + length)[after + 4 :]))


def _at(file, track, kind, length):
    box = track.parts.get(kind)
    if box is None or box.body + length > box.end:
        raise Damaged
    file.seek(box.body)
    return file.read(length)


def _checked(count):
    if count > _MOST:
        raise Damaged
    return count
