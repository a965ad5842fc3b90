"""A link that readers can't follow: to what we have not published, or to no address at all.

Other people's sites are not asked: whether they answer now says little about later.
"""

from urllib.parse import urlsplit

from django.utils.translation import gettext as _

from coverage.desk.checks.draft import Finding, Standing


def check(draft):
    for link in draft.links:
        if sentence := _trouble(link):
            yield Finding(sentence, "body", href=link.href)


def _trouble(link):
    match link.standing:
        case Standing.UNPUBLISHED_PAGE:
            return _("A link leads to a live page that is not public yet.")
        case Standing.UNPUBLISHED_ENTRY:
            return _("A link leads to an update that is not out.")
        case Standing.WITHDRAWN:
            return _("A link leads to an update that was withdrawn.")
        case Standing.DESK:
            return _("A link leads to our desk: readers can't follow it.")
        case Standing.NOWHERE:
            return _("A link leads to an address of ours that does not exist.")
        case Standing.ELSEWHERE if not _is_whole(link.href):
            return _("A link leads nowhere: “%(address)s”.") % {"address": link.href[:60]}
    return None


def _is_whole(href):
    """True unless it is a web address without a real host (`https://https://…`, `https://report`)."""
    try:
        parts = urlsplit(href)
        host = parts.hostname or ""
    except ValueError:
        return False
    return parts.scheme not in ("http", "https") or ":" in host or "." in host.strip(".")
