"""Two people's changes come together, and no paragraph, item or word of either is lost."""

import re

from hypothesis import given
from hypothesis import strategies as st

from coverage.markup.blocks import EDGE
from coverage.markup.canonical import canonical
from coverage.markup.merge import body_of, merged, merged_line

PARTS = [
    *(f"<p>{word}</p>" for word in ["one", "two", "three", "four"]),
    *(f"<ul><li>{word}</li></ul>" for word in ["milk", "bread", "salt"]),
    "<h4>head</h4>", "<ol><li>first</li></ol>", "<ol><li>second</li></ol>", "<blockquote><p>said</p></blockquote>",
    "<blockquote><p>and done</p></blockquote>", '<figure data-image="7"></figure>', EDGE,
]  # fmt: skip
KINDS = ["<p>{}</p>", "<ul><li>{}</li></ul>", "<ol><li>{}</li></ol>", "<blockquote><p>{}</p></blockquote>"]
texts = st.lists(st.sampled_from(PARTS), max_size=8)


def body(parts):
    """The canonical body of these parts: items that follow one another are one list."""
    return re.sub(r"</(ul|ol|blockquote)><\1>", "", "".join(parts)).replace(EDGE, "")


def merge(base, theirs, mine):
    return body_of(pieces_of((base, theirs, mine)))


def pieces_of(three):
    return merged(*(body(parts) for parts in three))


def words(html):
    return set(re.sub("<[^>]*>", " ", html).split())


def paragraphs(*words):
    return "".join(f"<p>{word}</p>" for word in words)


def items(*words):
    return f"<ul>{''.join(f'<li>{word}</li>' for word in words)}</ul>"


def quote(*words):
    return f"<blockquote>{paragraphs(*words)}</blockquote>"


@st.composite
def edits(draw):
    """A text, and what two people made of it: each changed, moved, added or took away a few parts."""
    base = draw(texts)
    both = []
    for who in ("theirs", "mine"):
        text = list(base)
        for number in range(draw(st.integers(0, 3))):
            at = draw(st.integers(0, len(text)))
            deed = draw(st.sampled_from(["add", "change", "delete", "move", "same"]))
            if deed == "add":
                text.insert(at, f"<p>{who} {number}</p>")
            elif deed == "same":
                text.insert(at, "<p>both said this</p>")
            elif at < len(text):
                block = text.pop(at)
                if deed == "change":
                    text.insert(at, f"<p>{who} instead {number}</p>")
                elif deed == "move":
                    text.insert(draw(st.integers(0, len(text))), block)
        both.append(text)
    return base, *both


@given(texts, texts)
def test_what_only_one_changed_is_taken(base, text):
    for theirs, mine in ((base, text), (text, base), (text, text)):
        assert merge(base, theirs, mine) == body(text)
        assert not any(piece.is_conflict for piece in pieces_of((base, theirs, mine)))


@st.composite
def edits_apart(draw):
    """(base, theirs, mine, both together): between two parts that were touched one is as it was."""
    base, theirs, mine, both = [], [], [], []
    for place in range(draw(st.integers(1, 9))):
        kind = draw(st.sampled_from(KINDS))
        part, new = [kind.format(f"part {place}")], [kind.format(f"new {place}")]
        changed = draw(st.sampled_from([new, [], new + part, part + new])) if place % 2 else part
        is_mine = draw(st.booleans())
        base += part
        theirs += part if is_mine else changed
        mine += changed if is_mine else part
        both += changed
    return base, theirs, mine, both


any_three = st.one_of(edits(), st.tuples(texts, texts, texts))


@given(edits_apart())
def test_changes_that_are_apart_all_come_in_unmarked(four):
    *three, both = four
    assert merge(*three) == body(both)
    assert not any(piece.is_conflict for piece in pieces_of(three))


@given(any_three)
def test_nothing_is_lost_unless_one_took_it_away_and_the_other_left_it(three):
    base, theirs, mine = three
    found = [part for piece in pieces_of(three) for part in piece.blocks]
    for part in {*theirs, *mine} - {EDGE}:
        taken_away = part in base and (part not in theirs or part not in mine)
        assert part in found or taken_away, part


@given(any_three)
def test_every_word_that_is_new_or_that_both_say_stands_in_what_is_proposed(three):
    base, theirs, mine = (words(body(parts)) for parts in three)
    assert ((theirs | mine) - base) | (theirs & mine) <= words(merge(*three))


@given(any_three)
def test_what_is_proposed_is_canonical_and_says_nothing_that_nobody_wrote(three):
    found = merge(*three)
    assert canonical(found) == found
    assert {part for piece in pieces_of(three) for part in piece.blocks} <= {*three[1], *three[2], EDGE}


@given(any_three)
def test_whoever_comes_first_the_same_places_are_marked(three):
    base, theirs, mine = three
    one, other = pieces_of((base, theirs, mine)), pieces_of((base, mine, theirs))
    assert [(sorted(p.blocks), p.is_conflict) for p in one] == [
        (sorted(p.blocks), p.is_conflict) for p in other
    ]


def test_items_of_one_list_and_paragraphs_of_one_quote_come_together_unmarked():
    said = paragraphs("And then:")
    base = items("milk", "bread") + said + quote("He said.", "She said.")
    theirs = items("oat milk", "bread") + said + quote("He said.", "She said more.")
    mine = items("milk", "bread", "eggs") + said + quote("He said it.", "She said.")
    pieces = merged(base, theirs, mine)
    together = items("oat milk", "bread", "eggs") + said + quote("He said it.", "She said more.")
    assert body_of(pieces) == together
    assert not any(piece.is_conflict for piece in pieces)


def test_of_a_list_only_the_item_that_both_changed_is_marked():
    pieces = merged(items("a", "b", "c"), items("a", "theirs", "c"), items("a", "mine", "c"))
    assert body_of(pieces) == items("a", "theirs", "mine", "c")
    marked = [piece.blocks for piece in pieces if piece.is_conflict]
    assert marked == [("<ul><li>theirs</li></ul>", "<ul><li>mine</li></ul>")]


def test_two_lists_side_by_side_stay_two():
    two = items("a") + items("b")
    assert body_of(merged(two, items("a", "a2") + items("b"), two)) == items("a", "a2") + items("b")
    assert body_of(merged(two, two, items("a") + items("b", "b2"))) == items("a") + items("b", "b2")


def test_changes_in_different_paragraphs_come_together_unmarked():
    pieces = merged(paragraphs("a", "b", "c"), paragraphs("a!", "b", "c"), paragraphs("a", "b", "c!", "d"))
    assert body_of(pieces) == paragraphs("a!", "b", "c!", "d")
    assert not any(piece.is_conflict for piece in pieces)


def test_neighbouring_paragraphs_that_were_reworded_come_together_unmarked():
    pieces = merged(paragraphs("a", "b"), paragraphs("a!", "b"), paragraphs("a", "b!"))
    assert body_of(pieces) == paragraphs("a!", "b!")
    assert not any(piece.is_conflict for piece in pieces)


def test_where_both_changed_one_paragraph_both_versions_stand_and_are_marked():
    pieces = merged(paragraphs("a", "b", "c"), paragraphs("a", "theirs", "c"), paragraphs("a", "mine", "c"))
    assert body_of(pieces) == paragraphs("a", "theirs", "mine", "c")
    assert [piece.blocks for piece in pieces if piece.is_conflict] == [("<p>theirs</p>", "<p>mine</p>")]


def test_what_one_took_away_while_the_other_changed_it_stays_and_is_marked():
    pieces = merged(paragraphs("a", "b"), paragraphs("a"), paragraphs("a", "b!"))
    assert (body_of(pieces), pieces[-1].is_conflict) == (paragraphs("a", "b!"), True)


def test_what_both_still_say_stays_though_each_took_another_of_two_away():
    base, theirs, mine = paragraphs(*"abababbb"), paragraphs(*"aba"), paragraphs(*"abaaaa")
    assert {"<p>a</p>", "<p>b</p>"} <= {
        block for piece in merged(base, theirs, mine) for block in piece.blocks
    }


def test_lines():
    assert merged_line("a", "a", "b") == ("b", False)
    assert merged_line("a", "b", "a") == ("b", False)
    assert merged_line("a", "b", "b") == ("b", False)
    assert merged_line("a", "b", "c") == ("c", True)
