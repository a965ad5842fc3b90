"""Every public address at which an entry may be seen: for the caches in front, and for the desk's receipt.

A new kind of public page is one more line of PUBLIC_ADDRESSES.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

from django.conf import settings
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coverage.models.timeline import place_of


@dataclass(frozen=True)
class PublicAddress:
    """`view`: its name in reader/urls.py. `label`: what editors call it. `of`: what its address is made with,
    a list for each address. `query`: what follows it, of an entry. `check`: how the desk's receipt asks
    (static/js/desk-receipt.js): `unseen`, or one of those that look closer.
    """

    view: str
    label: str
    of: Callable
    query: Callable = lambda entry: ""
    check: str = "unseen"

    def paths(self, entry):
        return [reverse(self.view, args=args) + self.query(entry) for args in self.of(entry)]


def _site(entry):
    return [[]]


def _page(entry):
    return [[entry.page.slug]]


def _entry(entry):
    return [[entry.page.slug, entry.pk]]


def _tags(entry):
    return [[tag.slug] for tag in entry.tags.all()]


def _authors(entry):
    return [[byline.author.slug] for byline in entry.bylines.select_related("author")]


def _from_its_place(entry):
    return f"?before={place_of(entry.published_at + timedelta(microseconds=1), entry.pk)}"


def _from_the_one_before_it(entry):
    return f"?after={place_of(entry.published_at - timedelta(microseconds=1), entry.pk)}"


def _asked_by_its_address(entry):
    return f"?{urlencode({'url': f'{settings.SITE_URL}{entry.get_absolute_url()}'})}"


def _if_corrected(entry):
    return _page(entry) if entry.revisions.exclude(note="").exists() else []


def _asked_for_its_words(entry):
    return "?" + urlencode({"q": " ".join(entry.title.split()[:8])[:100]})


PUBLIC_ADDRESSES = (
    PublicAddress("live_page", _("The page"), _page),
    PublicAddress("older", _("Its older entries"), _page, _from_its_place),
    PublicAddress("from_start", _("The page from the start"), _page, _from_the_one_before_it),
    PublicAddress("entry", _("Its own address"), _entry, check="withdrawn"),
    PublicAddress("search", _("The search of the page"), _page, _asked_for_its_words),
    PublicAddress("corrections", _("The page's corrections"), _if_corrected),
    PublicAddress("front", _("The front page"), _site),
    PublicAddress("tag", _("The page of a tag"), _tags),
    PublicAddress("author", _("The page of an author"), _authors),
    PublicAddress("feed", _("The Atom feed"), _page),
    PublicAddress("feed_json", _("The JSON feed"), _page),
    PublicAddress("embed", _("The page on other sites"), _page),
    PublicAddress("entry_embed", _("The update on other sites"), _entry, check="withdrawn"),
    PublicAddress("oembed", _("The card for other sites"), _site, _asked_by_its_address),
    PublicAddress("page_json_ld", _("The page as data"), _page),
    PublicAddress("tag_feed", _("The Atom feed of a tag"), _tags),
    PublicAddress("tag_feed_json", _("The JSON feed of a tag"), _tags),
    PublicAddress("author_feed", _("The Atom feed of an author"), _authors),
    PublicAddress("author_feed_json", _("The JSON feed of an author"), _authors),
    PublicAddress("live_page", _("What search engines read"), _page, check="json_ld"),
)


def paths_of(entry):
    """Each once, without those that have a query: there are too many of them, and they expire by themselves."""
    paths = [path for address in PUBLIC_ADDRESSES for path in address.paths(entry)]
    return list(dict.fromkeys(path for path in [*paths, entry.page.changes_url] if "?" not in path))
