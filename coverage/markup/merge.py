"""Two people's changes to one text, brought together paragraph by paragraph (a three-way merge).

A list is merged by its items and a quote by its paragraphs. What one of them changed is taken; what
both left is left. Where both changed the same place, both versions stand one after the other, and
that place is marked: nobody's words are dropped.
"""

import re
from collections import Counter
from dataclasses import dataclass
from itertools import chain

from coverage.markup import blocks
from coverage.markup.stayed import stayed

_SEAM = re.compile(r"</(ul|ol|blockquote)><\1>")


@dataclass(frozen=True)
class Piece:
    """Blocks that stand together; an item, or a quote's paragraph, is a block with nothing else in it.

    `is_conflict`: both changed this place, and these are both versions.
    """

    blocks: tuple
    is_conflict: bool = False


def merged(base, theirs, mine):
    """The Pieces of a text that began as `base`: three canonical bodies."""
    base, theirs, mine = (blocks.parts(body) for body in (base, theirs, mine))
    pieces = list(_pieces(base, theirs, mine))
    # Of a paragraph that stood there twice, each may have taken away another one.
    kept_by_both = set(mine).difference(chain.from_iterable(piece.blocks for piece in pieces))
    lost = tuple(dict.fromkeys(block for block in theirs if block in kept_by_both))
    return [*pieces, Piece(lost, is_conflict=True)] if lost else pieces


def body_of(pieces):
    """The pieces as one canonical body, in which the items of a list are together again."""
    html = "".join(chain.from_iterable(piece.blocks for piece in pieces))
    return _SEAM.sub("", html).replace(blocks.EDGE, "")


def merged_line(base, theirs, mine):
    """The text of a field of one line, and whether both changed it: then it is mine."""
    if mine == base:
        return theirs, False
    return mine, theirs not in (base, mine)


def _pieces(base, theirs, mine):
    done = (0, 0, 0)
    for place in _shared(base, theirs, mine):
        yield from _changed(
            *(text[a:b] for text, a, b in zip((base, theirs, mine), done, place, strict=True))
        )
        yield Piece((base[place[0]],))
        done = tuple(at + 1 for at in place)
    yield from _changed(*(text[at:] for text, at in zip((base, theirs, mine), done, strict=True)))


def _shared(base, theirs, mine):
    """Where a block of the base still stands in both: (its place in the base, in theirs, in mine)."""
    in_theirs, in_mine = dict(stayed(base, theirs)), dict(stayed(base, mine))
    return [(at, in_theirs[at], in_mine[at]) for at in sorted(in_theirs.keys() & in_mine.keys())]


def _changed(base, theirs, mine):
    """What stands between two blocks that both kept: as many blocks as before are the same ones, reworded."""
    if len(base) == len(theirs) == len(mine) > 1:
        for three in zip(base, theirs, mine, strict=True):
            yield from _changed(*([block] for block in three))
        return
    if theirs == mine or mine == base:
        found, is_conflict = theirs, False
    elif theirs == base:
        found, is_conflict = mine, False
    else:
        found, is_conflict = theirs + _only_in(mine, theirs), True
    if found:
        yield Piece(tuple(found), is_conflict)


def _only_in(mine, theirs):
    """Mine without what theirs says too."""
    left = Counter(theirs)
    only = []
    for block in mine:
        if left[block]:
            left[block] -= 1
        else:
            only.append(block)
    return only
