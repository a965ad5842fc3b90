"""From what stands in the composer to a Draft: here the database is asked, so that no rule needs to.

Four queries at most, however long the page or the text.
"""

from urllib.parse import unquote, urlsplit

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject, Left
from django.urls import Resolver404, resolve
from django.utils import timezone

from coverage.desk.checks.draft import Draft, Link, Picture, Recent, Standing
from coverage.markup import blocks
from coverage.markup.canonical import TooLong, canonical
from coverage.markup.lines import line
from coverage.models import Entry, Image, LivePage

RECENT = 50  # entries before this one
BEGINNING = 10_000  # characters of each
MOST = 100  # pictures, and links to ourselves


def draft_of(typed, page, *, by, host, published=None):
    """`typed`: the composer's fields as they were posted, right or wrong. `by`: who typed. `host`: as this site is asked for.

    `published`: the entry that is being edited, if readers have it.
    """
    body = _canonical(typed.get("body", ""))
    return Draft(
        at=published.published_at if published else timezone.now(),
        headline=line(typed.get("headline", "")),
        kicker=typed.get("kicker", ""),
        lines=tuple(blocks.lines(body)),
        pictures=_pictures(Image.objects.visible_to(by), blocks.numbers(body, "image")[:MOST]),
        links=_links(blocks.links(body), {urlsplit(settings.SITE_URL).netloc.lower(), host.lower()}),
        language=page.language,
        names=tuple(page.names.splitlines()),
        urgent_kickers=frozenset(name for name, style in settings.KICKERS.items() if style == "breaking"),
        recent=_recent(page, published),
    )


def _canonical(body):
    try:
        return canonical(body)
    except TooLong:  # the form says so itself
        return ""


def _recent(page, published):
    entries = page.entries.published().order_by("-published_at", "-pk")
    if published:
        entries = entries.before(published.place)
    rows = entries.values_list("published_at", "headline", "kicker", Left("body", BEGINNING))[:RECENT]
    return tuple(
        Recent(timezone.localtime(at, page.zone), headline, kicker, " ".join(blocks.lines(body)))
        for at, headline, kicker, body in rows
    )


def _pictures(seen, numbers):
    if not numbers:
        return ()
    rows = seen.filter(pk__in=numbers).values_list("pk", "alt", "is_decorative", "credit", "is_own_graphic")
    known = {number: Picture(number, *words) for number, *words in rows}
    return tuple(known.get(number, Picture(number, is_there=False)) for number in numbers)


def _links(addresses, hosts):
    ours = [address for address in addresses if _host(address) in hosts][:MOST]
    matches = {address: _match(address) for address in ours}
    standings = _standings([match for match in matches.values() if match])
    return tuple(Link(address, _standing(address, matches, standings)) for address in addresses)


def _host(address):
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    return parts.netloc.lower() if parts.scheme in ("http", "https") else None


def _match(address):
    """What our own address leads to (ResolverMatch), None for nothing."""
    try:
        return resolve(unquote(urlsplit(address).path) or "/")
    except Resolver404:
        return None


def _standings(matches):
    """(state, {entry: status}) of each page that is linked, by its slug."""
    slugs = {match.kwargs["slug"] for match in matches if _is_of_page(match)}
    if not slugs:
        return {}
    numbers = [match.kwargs["pk"] for match in matches if match.url_name == "entry"]
    linked = Entry.objects.filter(page=OuterRef("pk"), pk__in=numbers)
    statuses = ArraySubquery(linked.values(json=JSONObject(pk="pk", status="status")))
    pages = LivePage.objects.filter(slug__in=slugs).values_list("slug", "state", statuses)
    return {slug: (state, {row["pk"]: row["status"] for row in rows or ()}) for slug, state, rows in pages}


def _is_of_page(match):
    return match.url_name in ("live_page", "entry", "older", "feed")


def _standing(address, matches, standings):
    if address not in matches:
        return Standing.ELSEWHERE
    match = matches[address]
    if match is None or (_is_of_page(match) and match.kwargs["slug"] not in standings):
        return Standing.NOWHERE
    if "admin" in match.namespaces:
        return Standing.DESK
    if not _is_of_page(match):
        return Standing.PUBLIC
    state, statuses = standings[match.kwargs["slug"]]
    if state not in LivePage.PUBLIC:
        return Standing.UNPUBLISHED_PAGE
    if match.url_name != "entry":
        return Standing.PUBLIC
    return _OF_ENTRY.get(statuses.get(match.kwargs["pk"], ""), Standing.UNPUBLISHED_ENTRY)


_OF_ENTRY = {
    Entry.Status.PUBLISHED: Standing.PUBLIC,
    Entry.Status.WITHDRAWN: Standing.WITHDRAWN,
    "": Standing.NOWHERE,
}
