"""Public pages: no cookie, the same bytes for every reader, a constant number of queries."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import models
from django.db.models import prefetch_related_objects
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.models import Author, Entry, LivePage, Tag, site_face
from coverage.reader.asking import of_page, public
from coverage.reader.cards import card_of_entry, card_of_list, card_of_page
from coverage.reader.json_ld import live_blog_posting, script

LISTED = 50  # entries of an author or a tag, pages at the front


@public()
def front(request):
    pages = LivePage.objects.select_related("lead_image", "lead_video__poster")
    return render(
        request,
        "coverage/front.html",
        {
            "live": pages.live()[:LISTED],
            "recent": pages.recent()[:LISTED],
            "card": card_of_list(site_face.current().name, reverse("front")),
        },
    )


@of_page()
def live_page(request, page):
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
                "card": card_of_page(page),
            },
        )


@of_page("before")
def older(request, page, before):
    entries, older_url = _stretch(page, _before(page.entries.in_timeline(), before))
    with page.in_its_own_words():
        return render(
            request,
            "coverage/older.html",
            {"page": page, "entries": entries, "older_url": older_url, "card": card_of_page(page)},
        )


@of_page()
def entry(request, page, pk):
    shown = page.entries.in_timeline().filter(pk=pk).first()
    with page.in_its_own_words():
        if shown:
            return render(
                request, "coverage/entry.html", {"page": page, "entry": shown, "card": card_of_entry(shown)}
            )
        if withdrawn := page.entries.filter(pk=pk, status=Entry.Status.WITHDRAWN).first():
            return render(request, "410.html", {"page": page, "entry": withdrawn}, status=410)
    raise Http404


@of_page()
def page_json_ld(request, page):
    """Every update there is, as the page itself has the newest."""
    with page.in_its_own_words():
        data = live_blog_posting(page, page.entries.in_timeline())
    return JsonResponse(
        data,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
        content_type="application/ld+json",
        headers={"Access-Control-Allow-Origin": "*"},
    )


@public("before")
def tag(request, slug, before):
    found = get_object_or_404(Tag, slug=slug)
    entries, older_url = _listed(found, found.entries, before)
    card = card_of_list(
        found.name, found.get_absolute_url(), _("Live updates on %(name)s") % {"name": found.name}
    )
    return render(
        request,
        "coverage/tag.html",
        {"tag": found, "entries": entries, "older_url": older_url, "card": card},
    )


@public("before")
def author(request, slug, before):
    found = get_object_or_404(Author, slug=slug)
    entries, older_url = _listed(found, Entry.objects.filter(bylines__author=found), before)
    card = card_of_list(
        found.name, found.get_absolute_url(), _("Live updates by %(name)s") % {"name": found.name}
    )
    return render(
        request,
        "coverage/author.html",
        {"author": found, "entries": entries, "older_url": older_url, "card": card},
    )


@public()
def robots(request):
    maps = "".join(f"Sitemap: {settings.SITE_URL}{reverse(name)}\n" for name in ("sitemap", "news_sitemap"))
    return HttpResponse(f"{settings.ROBOTS_TXT}\n\n{maps}", content_type="text/plain")


def bad_request(request, exception=None):
    """400 in plain words: ours, where we know what was wrong."""
    sentence = str(exception) if isinstance(exception, BadRequest) else ""
    return render(request, "400.html", {"sentence": sentence}, status=400)


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


def _before(entries, place):
    try:
        return entries.before(place or "")
    except ValueError:
        raise BadRequest(_("“before” has to be an update's place, as its “data-place” has it.")) from None


def _listed(noun, entries, before):
    """The newest of a noun's entries that are public, and the address of those after them (None at the end).

    Http404 if it has none, for then nobody may know that there is such a noun.
    """
    newest = entries.public().select_related("page").order_by("-published_at", "-pk")
    if before is not None:
        newest = _before(newest, before)
    found = list(newest.fetch_mode(models.FETCH_RAISE)[: LISTED + 1])
    if not found and not (before and entries.public().exists()):
        raise Http404
    if len(found) <= LISTED:
        return found, None
    last = found[LISTED - 1]
    return found[:LISTED], f"{noun.get_absolute_url()}?before={last.place}"
