"""Names as the page's list spells them."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.desk.checks import misspelt_name
from coverage.desk.checks.misspelt_name import distance
from tests.desk.checks.writing import found, sentences, writing

NAMES = ("Ida Okafor", "Christina Müller", "Gordon Brown", "José", "Austria", "Angela Merkel", "McConnell", "Mario Bell", "Maria Bell")  # fmt: skip


@pytest.mark.parametrize(
    "words",
    [
        "Okafr", "Okaffor", "Okafer", "Okfaor", "Okaforr", "Ukafor", "Kristina", "Chrsitina", "Muller", "Jose", "Mcconnell",
        "Merkl", "OKAFR",
    ],
)  # fmt: skip
def test_a_name_spelt_otherwise_is_found(words):
    assert found(misspelt_name, writing(f"It was {words} who said so", names=NAMES)) == [words]
    assert found(misspelt_name, writing("", f"{words}’s words.", names=NAMES)) == [words]


@pytest.mark.parametrize(
    "text",
    [
        "Ida Okafor, Christina Müller, Gordon Brown, José, Merkel", "OKAFOR AND MÜLLER", "okafr in small letters",
        "Okafor’s, Okafors, Merkels and Austrian words", "Mario and Maria are both in the list", "A Crown for Grown men",
        "Houston, Berlin", "",
    ],
)  # fmt: skip
def test_right_names_their_forms_and_other_words_are_left_alone(text):
    assert found(misspelt_name, writing(text, text, names=NAMES)) == []


def test_a_short_name_needs_its_other_half_beside_it():
    assert found(misspelt_name, writing("A Crown and Gordon Brwn", names=NAMES)) == ["Brwn"]
    assert found(misspelt_name, writing("Ada Brwn", names=NAMES)) == []


@pytest.mark.parametrize(
    ("name", "text", "wrong"),
    [
        ("حسن نصرالله", "قال حسن نصرلله اليوم", ["نصرلله"]),
        ("حسن نصرالله", "قال حسن نصرالله وحسن نصرالله إن نصرلله بعيد", []),
        ("בנימין נתניהו", "אמר בנימין נתנהיו היום", ["נתנהיו"]),
        ("בנימין נתניהו", "ובנימין נתניהו אמר", []),
        ("नरेन्द्र मोदी", "श्री नरेंद्र मोदी ने कहा", ["नरेंद्र"]),
        ("नरेन्द्र मोदी", "नरेन्द्र मोदी ने कहा", []),
        ("習近平", "習近平國家主席、習近乎氏", []),
    ],
)
def test_without_capitals_a_name_is_known_by_its_other_half(name, text, wrong):
    assert found(misspelt_name, writing("", text, names=(name,))) == wrong


def test_the_sentence_says_how_the_list_has_it():
    assert sentences(misspelt_name, writing("Okafr", names=NAMES)) == [
        "“Okafr”: the page's names have “Okafor”."
    ]


def test_without_a_list_no_name_is_wrong():
    assert found(misspelt_name, writing("Okafr")) == []


def levenshtein_with_swaps(one, other):
    """By the book, without any limit."""
    table = {(-1, column): column + 1 for column in range(-1, len(other))}
    table |= {(row, -1): row + 1 for row in range(-1, len(one))}
    for row, letter in enumerate(one):
        for column, wanted in enumerate(other):
            best = min(
                table[row - 1, column] + 1,
                table[row, column - 1] + 1,
                table[row - 1, column - 1] + (letter != wanted),
            )
            if row and column and letter == other[column - 1] and one[row - 1] == wanted:
                best = min(best, table[row - 2, column - 2] + 1)
            table[row, column] = best
    return table[len(one) - 1, len(other) - 1]


LETTERS = st.text("abc", max_size=8)


@given(LETTERS, LETTERS)
def test_the_distance_is_the_one_in_the_book(one, other):
    assert distance(one, other) == min(levenshtein_with_swaps(one, other), 3)


@given(
    st.text("abcdefgh", min_size=9, max_size=14),
    st.integers(0, 13),
    st.integers(0, 13),
    st.sampled_from("abz"),
)
def test_no_near_name_is_missed(name, one, other, letter):
    """One letter left out and one put in, anywhere."""
    shorter = name[:one] + name[one + 1 :]
    typed = (shorter[:other] + letter + shorter[other:]).capitalize()
    is_form = typed.startswith(name.capitalize()) or typed == name.capitalize()
    assert is_form or found(misspelt_name, writing(typed, names=(name.capitalize(),))) == [typed]
