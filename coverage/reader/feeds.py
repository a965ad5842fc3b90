"""The newest entries of a live page, a tag or an author, in full, for feed readers."""

from django.conf import settings
from django.contrib.syndication.views import Feed
from django.http import Http404
from django.shortcuts import get_object_or_404
from django.templatetags.static import static

from coverage.models import Author, Entry, Tag, site_face
from coverage.reader.addresses import absolute, fetchable
from coverage.reader.asking import of_page, of_pages
from coverage.reader.feed_formats import Atom, Enclosure, JsonFeed

LISTED = 50


class EntriesFeed(Feed):
    """The public entries of a tag or an author: of several live pages, each in its own words."""

    def __init__(self, feed_type):
        self.feed_type = feed_type

    def get_object(self, request, noun):
        return noun

    def title(self, noun):
        return f"{noun.name} – {site_face.current().name}"

    def subtitle(self, noun):
        return ""

    def link(self, noun):
        return absolute(noun.get_absolute_url())

    feed_guid = link

    def feed_url(self, noun):
        return f"{self.link(noun)}{self.feed_type.name}"

    def author_name(self, noun):
        return site_face.current().name

    def feed_extra_kwargs(self, noun):
        return {"published_at": None, "hub": "", "icon": absolute(static("img/logo.png"))}

    def items(self, noun):
        entries = noun.entries if isinstance(noun, Tag) else Entry.objects.filter(bylines__author=noun)
        found = list(entries.public().in_timeline().select_related("page")[:LISTED])
        if not found:
            raise Http404  # nobody may know that there is such a tag or author
        return found

    def item_title(self, entry):
        return entry.title

    def item_description(self, entry):
        with entry.page.in_its_own_words():
            return fetchable(entry.body_html)

    def item_link(self, entry):
        return absolute(entry.get_absolute_url())

    item_guid = item_link

    def item_author_name(self, entry):
        names = ", ".join(byline.author.name for byline in entry.bylines.all())
        return names or site_face.current().name

    def item_pubdate(self, entry):
        return entry.published_at

    def item_updateddate(self, entry):
        return entry.updated_at or entry.published_at

    def item_categories(self, entry):
        return [entry.kicker] if entry.kicker else []

    def item_enclosures(self, entry):
        """Its videos and sounds that are files; a stream or a player's page is no file."""
        plain = [video for video in entry.shown_videos if video.is_plain]
        return [
            Enclosure(absolute(video.source), str(video.size), video.kind, video.title) for video in plain
        ]

    def item_extra_kwargs(self, entry):
        authors = [byline.author for byline in entry.bylines.all()]
        return {
            "authors": [{"name": one.name, "url": absolute(one.get_absolute_url())} for one in authors],
            "image": entry.lead_picture and absolute(entry.lead_picture.largest),
            "language": entry.page.language,
        }


class PageFeed(EntriesFeed):
    """The newest entries of one live page."""

    def get_feed(self, page, request):
        with page.in_its_own_words():
            return super().get_feed(page, request)

    def title(self, page):
        return page.title

    def subtitle(self, page):
        return page.standfirst

    def feed_extra_kwargs(self, page):
        ours = {"published_at": page.published_at, "hub": settings.WEBSUB_HUB}
        return {**super().feed_extra_kwargs(page), **ours}

    def items(self, page):
        return page.entries.in_timeline()[:LISTED]


@of_page()
def page_atom(request, page):
    return _with_hub(_answer(PageFeed(Atom), request, page), request)


@of_page()
def page_json(request, page):
    return _with_hub(_answer(PageFeed(JsonFeed), request, page), request)


@of_pages()
def tag_atom(request, slug):
    return _answer(EntriesFeed(Atom), request, get_object_or_404(Tag, slug=slug))


@of_pages()
def tag_json(request, slug):
    return _answer(EntriesFeed(JsonFeed), request, get_object_or_404(Tag, slug=slug))


@of_pages()
def author_atom(request, slug):
    return _answer(EntriesFeed(Atom), request, get_object_or_404(Author, slug=slug))


@of_pages()
def author_json(request, slug):
    return _answer(EntriesFeed(JsonFeed), request, get_object_or_404(Author, slug=slug))


def _answer(feed, request, noun):
    """Without the time that Django gives it: it would go back when the newest entry is withdrawn."""
    response = feed(request, noun)
    del response.headers["Last-Modified"]
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _with_hub(response, request):
    """Where there is a hub, headers name it and the feed (WebSub §4): hubs look there, and JSON has no other place."""
    if settings.WEBSUB_HUB:
        response.headers["Link"] = (
            f'<{settings.WEBSUB_HUB}>; rel="hub", <{absolute(request.path)}>; rel="self"'
        )
    return response
