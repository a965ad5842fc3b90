"""Public pages: no cookie, the same bytes for every reader, a constant number of queries."""

from django.conf import settings
from django.core.exceptions import BadRequest
from django.db import models
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils.translation import gettext as _

from coverage.models import Author, Entry, LivePage, Tag, site_face
from coverage.reader.asking import of_page, of_pages, public
from coverage.reader.cards import card_of_entry, card_of_list, card_of_page
from coverage.reader.finding import (
    SearchForm,
    after_place,
    before_place,
    is_flag,
    older_address,
    stretch,
    timeline,
)
from coverage.reader.json_ld import live_blog_posting, script

UPDATES = 1000  # that one answer of page.jsonld holds
LISTED = 50  # entries of an author or a tag, pages at the front


@of_pages()
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


@of_page("key")
def live_page(request, page, key):
    """`?key`: only its key events."""
    only_key = is_flag(key)
    entries, has_more = stretch(timeline(page, only_key), page.pinned)
    older_url = older_address(page, "before", entries[-1].place, only_key) if has_more else None
    said = {"page": page, "pinned": page.pinned, "entries": entries, "older_url": older_url}
    with page.in_its_own_words():
        said["json_ld"] = script(live_blog_posting(page, entries))
        said |= {"only_key": only_key, "form": SearchForm(), "card": card_of_page(page)}
        return render(request, "coverage/live_page.html", said)


@of_page("after")
def from_start(request, page, after):
    """As it happened: oldest first, from the start or from a place on."""
    found = page.entries.in_timeline().order_by("published_at", "pk")
    entries, has_more = stretch(found if after is None else after_place(found, after))
    later_url = f"{reverse('from_start', args=[page.slug])}?after={entries[-1].place}" if has_more else None
    with page.in_its_own_words():
        return render(
            request,
            "coverage/from_start.html",
            {
                "page": page,
                "entries": entries,
                "later_url": later_url,
                "is_start": after is None,
                "card": card_of_page(page),
            },
        )


@of_page()
def entry(request, page, pk):
    """The update alone; with a script those beside it come in around it."""
    shown = page.entries.in_timeline().filter(pk=pk).first()
    with page.in_its_own_words():
        if shown:
            others = page.entries.published()
            said = {"page": page, "entry": shown}
            if others.nearest_after(shown.place).values("pk").first():
                said["newer_url"] = older_address(page, "after", shown.place)
            if others.nearest_before(shown.place).values("pk").first():
                said["older_url"] = older_address(page, "before", shown.place)
            said["card"] = card_of_entry(shown)
            return render(request, "coverage/entry.html", said)
        if withdrawn := page.entries.filter(pk=pk, status=Entry.Status.WITHDRAWN).first():
            return render(request, "410.html", {"page": page, "entry": withdrawn}, status=410)
    raise Http404


@of_page("before")
def page_json_ld(request, page, before):
    """Every update there is, as the page itself has the newest; of very many a thousand, and where the next are.

    schema.org knows no pages of a list, so that stands in a header (RFC 8288): nobody can make us write
    100,000 updates at a time.
    """
    found = page.entries.in_timeline()
    entries, has_more = stretch(found if before is None else before_place(found, before), listed=UPDATES)
    headers = {"Access-Control-Allow-Origin": "*"}
    if has_more:
        headers["Link"] = f'<?before={entries[-1].place}>; rel="next"'
        headers["Access-Control-Expose-Headers"] = "Link"
    with page.in_its_own_words():
        data = live_blog_posting(page, entries)
    return JsonResponse(
        data,
        json_dumps_params={"ensure_ascii": False, "separators": (",", ":")},
        content_type="application/ld+json",
        headers=headers,
    )


@of_pages("before")
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


@of_pages("before")
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


def _listed(noun, entries, before):
    """The newest of a noun's entries that are public, and the address of those after them (None at the end).

    Http404 if it has none, for then nobody may know that there is such a noun.
    """
    newest = entries.public().select_related("page").order_by("-published_at", "-pk")
    if before is not None:
        newest = before_place(newest, before)
    found = list(newest.fetch_mode(models.FETCH_RAISE)[: LISTED + 1])
    if not found and before is None:
        raise Http404
    if len(found) <= LISTED:
        return found, None
    last = found[LISTED - 1]
    return found[:LISTED], f"{noun.get_absolute_url()}?before={last.place}"
