"""Reading the log: which frames bring a reader from one version to another, as things are now."""

import time
from dataclasses import dataclass
from functools import cache

from django.db import connection, transaction
from django.template.loader import render_to_string

from coverage.models import Entry, LivePage
from coverage.models.presence import Presence
from coverage.stream.frames import KEPT, Frame

# What of a page lies outside its timeline: the name in `data-part`, and its template.
PARTS = {
    "state": "coverage/_state.html",
    "heading": "coverage/_heading.html",
    "lead": "coverage/_lead.html",
    "summary": "coverage/_summary.html",
    "chapters": "coverage/_chapters.html",
    "key-events": "coverage/_key_events.html",
    "notice": "coverage/_notice.html",
    "pinned": "coverage/_pinned.html",
}


@dataclass(frozen=True)
class News:
    """`frames`: one for each version up to `version`; None when a reader must begin anew.

    `parts`: the page's parts as of `version`.
    """

    slug: str
    version: int
    frames: list | None
    parts: dict


def find(slug):
    """The id of a public page; None if there is none."""
    return LivePage.objects.public().filter(slug=slug).values_list("pk", flat=True).first()


def versions(pks):
    """id → version of these pages, as far as they are public."""
    return dict(LivePage.objects.public().filter(pk__in=pks).values_list("pk", "version"))


def writing(pks):
    """Ids of those of these pages whose readers are told that somebody writes just now."""
    return Presence.objects.pages_to_tell(pks)


def news(pk, *, after=None, known=None):
    """What happened to a page after a version; None if it is public no more.

    `known`: the parts as of that version. Those that differ go into the last frame; all of them if
    it is several versions on, for one that is again as it was may have differed in between.
    `after=None`: nothing but its version and parts. One snapshot, so that the parts are exactly
    those of the version: a part rendered from the future would be missing from its own frame.
    """
    with transaction.atomic():
        with connection.cursor() as cursor:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        page = _pages_with_parts().filter(pk=pk).first()
        if page is None:
            return None
        parts = _parts(page)
        if after is None or after == page.version:
            return News(page.slug, page.version, [], parts)
        if not 0 < page.version - after <= KEPT:
            return News(page.slug, page.version, None, parts)
        frames = _frames(page, after, page.version)
    if len(frames) != page.version - after:
        return News(page.slug, page.version, None, parts)  # the log has lost some: pruned, or restored
    known = known if len(frames) == 1 else {}
    frames[-1].parts = {name: html for name, html in parts.items() if html != known.get(name)}
    return News(page.slug, page.version, frames, parts)


def earlier(pk, *, after, up_to, parts):
    """Frames for the versions after one up to another, for a chain that begins there.

    [] if the page is public no more or its log doesn't reach back so far.
    All `parts` go into the last: which of them differ from what such a reader has, nobody knows.
    """
    page = LivePage.objects.public().filter(pk=pk).first()
    if page is None:
        return []
    frames = _frames(page, after, up_to)
    if len(frames) != up_to - after:
        return []
    frames[-1].parts = dict(parts)
    return frames


@cache
def _pages_with_parts():
    """Put together once, and asked anew for each page: to build this query takes as long as to run it."""
    return LivePage.objects.public().with_parts()


def _frames(page, after, up_to):
    changes = list(page.changes.filter(version__gt=after, version__lte=up_to).order_by("version"))
    last = {change.entry_id: change for change in changes if change.entry_id}
    shown = {entry.pk: entry for entry in page.entries.in_words().filter(pk__in=last)}
    Entry.fetch_media(shown.values())
    now = time.time()
    frames = []
    with page.in_its_own_words():
        for change in changes:
            if last.get(change.entry_id) is not change:
                frames.append(Frame(change.version, "page", now))
            elif entry := shown.get(change.entry_id):
                kind = "arrived" if change.kind == "arrived" else "changed"
                html = render_to_string("coverage/_entry.html", {"entry": entry})
                frames.append(Frame(change.version, kind, now, entry=entry.pk, html=html, place=entry.place))
            else:
                frames.append(Frame(change.version, "gone", now, entry=change.entry_id))
            frames[-1].changed_at = change.at
    return frames


def _parts(page):
    if page.pinned:
        Entry.fetch_media([page.pinned])
    with page.in_its_own_words():
        context = {"page": page, "pinned": page.pinned}
        return {name: render_to_string(template, context) for name, template in PARTS.items()}
