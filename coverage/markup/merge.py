"""Two people's changes to one text, brought together block by block (a three-way merge).

What one of them changed is taken; what both left is left. Where both changed the same place,
both versions stand one after the other, and that place is marked: nobody's words are dropped.
"""

from collections import Counter
from dataclasses import dataclass
from difflib import SequenceMatcher
from itertools import chain

from coverage.markup import blocks


@dataclass(frozen=True)
class Piece:
    """Blocks that stand together. `is_conflict`: both changed this place, and these are both versions."""

    blocks: tuple
    is_conflict: bool = False


def merged(base, theirs, mine):
    """The Pieces of a text that began as `base`: three canonical bodies."""
    base, theirs, mine = (blocks.blocks(body) for body in (base, theirs, mine))
    pieces = list(_pieces(base, theirs, mine))
    found = set(chain.from_iterable(piece.blocks for piece in pieces))
    # Of a paragraph that stood there twice, each may have taken away another one.
    lost = tuple(dict.fromkeys(block for block in theirs if block in mine and block not in found))
    return [*pieces, Piece(lost, is_conflict=True)] if lost else pieces


def body_of(pieces):
    """The pieces as one canonical body."""
    return "".join(chain.from_iterable(piece.blocks for piece in pieces))


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
    in_theirs, in_mine = _kept(base, theirs), _kept(base, mine)
    return [(at, in_theirs[at], in_mine[at]) for at in sorted(in_theirs.keys() & in_mine.keys())]


def _kept(base, text):
    matches = SequenceMatcher(None, base, text, autojunk=False).get_matching_blocks()
    return {match.a + step: match.b + step for match in matches for step in range(match.size)}


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
