"""The elements of a WebM (RFC 8794, RFC 9559), as far as one must know them to find what is not picture or sound."""

from typing import NamedTuple

from coverage.clips.damage import Damaged

_SEGMENT, _CLUSTER, _TAGS, _ATTACHMENTS = 0x18538067, 0x1F43B675, 0x1254C367, 0x1941A469
_MOST = 500_000  # elements


class Element(NamedTuple):
    start: int
    end: int


def look_over(file, size):
    """The Elements that say something about the film: tags, and files put into it."""
    found, start, seen = [], 0, 0
    while start < size:
        file.seek(start)
        head = file.read(12)
        kind, at = _number(head, 0, keep_mark=True)
        length, at = _number(head, at)
        is_endless = length is None
        seen += 1
        if seen > _MOST or (is_endless and kind not in (_SEGMENT, _CLUSTER)):
            raise Damaged
        if kind == _SEGMENT or is_endless:  # what is in it comes next
            start += at
            continue
        end = start + at + length
        if end > size:
            if kind != _CLUSTER:
                raise Damaged
            end = size  # a recording that was cut off plays up to there
        if kind in (_TAGS, _ATTACHMENTS):
            found.append(Element(start, end))
        start = end
    return found


def void(length):
    """The beginning of an element that says nothing and is so long, from its first byte on: 2 or more."""
    if length < 9:
        return bytes([0xEC, 0x80 | (length - 2)])
    return bytes([0xEC, 0x01]) + (length - 9).to_bytes(7)


def _number(head, at, *, keep_mark=False):
    """(an EBML number, where it ends); None for the size that is not known."""
    width = 9 - head[at].bit_length()
    if width > 8 or at + width > len(head):
        raise Damaged
    value = int.from_bytes(head[at : at + width])
    if keep_mark:
        return value, at + width
    value &= (1 << 7 * width) - 1
    return (None if value == (1 << 7 * width) - 1 else value), at + width
