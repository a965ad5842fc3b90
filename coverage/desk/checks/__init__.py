"""What an editor may want to look at before publishing. Warns, never refuses.

A rule is a module with `check(draft)`, which gives Findings (draft.py) and asks nobody for
anything: what it needs to know is on the draft. It reads its draft once, however long that is.
Add yours to RULES.
"""

from itertools import islice

from coverage.desk.checks import (
    dead_link,
    doubled_word,
    long_headline,
    misspelt_name,
    picture_words,
    placeholder,
    same_again,
    worn_kicker,
)

RULES = (
    placeholder,
    doubled_word,
    misspelt_name,
    long_headline,
    same_again,
    worn_kicker,
    dead_link,
    picture_words,
)
MOST_OF_A_RULE = 3  # the next one shows when one of these is gone: a list, not a wall


def findings(draft):
    """What to look at, at most three things of each rule."""
    return [finding for rule in RULES for finding in islice(rule.check(draft), MOST_OF_A_RULE)]
