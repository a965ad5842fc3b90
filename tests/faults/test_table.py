"""docs/faults.md names every fault once, and nothing that is not there."""

import re

from tests.faults.house import ROOT
from tests.faults.nemesis import AT_HOME, FAULTS

PAGE = (ROOT / "docs/faults.md").read_text("utf-8")
ROWS = [line.strip("| ").split(" | ") for line in PAGE.splitlines() if line.startswith("| F")]


def test_every_fault_has_its_line():
    numbers = [int(number) for row in ROWS for number in re.findall(r"F(\d+)", row[0])]
    assert numbers == list(range(1, 37))


def test_every_kind_of_the_nemesis_stands_in_a_line_and_every_line_says_why_it_has_none():
    named = [kind for row in ROWS for kind in re.findall(r"`(F\d+ [^`]+)`", row[2])]
    assert set(named) == set(FAULTS | AT_HOME)
    for number, _fault, strikes, _tests in ROWS:
        assert "`" in strikes or strikes.startswith(("not here: ", "in every house: ")), number


def test_every_test_that_is_named_exists():
    for number, _fault, strikes, tests in ROWS:
        named = re.findall(r"`([\w/]+\.py)::(\w+)`", tests)
        assert named or strikes.startswith("`"), number
        for file, function in named:
            assert f"\ndef {function}(" in (ROOT / "tests" / file).read_text("utf-8"), f"{file}::{function}"
