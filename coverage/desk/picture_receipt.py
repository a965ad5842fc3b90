"""Where a withdrawn picture was to be seen, for the desk to ask whether it still is."""

from dataclasses import dataclass

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext as _

MOST = 50  # entries and pages that are asked


@dataclass(frozen=True)
class PictureReceipt:
    """`lines`: (kind of check, address, its name). `token`: what no answer may hold."""

    title: str
    lines: list
    token: str


def receipt_of_picture(image):
    entries = image.uses.entries.public().select_related("page").order_by("-pk")[:MOST]
    pages = {entry.page_id: entry.page for entry in entries}
    pages |= {page.pk: page for page in image.uses.pages.public()[:MOST]}
    lines = [("unshown", reverse("front"), _("The front page"))]
    for page in pages.values():
        name = {"title": page.title}
        lines += [
            ("unshown", page.get_absolute_url(), page.title),
            ("unshown", reverse("feed", args=[page.slug]), _("The feed of %(title)s") % name),
            ("unshown", reverse("page_json_ld", args=[page.slug]), _("The data of %(title)s") % name),
        ]
    lines += [("unshown", entry.get_absolute_url(), entry.title) for entry in entries]
    lines += [("withdrawn", address, address.rpartition("/")[2]) for address in image.addresses]
    if settings.PURGE_URLS:
        lines.append(("told", reverse("admin:desk_picture_told", args=[image.pk]), _("The caches in front")))
    return PictureReceipt(str(image), lines, image.token)
