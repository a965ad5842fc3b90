"""Where a withdrawn picture or video was to be seen, for the desk to ask whether it still is."""

from dataclasses import dataclass

from django.conf import settings
from django.core.files.storage import default_storage
from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.desk.medium_places import address_of
from coverage.models import Image

MOST = 50  # entries and pages that are asked


@dataclass(frozen=True)
class MediumReceipt:
    """`lines`: (kind of check, address, its name). `token`: what no answer may hold."""

    title: str
    lines: list
    token: str


def receipt_of_medium(medium):
    entries = medium.uses.entries.public().select_related("page").order_by("-pk")[:MOST]
    pages = {entry.page_id: entry.page for entry in entries}
    pages |= {page.pk: page for page in medium.uses.pages.public()[:MOST]}
    lines = [("unshown", reverse("front"), _("The front page"))]
    for page in pages.values():
        name = {"title": page.title}
        lines += [
            ("unshown", page.get_absolute_url(), page.title),
            ("unshown", reverse("feed", args=[page.slug]), _("The feed of %(title)s") % name),
            ("unshown", reverse("page_json_ld", args=[page.slug]), _("The data of %(title)s") % name),
        ]
    lines += [("unshown", entry.get_absolute_url(), entry.title) for entry in entries]
    token, check, addresses = _own(medium)
    lines += [(check, address, address.rpartition("/")[2]) for address in addresses]
    if settings.PURGE_URLS:
        lines.append(("told", address_of(medium, "told"), _("The caches in front")))
    return MediumReceipt(str(medium), lines, token)


def _own(medium):
    """(what no page may hold, how its own addresses are asked, these)."""
    if isinstance(medium, Image):
        return medium.token, "withdrawn", medium.addresses
    captions = [each.get_absolute_url() for each in medium.captions.all()]
    if not medium.file:
        return medium.url, "absent", captions
    known = default_storage.url(medium.left_address or medium.file.name)
    return known, "absent", [known, *captions]
