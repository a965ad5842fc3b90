"""What other sites show of an address of ours: Open Graph (ogp.me), Twitter's cards, oEmbed's thumbnail."""

from dataclasses import dataclass
from datetime import datetime

from django.templatetags.static import static
from django.utils.text import Truncator
from django.utils.translation import gettext as _

from coverage.markup import blocks
from coverage.models import site_face
from coverage.pictures.renditions import crop_for
from coverage.reader.addresses import absolute

SITE_PICTURE = ("img/share.png", 1200, 630)


@dataclass(frozen=True)
class Picture:
    url: str
    width: int
    height: int
    alt: str


@dataclass(frozen=True)
class Card:
    title: str
    description: str
    url: str
    picture: Picture
    published_at: datetime = None
    changed_at: datetime = None


def card_of_page(page):
    """Of a page from `for_display`."""
    words = page.standfirst or blocks.plain(page.summary)
    return Card(
        page.title,
        _short(words) or _by_us(),
        absolute(page.get_absolute_url()),
        _picture(page.lead_picture),
        page.published_at,
        page.changed_at,
    )


def card_of_entry(entry):
    """Of one from `in_timeline`, its page at hand; without a picture of its own it shows the page's."""
    return Card(
        entry.title,
        _short(entry.text) or entry.page.title,
        absolute(entry.get_absolute_url()),
        _picture(entry.lead_picture or entry.page.lead_picture),
        entry.published_at,
        entry.updated_at,
    )


def card_of_list(title, path, description=""):
    """Of a page that lists others."""
    return Card(title, description or _by_us(), absolute(path), _picture(None))


def _by_us():
    return _("Live coverage by %(name)s") % {"name": site_face.current().name}


def _short(text):
    return Truncator(" ".join(text.split())).chars(200)


def _picture(image):
    if image is None:
        name, width, height = SITE_PICTURE
        return Picture(absolute(static(name)), width, height, site_face.current().name)
    cut = crop_for("og", SITE_PICTURE[1], image.width, image.height, image.focus)
    return Picture(absolute(image.og), cut.width, cut.height(image.width, image.height), image.alt)
