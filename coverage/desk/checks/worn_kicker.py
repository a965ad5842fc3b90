"""An urgent kicker that stands on most of what readers see, so that it says nothing any more.

Ten in a row would be late, and one Analysis between them would hide it; the first five of a big
story may all be Breaking. So: six of the last ten, with this one.
"""

from django.utils.translation import gettext as _

from coverage.desk.checks.draft import Finding

AMONG, TOO_MANY = 10, 6


def check(draft):
    if draft.kicker not in draft.urgent_kickers:
        return
    number = 1 + sum(entry.kicker in draft.urgent_kickers for entry in draft.recent[: AMONG - 1])
    if number >= TOO_MANY:
        sentence = _("With this one, %(number)d of the last ten entries are “%(kicker)s”.")
        yield Finding(sentence % {"number": number, "kicker": draft.kicker}, "kicker")
