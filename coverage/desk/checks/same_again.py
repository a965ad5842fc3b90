"""What readers have been told within the hour: the same headline, or nearly the same text.

Texts are compared by their runs of three words: of all that either has, the half in common.
"""

import re
from datetime import timedelta

from django.utils.translation import gettext as _

from coverage.desk.checks.draft import Finding

WITHIN = timedelta(hours=1)
ALIKE = 0.5
FEWEST = 8  # words: below, short reports (“Goal for Spain.”) are alike and both true
_MOST = 10_000  # characters of a text that are looked at
_WORD = re.compile(r"[^\W_]+")


def check(draft):
    lately = [entry for entry in draft.recent if abs(draft.at - entry.at) <= WITHIN]
    headline, runs = _words(draft.headline), _runs(draft.text)
    for entry in lately:
        time = {"time": f"{entry.at:%H:%M}"}
        if headline and _words(entry.headline) == headline:
            yield Finding(_("The entry of %(time)s has the same headline.") % time, "headline")
        elif runs and alike(runs, _runs(entry.text)) >= ALIKE:
            yield Finding(_("The entry of %(time)s says nearly the same.") % time, "body")


def alike(one, other):
    """How much two sets have in common, 0 to 1."""
    return len(one & other) / len(one | other) if one or other else 0


def _words(text):
    return _WORD.findall(text[:_MOST].casefold())


def _runs(text):
    words = _words(text)
    return set(zip(words, words[1:], words[2:], strict=False)) if len(words) >= FEWEST else set()
