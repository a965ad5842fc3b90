"""Public pages: no cookie, the same bytes for every reader, a constant number of queries."""

from django.conf import settings
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.http import require_safe

from coverage.models import Author, Entry, LivePage, Tag
from coverage.reader.caching import cached_publicly
from coverage.reader.json_ld import live_blog_posting, script

LISTED = 50  # entries of an author or a tag, pages at the front


@require_safe
@cached_publicly
def front(request):
    pages = LivePage.objects.select_related("lead_image", "lead_video__poster")
    return render(
        request, "coverage/front.html", {"live": pages.live()[:LISTED], "recent": pages.recent()[:LISTED]}
    )


@require_safe
@cached_publicly
def live_page(request, slug):
    page = get_object_or_404(
        LivePage.objects.public().for_display(), slug=slug
    )  # its version before its entries
    entries, older_url = _stretch(page, page.entries.in_timeline(), page.pinned)
    with page.in_its_own_words():
        json_ld = script(live_blog_posting(page, entries))
        return render(
            request,
            "coverage/live_page.html",
            {
                "page": page,
                "pinned": page.pinned,
                "entries": entries,
                "older_url": older_url,
                "json_ld": json_ld,
            },
        )


@require_safe
@cached_publicly
def older(request, slug):
    page = get_object_or_404(LivePage.objects.public().for_display(), slug=slug)
    try:
        timeline = page.entries.in_timeline().before(request.GET.get("before", ""))
    except ValueError:
        raise Http404 from None
    entries, older_url = _stretch(page, timeline)
    with page.in_its_own_words():
        return render(
            request, "coverage/older.html", {"page": page, "entries": entries, "older_url": older_url}
        )


@require_safe
@cached_publicly
def entry(request, slug, pk):
    page = get_object_or_404(LivePage.objects.public().for_display(), slug=slug)
    shown = page.entries.in_timeline().filter(pk=pk).first()
    with page.in_its_own_words():
        if shown:
            return render(request, "coverage/entry.html", {"page": page, "entry": shown})
        if withdrawn := page.entries.filter(pk=pk, status=Entry.Status.WITHDRAWN).first():
            return render(request, "410.html", {"page": page, "entry": withdrawn}, status=410)
    raise Http404


@require_safe
@cached_publicly
def tag(request, slug):
    found = get_object_or_404(Tag, slug=slug)
    return render(request, "coverage/tag.html", {"tag": found, "entries": _listed(found.entries)})


@require_safe
@cached_publicly
def author(request, slug):
    found = get_object_or_404(Author, slug=slug)
    entries = _listed(Entry.objects.filter(bylines__author=found))
    return render(request, "coverage/author.html", {"author": found, "entries": entries})


@require_safe
@cached_publicly
def robots(request):
    return HttpResponse("User-agent: *\nDisallow: /admin/\n", content_type="text/plain")


def _stretch(page, timeline, pinned=None):
    """The next entries of a timeline, and the address of those after them (None at the end).

    `pinned` is made ready to be shown by the same queries.
    """
    found = list(timeline.prefetch_related(None)[: settings.ENTRIES_PER_PAGE + 1])
    entries = found[: settings.ENTRIES_PER_PAGE]
    prefetch_related_objects([*entries, *([pinned] if pinned else [])], *Entry.shown_with())
    if len(found) == len(entries):
        return entries, None
    return entries, f"{reverse('older', args=[page.slug])}?before={entries[-1].place}"


def _listed(entries):
    """The newest that are public; Http404 if none is, for then nobody may know what they share."""
    newest = entries.public().select_related("page").order_by("-published_at", "-pk")
    found = list(newest.fetch_mode(models.FETCH_RAISE)[:LISTED])
    if not found:
        raise Http404
    return found
