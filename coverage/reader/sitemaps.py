"""Maps for search engines (sitemaps.org 0.9, and Google's of news): every public page, the newest first."""

from datetime import timedelta

from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from coverage.models import Change, LivePage, site_face
from coverage.reader.asking import of_pages

LISTED = 10_000  # pages in one map; its standard allows 50,000
MAPS = 50_000  # in an index, by the same standard
NEWS = 1000  # as many as a map of news may hold
NEW = timedelta(days=2)  # news, to those who read such a map


def _fresh():
    began = timezone.now() - NEW
    return LivePage.objects.public().filter(opened_at__gte=began).exclude(state="announced")


@of_pages()
def sitemap(request):
    """All pages; where these are too many, the maps that have them."""
    number = LivePage.objects.public().count()
    if number <= LISTED:
        return _map(request, _with_lastmod(LivePage.objects.public())[:LISTED])
    numbers = range(1, -(-number // LISTED) + 1)
    return render(request, "coverage/sitemap_index.xml", {"numbers": numbers}, content_type="application/xml")


@of_pages()
def part(request, number):
    """Oldest first, so that a page stays in the map where it is."""
    if not 1 <= number <= MAPS:
        raise Http404
    pages = list(_with_lastmod(LivePage.objects.public()).reverse()[(number - 1) * LISTED : number * LISTED])
    if not pages:
        raise Http404
    return _map(request, pages)


@of_pages(pages=_fresh)
def news(request):
    """Live pages that began in the last two days."""
    return _map(request, _with_lastmod(_fresh())[:NEWS], "coverage/news_sitemap.xml")


def _map(request, pages, template="coverage/sitemap.xml"):
    return render(
        request,
        template,
        {"pages": pages, "site_name": site_face.current().name},
        content_type="application/xml",
    )


def _with_lastmod(pages):
    newest = Change.objects.filter(page=models.OuterRef("pk"), version=models.OuterRef("version"))
    return pages.annotate(versioned_at=models.Subquery(newest.values("at"))).order_by("-pk")
