"""What differs between two texts, word by word."""

import re
from itertools import pairwise

from coverage.markup import blocks
from coverage.markup.stayed import stayed

SAME, GONE, NEW = "same", "gone", "new"
_WORD = re.compile(r"\S+|\s+")


def differences(before, after):
    """[(SAME | GONE | NEW, text)]: without the new ones it reads as before, without the gone as after."""
    old, new = _WORD.findall(before), _WORD.findall(after)
    parts, done, its_done = [], 0, 0
    for at, there, end, its_end in _runs(stayed(old, new)):
        if not "".join(old[at:end]).strip():
            continue  # a mere space between two changes belongs to both
        parts += [(GONE, old[done:at]), (NEW, new[its_done:there]), (SAME, old[at:end])]
        done, its_done = end, its_end
    parts += [(GONE, old[done:]), (NEW, new[its_done:])]
    return [(kind, "".join(words)) for kind, words in parts if words]


def _runs(places):
    """Places that follow one another, brought together: (first, its first, end, its end) of each run."""
    runs = []
    for at, there in places:
        if runs and runs[-1][2:] == (at, there):
            runs[-1] = (*runs[-1][:2], at + 1, there + 1)
        else:
            runs.append((at, there, at + 1, there + 1))
    return runs


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


def _cut(text, around, has_before, has_after):
    if len(text) <= 2 * around + 20:
        return text
    head = text[:around].rsplit(None, 1)[0] if has_before else ""
    tail = text[-around:].split(None, 1)[-1] if has_after else ""
    return f"{head} … {tail}"


def with_those_before(revisions):
    """(revision, the one before it or None) of a list that runs from the newest to the oldest."""
    return list(pairwise([*revisions, None]))
