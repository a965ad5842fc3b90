"""Where a picture or a video is shown, as links for those who see all of it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.models import Author, Image, Snippet, Video

MOST = 50  # places of a kind that are named


class Place(NamedTuple):
    kind: str
    name: str
    address: str


def address_of(medium, verb="page"):
    """Of its page at the desk, or of what is done there: see urls.py."""
    kind = "picture" if isinstance(medium, Image) else "video"
    return reverse(f"admin:desk_{kind}_{verb}", args=[medium.pk])


def places_of(medium):
    """A Place for each, six queries at the most, however many there are."""
    entries = medium.uses.entries.select_related("page").order_by("-pk")[:MOST]
    places = [
        Place(entry.get_status_display(), entry.title or str(entry), _in_its_timeline(entry))
        for entry in entries
    ]
    for kind, nouns in (
        (_("Top of the page"), medium.uses.pages.order_by("-pk")),
        *(_nouns_with(medium) if isinstance(medium, Image) else ()),
        (_("Snippet"), Snippet.objects.filter(**{f"{medium.uses.kind}s": medium})),
    ):
        places += [
            Place(kind, str(noun), reverse(f"admin:coverage_{noun._meta.model_name}_change", args=[noun.pk]))
            for noun in nouns[:MOST]
        ]
    return places


def _nouns_with(image):
    yield _("Poster of a video"), Video.objects.filter(poster=image)
    yield _("Photo of an author"), Author.objects.filter(photo=image)


def _in_its_timeline(entry):
    page = entry.page
    moment = (entry.published_at or entry.created_at).astimezone(page.zone)
    return f"{reverse('admin:desk_find', args=[page.pk])}?until={moment:%Y-%m-%dT%H:%M:%S.%f}"
