"""Where a picture is shown, as links for those who see all of it."""

from typing import NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.models import Author, Snippet, Video

MOST = 50  # places of a kind that are named


class Place(NamedTuple):
    kind: str
    name: str
    address: str


def places_of(image):
    """A Place for each, six queries however many there are."""
    entries = image.uses.entries.select_related("page").order_by("-pk")[:MOST]
    places = [
        Place(entry.get_status_display(), entry.title or str(entry), _address(entry.page, "desk_find", entry))
        for entry in entries
    ]
    for kind, nouns in (
        (_("Top of the page"), image.uses.pages.order_by("-pk")),
        (_("Poster of a video"), Video.objects.filter(poster=image)),
        (_("Photo of an author"), Author.objects.filter(photo=image)),
        (_("Snippet"), Snippet.objects.filter(images=image)),
    ):
        places += [
            Place(kind, str(noun), reverse(f"admin:coverage_{noun._meta.model_name}_change", args=[noun.pk]))
            for noun in nouns[:MOST]
        ]
    return places


def _address(page, name, entry):
    moment = (entry.published_at or entry.created_at).astimezone(page.zone)
    return f"{reverse(f'admin:{name}', args=[page.pk])}?until={moment:%Y-%m-%dT%H:%M:%S.%f}"
