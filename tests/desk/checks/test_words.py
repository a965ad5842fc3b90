"""Placeholders, doubled words, long headlines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.desk.checks import doubled_word, long_headline, placeholder
from tests.desk.checks.writing import found, sentences, writing


@pytest.mark.parametrize(
    "words",
    ["TK", "TKTK", "XXX", "xxxx", "???", "?????", "____", "lorem ipsum", "Lorem ipsum", "[name]", "[Name]", "[FILL IN]", "FIXME", "[Zahl]"],
)  # fmt: skip
def test_what_is_to_be_filled_in_is_found(words):
    assert found(placeholder, writing(f"They land at {words} today")) == [words]
    assert found(placeholder, writing("", "Before.", f"({words}), said")) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "ATKINS, TKO and tk", "TK Maxx opens", "Flight TK 1951 and TK1952", "Super Bowl XX", "el siglo XX", "a size XXXL",
        "Really?? Yes!", "“[sic]”, “[the president] has”, “[…]” and […]", "snake_case and __init__", "[1]", "Lorem, a town",
        "The name, the place", "",
    ],
)  # fmt: skip
def test_what_only_looks_so_is_left_alone(text):
    assert found(placeholder, writing(text, text)) == []


def test_in_german_tk_is_an_insurance():
    assert found(placeholder, writing("Die TK erhöht", language="de-AT")) == []
    assert found(placeholder, writing("Die TKTK erhöht", language="de-AT")) == ["TKTK"]


def test_each_place_has_its_number_so_that_it_can_be_gone_to():
    draft = writing("TK", "An ATKINS, then TK.", "TK and TK")
    assert [(one.field, one.words, one.nth) for one in placeholder.check(draft)] == [
        ("headline", "TK", 0),
        ("body", "TK", 1),  # after the one in ATKINS, which no search may stop at
        ("body", "TK", 2),
        ("body", "TK", 3),
    ]


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("They saw the the Moon", "the the"),
        ("The the Moon", "The the"),
        ("They said said it", "said said"),
        ("It’s it’s here", "It’s it’s"),
        ("It is a  a boulder", "a  a"),
        ("at\u00a0at", "at\u00a0at"),
    ],
)
def test_a_word_that_stands_twice_is_found(text, words):
    assert found(doubled_word, writing(text)) == [words]
    assert found(doubled_word, writing("", "One.", text)) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "He had had enough", "I know that that is true", "What it is is a boulder", "very very near", "They log in in May",
        "“No, no”", "the. The", "the, the", "New York New York", "Duran Duran", "The The play", "a well-known known-unknown",
        "a step-by-step step", "the theatre", "go go go", "Go, go go go on", "10 10", "the\u200dthe", "",
    ],
)  # fmt: skip
def test_a_word_that_is_meant_twice_is_left_alone(text):
    assert found(doubled_word, writing(text)) == []


def test_each_language_has_its_own_doubles_and_others_are_not_judged():
    assert found(doubled_word, writing("Die Frau, die die Stadt sah", language="de")) == []
    assert found(doubled_word, writing("mit mit der Stadt", language="de-CH")) == ["mit mit"]
    assert found(doubled_word, writing("nous nous sommes levés", language="fr")) == []
    assert found(doubled_word, writing("yavaş yavaş", language="tr")) == []
    assert found(doubled_word, writing("had had", language="en")) == []


def test_two_paragraphs_do_not_double_a_word():
    assert found(doubled_word, writing("the", "the end of the", "the beginning")) == []


def test_a_headline_of_101_characters_is_long_and_one_of_100_is_not():
    assert sentences(long_headline, writing("a" * 101)) == [
        "The headline has 101 characters; more than 100 is hard to take in."
    ]
    assert sentences(long_headline, writing("a" * 100)) == []


@given(
    st.lists(st.sampled_from(["the", "The", "had", "TK", "???", "a", "-", ",", "\n", "é"]), max_size=40).map(
        " ".join
    )
)
def test_whatever_is_found_stands_where_it_is_said_to(text):
    draft = writing(text, text, text)
    for rule in (placeholder, doubled_word):
        for finding in rule.check(draft):
            where = draft.headline if finding.field == "headline" else "\n".join(draft.lines)
            assert where.count(finding.words) > finding.nth
            assert finding.words in finding.sentence or finding.words.split()[0] in finding.sentence
