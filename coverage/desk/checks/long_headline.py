"""A headline that no phone shows whole."""

from django.utils.translation import gettext as _

from coverage.desk.checks.draft import Finding

MOST = 100  # characters


def check(draft):
    if len(draft.headline) > MOST:
        sentence = _("The headline has %(number)d characters; more than %(most)d is hard to take in.")
        yield Finding(sentence % {"number": len(draft.headline), "most": MOST}, "headline")
