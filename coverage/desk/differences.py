"""What differs between two texts, word by word."""

import re
from difflib import SequenceMatcher
from itertools import pairwise

from coverage.markup import blocks

SAME, GONE, NEW = "same", "gone", "new"
MOST = 1_000_000  # pairs of words that are compared; a greater stretch is shown as gone and as new
_WORD = re.compile(r"\S+|\s+")


def differences(before, after):
    """[(SAME | GONE | NEW, text)]: without the new ones it reads as before, without the gone as after."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    start = _alike(old, new)
    end = _alike(old[start:][::-1], new[start:][::-1])
    middle_old, middle_new = old[start : len(old) - end], new[start : len(new) - end]
    parts = [(SAME, old[:start]), *_compared(middle_old, middle_new), (SAME, old[len(old) - end :])]
    return [(kind, "".join(words)) for kind, words in parts if words]


def shortened(parts, around=60):
    """The same with what stayed cut down to the words around a change."""
    last = len(parts) - 1
    return [
        (kind, _cut(text, around, at > 0, at < last) if kind == SAME else text)
        for at, (kind, text) in enumerate(parts)
    ]


def of_revisions(before, after):
    """Differences of the headlines, and of the texts as blocks; `before` may be None."""
    said = [
        (revision.headline, _text(revision.body)) if revision else ("", "") for revision in (before, after)
    ]
    (old_headline, old_text), (new_headline, new_text) = said
    return differences(old_headline, new_headline), shortened(differences(old_text, new_text))


def of_texts(before, after):
    """Differences of two bodies as texts; `before` may be None."""
    return shortened(differences(_text(before or ""), _text(after)))


def _text(body):
    """Plain text of a body; a picture or video is said by its number, so that a change of it shows."""
    parts = []
    for block in blocks.blocks(body):
        if blocks.is_figure(block):
            kind, number, caption, joined = blocks.figures(block)[0]
            parts.append(f"[{kind} {number}{joined and f' {joined}'}] {blocks.words(caption)}".strip())
        else:
            parts.append(blocks.plain(block))
    return "\n\n".join(parts)


def _alike(one, other):
    """How many words at the beginning are the same."""
    return next(
        (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
    )


def _compared(old, new):
    if len(old) * len(new) > MOST:
        return [(GONE, old), (NEW, new)]
    found = []
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    gone, new_ones = [], []
    for kind, old_from, old_to, new_from, new_to in matcher.get_opcodes():
        is_same = kind == "equal" and "".join(old[old_from:old_to]).strip()
        if not is_same:  # a mere space between two changes belongs to both
            gone += old[old_from:old_to]
            new_ones += new[new_from:new_to]
            continue
        found += [(GONE, gone), (NEW, new_ones), (SAME, old[old_from:old_to])]
        gone, new_ones = [], []
    return [*found, (GONE, gone), (NEW, new_ones)]


def _cut(text, around, has_before, has_after):
    if len(text) <= 2 * around + 20:
        return text
    head = text[:around].rsplit(None, 1)[0] if has_before else ""
    tail = text[-around:].split(None, 1)[-1] if has_after else ""
    return f"{head} … {tail}"


def with_those_before(revisions):
    """(revision, the one before it or None) of a list that runs from the newest to the oldest."""
    return list(pairwise([*revisions, None]))
