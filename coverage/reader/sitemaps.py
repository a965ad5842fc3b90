"""Maps for search engines (sitemaps.org 0.9, and Google's of news): every public page, the newest first."""

from datetime import timedelta

from django.db import models
from django.http import Http404
from django.shortcuts import render
from django.utils import timezone

from coverage.models import Change, LivePage, site_face
from coverage.reader.asking import public

LISTED = 10_000  # pages in one map; its standard allows 50,000
MAPS = 50_000  # in an index, by the same standard
NEWS = 1000  # as many as a map of news may hold
NEW = timedelta(days=2)  # news, to those who read such a map


@public()
def sitemap(request):
    """All pages; where these are too many, the maps that have them."""
    number = LivePage.objects.public().count()
    if number <= LISTED:
        return _map(request, _pages()[:LISTED])
    numbers = range(1, -(-number // LISTED) + 1)
    return render(request, "coverage/sitemap_index.xml", {"numbers": numbers}, content_type="application/xml")


@public()
def part(request, number):
    """Oldest first, so that a page stays in the map where it is."""
    if not 1 <= number <= MAPS:
        raise Http404
    pages = list(_pages().reverse()[(number - 1) * LISTED : number * LISTED])
    if not pages:
        raise Http404
    return _map(request, pages)


@public()
def news(request):
    """Live pages that began in the last two days."""
    fresh = _pages().filter(opened_at__gte=timezone.now() - NEW).exclude(state="announced")[:NEWS]
    return _map(request, fresh, "coverage/news_sitemap.xml")


def _map(request, pages, template="coverage/sitemap.xml"):
    return render(
        request,
        template,
        {"pages": pages, "site_name": site_face.current().name},
        content_type="application/xml",
    )


def _pages():
    newest = Change.objects.filter(page=models.OuterRef("pk"), version=models.OuterRef("version"))
    return (
        LivePage.objects.public().annotate(versioned_at=models.Subquery(newest.values("at"))).order_by("-pk")
    )
