"""Two people's changes come together, and no paragraph of either is lost."""

from hypothesis import given
from hypothesis import strategies as st

from coverage.markup.canonical import canonical
from coverage.markup.merge import body_of, merged, merged_line

BLOCKS = [
    *(f"<p>{word}</p>" for word in ["one", "two", "three", "four", "five", "six"]),
    "<h4>head</h4>", "<ul><li>a</li><li>b</li></ul>", "<blockquote><p>said</p></blockquote>",
    '<figure data-image="7"></figure>',
]  # fmt: skip
texts = st.lists(st.sampled_from(BLOCKS), max_size=8)


def merge(base, theirs, mine):
    return body_of(merged("".join(base), "".join(theirs), "".join(mine)))


def paragraphs(*words):
    return "".join(f"<p>{word}</p>" for word in words)


@st.composite
def edits(draw):
    """A text, and what two people made of it: each changed, moved, added or took away a few blocks."""
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
    assert merge(base, base, text) == "".join(text)
    assert merge(base, text, base) == "".join(text)
    assert merge(base, text, text) == "".join(text)
    assert not any(piece.is_conflict for piece in merged("".join(base), "".join(text), "".join(text)))


@given(st.one_of(edits(), st.tuples(texts, texts, texts)))
def test_no_paragraph_is_lost_unless_one_took_it_away_and_the_other_left_it(three):
    base, theirs, mine = three
    found = merge(base, theirs, mine)
    for block in {*theirs, *mine}:
        taken_away = block in base and (block not in theirs or block not in mine)
        assert block in found or taken_away, block


@given(st.one_of(edits(), st.tuples(texts, texts, texts)))
def test_what_is_proposed_is_canonical_and_says_nothing_that_nobody_wrote(three):
    found = merge(*three)
    assert canonical(found) == found
    pieces = merged(*("".join(text) for text in three))
    assert {block for piece in pieces for block in piece.blocks} <= {*three[1], *three[2]}


@given(st.one_of(edits(), st.tuples(texts, texts, texts)))
def test_whoever_comes_first_the_same_places_are_marked(three):
    base, theirs, mine = ("".join(text) for text in three)
    one, other = merged(base, theirs, mine), merged(base, mine, theirs)
    assert [(sorted(p.blocks), p.is_conflict) for p in one] == [
        (sorted(p.blocks), p.is_conflict) for p in other
    ]


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
