"""Live pages and entries on other sites: a frame, a web component, and oEmbed (oembed.com), which hands out the frame."""

import json
from functools import cache, wraps
from pathlib import Path
from urllib.parse import urlencode, urlsplit
from xml.etree import ElementTree

from django.conf import settings
from django.contrib.staticfiles import finders
from django.core.exceptions import BadRequest
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.urls import Resolver404, get_script_prefix, resolve, reverse
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.views.decorators.clickjacking import xframe_options_exempt

from coverage.models import Entry, LivePage, site_face
from coverage.reader.addresses import absolute
from coverage.reader.asking import at_its_version, of_page, public
from coverage.reader.cards import card_of_entry, card_of_page
from coverage.reader.policy import with_media

LISTED = 10
WIDTH, HEIGHT = 600, 600  # pixels, of a frame
FRAMED = {"frame-ancestors": ["*"], "form-action": settings.SECURE_CSP["default-src"]}


def embeddable(view):
    """Let any site frame the answer, and read it: it is public, and no cookie comes into it."""

    @xframe_options_exempt
    @wraps(view)
    def answer(*args, **kwargs):
        response = view(*args, **kwargs)
        response._csp_config = with_media(settings.SECURE_CSP) | FRAMED
        response.headers["Access-Control-Allow-Origin"] = "*"
        return response

    return answer


@embeddable
@of_page()
def embed(request, page):
    """The newest entries, for a frame and for `<live-page-embed>`."""
    return _frame(request, page, page.entries.in_timeline()[:LISTED])


@embeddable
@of_page()
def entry_embed(request, page, pk):
    """One entry alone; 410, in words that a frame can show, when it was withdrawn."""
    if shown := page.entries.in_timeline().filter(pk=pk):
        return _frame(request, page, shown, only=pk)
    if page.entries.filter(pk=pk, status=Entry.Status.WITHDRAWN).exists():
        return _frame(request, page, [], only=pk, status=410)
    raise Http404


@public()
def embed_script(request):
    """The web component and its style in one file at an address that stays."""
    headers = {"Access-Control-Allow-Origin": "*", "Cache-Control": "public, max-age=300"}
    return HttpResponse(_component(), content_type="text/javascript; charset=utf-8", headers=headers)


@public("url", "format", "maxwidth", "maxheight")
def oembed(request, url, format, maxwidth, maxheight):
    if format not in (None, "json", "xml"):
        return HttpResponse(_("Ask for json or xml.\n"), content_type="text/plain", status=501)
    width, height = _pixels("maxwidth", maxwidth, WIDTH), _pixels("maxheight", maxheight, HEIGHT)
    page, pk = _asked_for(url)

    def answer():
        card, frame = _card_of(page, pk)
        said = _rich(card, frame, width, height)
        response = _as_xml(said) if format == "xml" else JsonResponse(said)
        ours = urlencode({"url": card.url, **({"format": format} if format else {})})
        # Kept as our pages link to it: there is no end of other ways to ask.
        if request.META["QUERY_STRING"] != ours:
            response.headers["Cache-Control"] = "no-store"
        return response

    response = at_its_version(request, page, answer)
    response.headers["Access-Control-Allow-Origin"] = "*"
    return response


def _rich(card, frame, width, height):
    return {
        "version": "1.0",
        "type": "rich",
        "title": card.title,
        "provider_name": site_face.current().name,
        "provider_url": settings.SITE_URL,
        "cache_age": 3600,
        "thumbnail_url": card.picture.url,
        "thumbnail_width": card.picture.width,
        "thumbnail_height": card.picture.height,
        "html": format_html(
            '<iframe src="{}" title="{}" width="{}" height="{}" loading="lazy" style="border:0;max-width:100%"></iframe>',
            *(frame, card.title, width, height),
        ),
        "width": width,
        "height": height,
    }


def _frame(request, page, entries, only=None, status=200):
    with page.in_its_own_words():
        context = {"page": page, "entries": entries, "limit": LISTED, "only": only}
        return render(request, "coverage/embed.html", context, status=status)


@cache
def _component():
    style, script = (
        Path(finders.find(name)).read_text("utf-8") for name in ("css/embed.css", "js/live-page-embed.js")
    )
    return f"{{\nconst STYLE = {json.dumps(style)}\n{script}}}\n"


def _asked_for(url):
    """(page, id of an entry or None) of the public page or update at this address of ours; Http404 without."""
    try:
        parts, site = urlsplit(url or ""), urlsplit(settings.SITE_URL)
        if parts.scheme not in ("http", "https") or parts.netloc != site.netloc:
            raise Http404
        asked = resolve(f"/{parts.path.removeprefix(get_script_prefix())}")
    except (ValueError, Resolver404):
        raise Http404 from None
    if asked.url_name not in ("live_page", "entry"):
        raise Http404
    page = get_object_or_404(LivePage.objects.public().for_display(), slug=asked.kwargs["slug"])
    anchor = parts.fragment.removeprefix("entry-")
    is_entry = anchor.isascii() and anchor.isdigit() and len(anchor) < 19
    return page, asked.kwargs.get("pk") or (int(anchor) if is_entry else None)


def _card_of(page, pk):
    """The card of the page or of one entry of it, and the address of its frame."""
    with page.in_its_own_words():
        if not pk:
            return card_of_page(page), absolute(reverse("embed", args=[page.slug]))
        entry = page.entries.in_timeline().filter(pk=pk).first()
        if entry is None:
            raise Http404
        return card_of_entry(entry), absolute(reverse("entry_embed", args=[page.slug, pk]))


def _pixels(name, most, usual):
    """What is usual, or less where at most so much is wanted; 0 and nonsense are refused."""
    if most is None:
        return usual
    if not (most.isascii() and most.isdigit() and 0 < len(most) <= 5 and int(most)):
        raise BadRequest(_("“%(name)s” has to be a number of pixels.") % {"name": name})
    return min(int(most), usual)


def _as_xml(said):
    root = ElementTree.Element("oembed")
    for name, value in said.items():
        ElementTree.SubElement(root, name).text = str(value)
    body = ElementTree.tostring(root, "utf-8", xml_declaration=True)
    return HttpResponse(body, content_type="text/xml; charset=utf-8")
