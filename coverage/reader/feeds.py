"""Atom (RFC 4287) for feed readers."""

import re

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.shortcuts import get_object_or_404
from django.utils.feedgenerator import Atom1Feed
from django.views.decorators.http import require_safe

from coverage.models import LivePage
from coverage.reader.caching import cached_publicly

LISTED = 50


class SteadyAtom(Atom1Feed):
    """Atom whose time, where it has no entries, is the page's and not the clock's."""

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["published_at"]


class PageFeed(Feed):
    """The newest entries of one live page, in full."""

    feed_type = SteadyAtom

    def __call__(self, request, *args, **kwargs):
        return require_safe(cached_publicly(super().__call__))(request, *args, **kwargs)

    def feed_extra_kwargs(self, page):
        return {"published_at": page.published_at}

    def get_object(self, request, slug):
        return get_object_or_404(LivePage.objects.public().for_display(), slug=slug)

    def get_feed(self, page, request):
        with page.in_its_own_words():
            return super().get_feed(page, request)

    def title(self, page):
        return page.title

    def subtitle(self, page):
        return page.standfirst

    def link(self, page):
        return f"{settings.SITE_URL}{page.get_absolute_url()}"

    feed_guid = link

    def feed_url(self, page):
        return f"{settings.SITE_URL}{page.get_absolute_url()}feed.atom"

    def author_name(self, page):
        return settings.SITE_NAME

    def items(self, page):
        return page.entries.in_timeline()[:LISTED]

    def item_title(self, entry):
        return entry.title

    def item_description(self, entry):
        return _fetchable(entry.body_html)

    def item_link(self, entry):
        return f"{settings.SITE_URL}{entry.get_absolute_url()}"

    item_guid = item_link

    def item_author_name(self, entry):
        names = ", ".join(byline.author.name for byline in entry.bylines.all())
        return names or settings.SITE_NAME

    def item_pubdate(self, entry):
        return entry.published_at

    def item_updateddate(self, entry):
        return entry.updated_at or entry.published_at

    def item_categories(self, entry):
        return [entry.kicker] if entry.kicker else []


def _fetchable(html):
    """HTML whose pictures and videos are found from wherever it is read."""
    media = settings.MEDIA_URL
    if not media.startswith("/"):
        return html

    def absolute(tag):
        return re.sub(f'(?<=[" ]){media}', f"{settings.SITE_URL}{media}", tag[0])

    return re.sub(r"<(?:img|source|video)\b[^>]*>", absolute, html)
