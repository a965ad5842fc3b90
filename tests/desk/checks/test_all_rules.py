"""What holds for every rule there is: pure, quick on anything, and not a wall."""

import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.desk.checks import MOST_OF_A_RULE, RULES, findings
from coverage.desk.checks.draft import Finding
from tests import hostile
from tests.desk.checks.attacks import ATTACKS, attack
from tests.desk.checks.writing import told, writing


class Calls:
    """Counts the lines of our own that run: work that no busy machine can make look longer."""

    def __enter__(self):
        self.lines = 0
        sys.settrace(self._call)
        return self

    def __exit__(self, *error):
        sys.settrace(None)

    def _call(self, frame, event, argument):
        return self._line if "desk/checks/" in frame.f_code.co_filename.replace("\\", "/") else None

    def _line(self, frame, event, argument):
        self.lines += 1
        return self._line


@pytest.mark.parametrize("name", ATTACKS)
def test_twice_the_text_is_at_most_twice_the_work(name):
    """In steps of our own; the rest is `re`, `str` and `set`, which the bench times."""
    half, whole = Calls(), Calls()
    with half:
        findings(attack(name, 50_000))
    with whole:
        findings(attack(name))
    assert whole.lines <= 2 * half.lines + 60_000  # what is done once for the names and the recent entries
    assert whole.lines < 2_000_000


def test_a_rule_says_three_things_at_most():
    draft = writing("", *["the the TK Okafr"] * 20, names=("Okafor",))
    assert len(findings(draft)) == 3 * MOST_OF_A_RULE


def test_a_good_entry_has_nothing_to_look_at():
    text = "Houston has said yes in principle. Getting ready is expected to take about three hours."
    draft = writing(
        "Crew ask to step out early", text, kicker="Breaking", names=("Ida Okafor",), recent=(told(headline="The Eagle has landed"),)
    )  # fmt: skip
    assert findings(draft) == []


@pytest.mark.parametrize("line", hostile.LINES, ids=lambda line: line.name)
def test_hostile_texts_are_only_text(line):
    draft = writing(
        line.value, line.value, kicker=line.value, names=(line.value,), recent=(told(headline=line.value),)
    )
    assert all(isinstance(finding, Finding) for finding in findings(draft))


ANYTHING = st.text(max_size=200)


@given(
    ANYTHING,
    st.lists(ANYTHING, max_size=4),
    st.lists(ANYTHING, max_size=4),
    st.sampled_from(["en-GB", "de", "ar", ""]),
)
def test_whatever_is_written_the_rules_answer_the_same_twice_and_without_a_database(
    headline, lines, names, language
):
    recent = (told(headline=headline, text=" ".join(lines)),)
    draft = writing(headline, *lines, names=tuple(names), language=language, recent=recent)
    assert findings(draft) == findings(draft)


def test_every_rule_says_what_it_is_for():
    assert all(rule.__doc__ and callable(rule.check) for rule in RULES)
