"""Where a withdrawn entry was to be seen, for the desk to ask whether it still is."""

from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.models.timeline import place_of

TELLING = 25  # characters: a shorter text may stand elsewhere by chance


@dataclass(frozen=True)
class Receipt:
    """`lines`: (kind of check, address, its name). `words`: what no answer may hold, "" if too common."""

    entry: object
    lines: list
    words: str

    @property
    def before(self):
        """The version that a reader had who last saw the entry."""
        return self.entry.version - 1


def receipt_of(entry):
    """None while nobody could see the page anyway."""
    page = entry.page
    if not page.is_public:
        return None
    after = f"?after={entry.version - 1}"
    older = place_of(entry.published_at + timedelta(microseconds=1), entry.pk)
    lines = [
        ("page", page.get_absolute_url(), _("The page")),
        ("page", f"{reverse('older', args=[page.slug])}?before={older}", _("Its older entries")),
        ("address", entry.get_absolute_url(), _("Its own address")),
        ("json_ld", page.get_absolute_url(), _("What search engines read")),
        ("feed", reverse("feed", args=[page.slug]), _("The feed")),
        ("changes", page.changes_url + after, _("The list of changes")),
        ("stream", page.stream_url + after, _("The stream, from before it was withdrawn")),
    ]
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
