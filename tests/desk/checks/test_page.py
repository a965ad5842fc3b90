"""What depends on what readers got before: kickers, the same again. And links, and pictures."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.desk.checks import dead_link, picture_words, same_again, worn_kicker
from coverage.desk.checks.draft import Link, Picture, Standing
from coverage.desk.checks.same_again import alike
from tests.desk.checks.writing import sentences, told, writing

LONG = "Houston has said yes in principle and the crew begin to put on their suits before the walk"


def kickers(*before):
    return writing("X", kicker="Breaking", recent=tuple(told(kicker=kicker) for kicker in before))


def test_the_sixth_breaking_of_ten_has_worn_the_word_out():
    worn = kickers("Breaking", "", "Breaking", "Breaking", "Recap", "Breaking", "Breaking", "", "")
    assert sentences(worn_kicker, worn) == ["With this one, 6 of the last ten entries are “Breaking”."]
    assert sentences(worn_kicker, kickers(*["Breaking"] * 50)) == [
        "With this one, 10 of the last ten entries are “Breaking”."
    ]


def test_the_first_five_of_a_story_may_be_breaking_and_older_ones_do_not_count():
    assert sentences(worn_kicker, kickers(*["Breaking"] * 4)) == []
    assert sentences(worn_kicker, kickers(*[""] * 5, *["Breaking"] * 9)) == []
    assert sentences(worn_kicker, writing("X", kicker="Recap", recent=(told(kicker="Recap"),) * 9)) == []


@pytest.mark.parametrize("headline", ["Crew step out early", "CREW step out: early!"])
def test_the_same_headline_within_the_hour_is_found(headline):
    draft = writing(headline, recent=(told(headline="Other"), told(25, headline="Crew step out early")))
    assert sentences(same_again, draft) == ["The entry of 20:40 has the same headline."]


def test_a_headline_of_more_than_an_hour_ago_another_one_and_none_are_left_alone():
    assert sentences(same_again, writing("Out early", recent=(told(61, headline="Out early"),))) == []
    assert sentences(same_again, writing("Out early", recent=(told(headline="Out late"),))) == []
    assert sentences(same_again, writing("", "Text.", recent=(told(headline=""),))) == []


def test_nearly_the_same_text_is_found_whatever_a_word_or_two_say():
    for text in (LONG, LONG.replace("walk", "stroll"), f"{LONG}, it is said", LONG.upper()):
        assert sentences(same_again, writing("", text, recent=(told(text=LONG),))) == [
            "The entry of 21:00 says nearly the same."
        ]


def test_of_very_long_texts_the_beginnings_are_compared():
    long = " ".join(f"{LONG} {number}" for number in range(400))
    assert sentences(same_again, writing("", long, recent=(told(text=long[:10_000]),))) == [
        "The entry of 21:00 says nearly the same."
    ]


def test_another_text_a_long_one_that_quotes_it_and_short_reports_are_left_alone():
    other = "The broadcaster in Parkes has pictures of the ladder and of a boulder field that nobody knew"
    assert sentences(same_again, writing("", other, recent=(told(text=LONG),))) == []
    assert sentences(same_again, writing("", other, other, LONG, recent=(told(text=LONG),))) == []
    assert sentences(same_again, writing("", "Goal for Spain.", recent=(told(text="Goal for Spain."),))) == []


@given(st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)))
def test_likeness_is_mutual_and_whole_only_for_equals(one, other):
    assert alike(one, other) == alike(other, one)
    assert (alike(one, other) == 1) == (one == other and bool(one))


@pytest.mark.parametrize(
    ("standing", "sentence"),
    [
        (Standing.UNPUBLISHED_PAGE, "A link leads to a live page that is not public yet."),
        (Standing.UNPUBLISHED_ENTRY, "A link leads to an update that is not out."),
        (Standing.WITHDRAWN, "A link leads to an update that was withdrawn."),
        (Standing.DESK, "A link leads to our desk: readers can't follow it."),
        (Standing.NOWHERE, "A link leads to an address of ours that does not exist."),
    ],
)
def test_a_link_to_what_readers_do_not_have_is_found(standing, sentence):
    draft = writing("X", links=(Link("https://example.org/"), Link("https://ours.example/x", standing)))
    assert [(one.sentence, one.href) for one in dead_link.check(draft)] == [
        (sentence, "https://ours.example/x")
    ]


@pytest.mark.parametrize(
    "href", ["https://https://example.org/", "https://report", "http://localhost:8000/", "https://[half"]
)
def test_a_link_without_a_real_host_is_found(href):
    assert sentences(dead_link, writing("X", links=(Link(href),))) == [f"A link leads nowhere: “{href}”."]


@pytest.mark.parametrize(
    "href",
    ["https://example.org", "http://example.org./a", "mailto:desk@example.org", "tel:112", "https://[::1]/", "https://münchen.example/"],
)  # fmt: skip
def test_other_links_are_left_alone(href):
    assert (
        sentences(dead_link, writing("X", links=(Link(href), Link("https://ours.example/", Standing.PUBLIC))))
        == []
    )


@pytest.mark.parametrize(
    ("picture", "sentence"),
    [
        (Picture(1, alt="A red square", credit=""), "The picture “A red square” has no credit."),
        (Picture(1, alt=" ", credit="Reuters"), "A picture has no description for those who can't see it."),
        (
            Picture(1, is_there=False),
            "A picture in the text is no longer there; readers see nothing in its place.",
        ),
    ],
)
def test_a_picture_without_its_words_is_found(picture, sentence):
    assert [(one.sentence, one.picture) for one in picture_words.check(writing(pictures=(picture,)))] == [
        (sentence, 1)
    ]


def test_a_picture_with_its_words_and_a_decorative_one_are_left_alone():
    pictures = (
        Picture(1, alt="A red square", credit="Reuters"),
        Picture(2, is_decorative=True),
        Picture(3, alt="A map", is_own_graphic=True),
    )
    assert sentences(picture_words, writing(pictures=pictures)) == []
