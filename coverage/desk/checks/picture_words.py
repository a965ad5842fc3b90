"""A picture without its words. (None gets in without a description; this is for those that came some other way.)"""

from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coverage.desk.checks.draft import Finding


def check(draft):
    for picture in draft.pictures:
        if sentence := _trouble(picture):
            yield Finding(sentence, "body", picture=picture.number)


def _trouble(picture):
    if not picture.is_there:
        return _("A picture in the text is no longer there; readers see nothing in its place.")
    if picture.is_decorative:
        return ""
    if not picture.alt.strip():
        return _("A picture has no description for those who can't see it.")
    if not (picture.credit.strip() or picture.is_own_graphic):
        return _("The picture “%(alt)s” has no credit.") % {"alt": Truncator(picture.alt).chars(40)}
    return ""
