"""docs/security.md promises nothing that no test keeps."""

import re

from tests.house.commands import ROOT

# OWASP ASVS 5.0, level 2: what applies here.
APPLIES = """
1.1.1 1.1.2 1.2.1 1.2.2 1.2.3 1.2.4 1.2.9 1.3.1 1.3.4 1.3.6 1.3.7 1.3.10 1.5.1 1.5.2 2.2.1 2.2.2 2.2.3 2.3.2 2.3.3
2.3.4 2.4.1 3.2.1 3.3.1 3.3.2 3.3.3 3.3.4 3.4.1 3.4.2 3.4.3 3.4.4 3.4.5 3.4.6 3.5.1 3.5.3 3.5.5 3.7.2 4.1.1 4.1.3
4.2.1 5.1.1 5.2.1 5.2.2 5.2.3 5.2.6 5.3.1 5.3.2 5.4.1 5.4.2 6.1.1 6.2.1 6.2.4 6.2.9 6.3.1 6.3.2 6.3.3 6.4.3 7.2.4
7.3.1 7.3.2 7.4.1 7.4.2 7.4.3 7.4.5 8.1.1 8.1.2 8.2.1 8.2.2 8.2.3 8.3.1 13.2.2 13.2.4 13.3.1 13.4.2 13.4.5 14.2.2
14.2.8 14.3.2 15.1.2 15.2.2 15.3.2 15.3.3 15.3.4 15.3.7 15.4.2 16.2.5 16.3.1 16.3.2 16.3.3 16.4.1 16.5.1 16.5.2 16.5.3
""".split()  # noqa: SIM905 - a page of numbers
NOT_MET = {"5.4.3", "13.3.1", "16.4.3"}
PAGE = (ROOT / "docs/security.md").read_text("utf-8")


def rows(title):
    part = PAGE.partition(f"\n## {title}")[2].partition("\n## ")[0]
    return [line.strip("| ").split(" | ") for line in part.splitlines() if line.startswith("| ")][1:]


def test_every_test_that_is_named_exists():
    named = re.findall(r"`([\w/]+\.py)::(\w+)`", PAGE)
    assert len(named) > 100
    for file, function in named:
        path = ROOT / "tests" / file
        assert path.is_file(), file
        assert f"\ndef {function}(" in path.read_text("utf-8"), f"{file}::{function}"


def test_every_number_has_its_line_and_every_line_its_test():
    lines = rows("OWASP ASVS")
    numbers = [number for line in lines for number in re.findall(r"\d+\.\d+\.\d+", line[0])]
    assert sorted(numbers) == sorted(APPLIES)
    for line in lines:
        assert "::test_" in line[-1], line[0]
    assert {line[0] for line in rows("Not met")} == NOT_MET
    for line in rows("Who could do what"):
        assert "::test_" in line[-1], line[0]
