"""What of one text still stands in another: of words, of lines, of any list of pieces.

Both texts may be hostile, so the work is bounded: pieces that stand once in each are landmarks
(patience diff), and only what lies between two of them is compared piece by piece.
"""

from bisect import bisect_left
from collections import Counter
from difflib import SequenceMatcher
from itertools import pairwise

MOST = 30_000_000  # steps of difflib, which tries n·m·min(n, m) at worst: about 0.2 s


def stayed(before, after):
    """[(place, its place in `after`)] of what `after` still has, in the order of both."""
    found, left = [], MOST
    edges = [(-1, -1), *_landmarks(before, after), (len(before), len(after))]
    for (at, there), (end, its_end) in pairwise(edges):
        old, new = before[at + 1 : end], after[there + 1 : its_end]
        head = _alike(old, new)
        tail = _alike(old[head:][::-1], new[head:][::-1])
        middle, its_middle = old[head : len(old) - tail], new[head : len(new) - tail]
        places = [(place, place) for place in range(head)]
        steps = len(middle) * len(its_middle) * min(len(middle), len(its_middle))
        if steps <= left:  # a greater stretch counts as gone and new
            left -= steps
            places += ((head + place, head + its) for place, its in _compared(middle, its_middle))
        places += ((len(old) - back, len(new) - back) for back in range(tail, 0, -1))
        found += ((at + 1 + place, there + 1 + its) for place, its in places)
        if end < len(before) or its_end < len(after):
            found.append((end, its_end))
    return found


def _landmarks(before, after):
    """The most of the pieces that stand once in each and kept their order (a longest increasing subsequence)."""
    once = _once(before) & _once(after)
    places = {piece: place for place, piece in enumerate(after) if piece in once}
    marks = [(place, places[piece]) for place, piece in enumerate(before) if piece in once]
    lowest, ends, previous = [], [], {}
    for mark in marks:
        length = bisect_left(lowest, mark[1])
        lowest[length : length + 1], ends[length : length + 1] = [mark[1]], [mark]
        previous[mark] = ends[length - 1] if length else None
    found, mark = [], ends[-1] if ends else None
    while mark:
        found.append(mark)
        mark = previous[mark]
    return found[::-1]


def _once(pieces):
    return {piece for piece, number in Counter(pieces).items() if number == 1}


def _alike(one, other):
    """How many pieces at the beginning are the same."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _compared(old, new):
    matches = SequenceMatcher(None, old, new, autojunk=False).get_matching_blocks()
    return [(match.a + step, match.b + step) for match in matches for step in range(match.size)]
