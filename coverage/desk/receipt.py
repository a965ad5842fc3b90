"""Where a withdrawn entry was to be seen, for the desk to ask whether it still is."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.models import Entry
from coverage.models.public_addresses import PUBLIC_ADDRESSES

TELLING = 25  # characters: a shorter text may stand elsewhere by chance


@dataclass(frozen=True)
class Receipt:
    """`lines`: (kind of check, address, its name). `words`: what no answer may hold, "" if too common."""

    entry: object
    lines: list
    words: str


def receipt_of(entry):
    """None while nobody could see the page anyway."""
    page = entry.page
    if not page.is_public:
        return None
    lines = [
        (address.check, path, address.label) for address in PUBLIC_ADDRESSES for path in address.paths(entry)
    ]
    after = f"?after={entry.version - 1}"
    lines += [
        ("changes", page.changes_url + after, _("The list of changes")),
        ("stream", page.stream_url + after, _("The stream, from before it was withdrawn")),
    ]
    pictures = [image for image in entry.images.all() if not image.uses.is_public]
    lines += [("absent", image.og, _("Its share picture")) for image in pictures]
    if sought := _sought(entry):
        query = urlencode({"words": f'"{sought}"', "state": Entry.Status.PUBLISHED})
        found = f"{reverse('admin:desk_find', args=[page.pk])}?{query}"
        lines.append(("found", found, _("The search, among what is out")))
    if settings.PURGE_URLS:
        told = reverse("admin:desk_told", args=[page.pk, entry.pk])
        lines.append(("told", told, _("The caches in front")))
    return Receipt(entry, lines, _telling_words(entry))


def _telling_words(entry):
    words = " ".join(entry.text.split())[:80]
    others = entry.page.entries.published().exclude(pk=entry.pk)
    if len(words) < TELLING or others.filter(body__contains=words[:TELLING]).exists():
        return ""
    return words


def _sought(entry):
    """Words that a search would find it by; "" without any."""
    return " ".join(re.findall(r"\w+", entry.title)[:8])
