"""Four times as much text is about four times the work, whatever is done to it and whoever wrote it.

Compared, not timed: a busy machine says little about seconds. What grows with the square would take
sixteen times as long. (The rules of the desk count their steps: desk/checks/test_all_rules.py.)
"""

import time

import pytest

from coverage.desk.differences import differences
from coverage.markup import blocks, lines
from coverage.markup.canonical import canonical
from coverage.markup.merge import body_of, merged

SHORT, LONG = 15_000, 60_000  # characters
MOST, NOTHING = 9, 0.02  # times as long; seconds of work in which nothing can be seen
PARTS = [
    "<p>\"'", "<blockquote>", "<ul><li>", "<ul><li><blockquote></blockquote>", "<div>", "<span><ul>", "<b><i>", "<h1>x",
    "<figure data-image=1><figcaption><p>x", "<table><tr><td>", "<a href='https://a.example/'>x", "x<br>", "& ", "< ",
    "<li>", "<p a=b ", "<!--", "<a href=\"",
]  # fmt: skip
READERS = (
    blocks.plain,
    blocks.parts,
    blocks.lines,
    blocks.links,
    blocks.figures,
    blocks.from_plain,
    lines.lines,
)


def seconds(work, *texts):
    """The better of two, of this thread alone."""
    took = []
    for _ in range(2):
        canonical.cache_clear()
        began = time.thread_time()
        work(*texts)
        took.append(time.thread_time() - began)
    return min(took)


def check_grows_with_length(work, short, long):
    took = seconds(work, *long)
    assert took < NOTHING or took < MOST * seconds(work, *short)


@pytest.mark.parametrize("part", PARTS)
def test_making_a_body_canonical_and_reading_it(part):
    short, long = (part * (length // len(part)) for length in (SHORT, LONG))
    check_grows_with_length(canonical, [short], [long])
    short, long = canonical(short), canonical(long)
    for read in READERS:
        check_grows_with_length(read, [short], [long])


def paragraphs(words):
    return "".join(f"<p>{word}</p>" for word in words)


def three(number):
    """What is hard to compare: the same words again and again, in another order, and a few of their own."""
    base = ["a", "b"] * number
    theirs = ["a", "c", "a"] * (2 * number // 3) + [f"theirs {at}" for at in range(9)]
    return base, theirs, ["b", "a", f"{number}"] * (2 * number // 3)


def test_bringing_two_texts_together():
    short, long = ([paragraphs(words) for words in three(number)] for number in (1000, 4000))
    check_grows_with_length(lambda *texts: body_of(merged(*texts)), short, long)
    own = [
        [paragraphs(f"{word} {at}" for at, word in enumerate(words)) for words in three(number)]
        for number in (1000, 4000)
    ]
    check_grows_with_length(lambda *texts: body_of(merged(*texts)), *own)


def test_telling_two_texts_apart():
    short, long = ([" ".join(words) for words in three(number)[:2]] for number in (3000, 12_000))
    check_grows_with_length(differences, short, long)


@pytest.mark.parametrize("number", [100, 300, 1000])
def test_texts_that_difflib_would_take_minutes_for_take_a_moment(number):
    one, other = "a " * number, " ".join("a" if at % 2 else f"b{at}" for at in range(number))
    assert seconds(differences, one, other) < 1
