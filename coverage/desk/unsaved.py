"""What is typed as an entry that is saved nowhere, with everything `_entry.html` shows."""

from django.db.models import Prefetch
from django.utils import timezone

from coverage.markup import blocks
from coverage.models import Embed, Image, Revision, Video


def unsaved(form, page, *, by, published=None, note=""):
    """The entry of a valid EntryForm that `by` typed; `published`: the one readers have; `note`: of a correction.

    Seven queries at the most. Its id is that of the published one, or 0.
    """
    entry, at = form.instance, timezone.now()
    entry.page, entry.pk = page, published.pk if published else 0
    entry.published_at = published.published_at if published else at
    entry.updated_at = at if published else None
    entry.confirmation = published.confirmation if published else ""
    corrections = list(published.revisions.all()) if published else []
    if note:
        corrections.append(Revision(note=note, at=at))
    entry._prefetched_objects_cache = {  # as prefetch_related leaves it: the template asks nobody
        "bylines": form.signed,
        "revisions": corrections,
        "images": _named(Image.objects.visible_to(by), entry.body, "image"),
        "videos": _named(Video.objects.for_display(), entry.body, "video"),
        "embeds": _named(Embed.objects.for_display(), entry.body, "embed"),
    }
    return entry


def published_of(page, number):
    """The published entry of that number, as text, on the page, with its corrections; None if there is none."""
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    corrections = Revision.objects.exclude(note="").order_by("pk")
    return (
        page.entries.published()
        .prefetch_related(Prefetch("revisions", corrections))
        .filter(pk=number)
        .first()
    )


def _named(known, body, kind):
    numbers = blocks.numbers(body, kind)
    return list(known.filter(pk__in=numbers)) if numbers else []
