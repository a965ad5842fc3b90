"""How every public address begins: its parameters, its page, and whether the asker has it already."""

import hashlib
from functools import cache, wraps
from pathlib import Path
from urllib.parse import urlencode

from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import BadRequest
from django.http import HttpResponseNotModified, HttpResponseRedirect
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.encoding import iri_to_uri
from django.utils.http import escape_leading_slashes, parse_etags
from django.utils.translation import gettext as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_safe

from coverage.embeds import providers
from coverage.models import LivePage, site_face
from coverage.reader import replica
from coverage.reader.caching import cached_as, cached_publicly


class Elsewhere(Exception):
    """What is asked for has an address of its own: this one with other parameters (None: without it)."""

    def __init__(self, **parameters):
        super().__init__(parameters)
        self.parameters = parameters


def only_read(view):
    """405 for all but GET and HEAD: no form is looked for, or who posts would get the desk's words and a cookie."""
    return csrf_exempt(require_safe(view))


def public(*parameters):
    """A view that anybody may read with these parameters, each at most once; it gets them by name (None: not given).

    Others are dropped by a redirect, so that nobody can fill the caches with addresses of one and the
    same answer. Not for ever: what is unknown today may mean something tomorrow.
    """

    def decorate(view):
        @only_read
        @cached_publicly
        @wraps(view)
        def answer(request, *args, **kwargs):
            given = {name: request.GET.getlist(name) for name in parameters}
            for name, values in given.items():
                if len(values) > 1:
                    raise BadRequest(_("“%(name)s” stands in the address twice.") % {"name": name})
            given = {name: values[0] if values else None for name, values in given.items()}
            if request.GET.keys() - given.keys() or not _is_spelt_as(request, _query(given)):
                return _elsewhere(request, given)
            try:
                return view(request, *args, **kwargs, **given)
            except Elsewhere as other:
                return _elsewhere(request, given | other.parameters)

        return answer

    return decorate


def of_page(*parameters):
    """As `public`, of one live page: the view gets it, and is only asked if the asker has another version.

    The page is read before anything on it, so an answer may be newer than its ETag says, never older.
    """

    def decorate(view):
        @public(*parameters)
        @wraps(view)
        def answer(request, slug, **more):
            return replica.first(request, lambda least: said(request, slug, least, more))

        def said(request, slug, least, more):
            pages = LivePage.objects.public().for_display()
            page = get_object_or_404(pages, slug=slug, version__gte=least)
            return at_its_version(request, page, lambda: view(request, page, **more))

        return answer

    return decorate


def of_pages(*parameters, pages=LivePage.objects.public):
    """As `public`, of all that `pages()` gives: the view is only asked if one of them has another version by now.

    No Last-Modified: the newest change of many pages goes back when one of them is deleted.
    """

    def decorate(view):
        @public(*parameters)
        @wraps(view)
        def answer(request, *args, **kwargs):
            etag = f'W/"{_digest(request, pages().in_short())}"'
            return _unless_known(request, etag, lambda: view(request, *args, **kwargs))

        return answer

    return decorate


def at_its_version(request, page, make):
    """What `make()` gives about this page (from `for_display`), or 304; either says how long it may be kept."""
    year = timezone.localtime(timezone=page.zone).year  # stands at times of other years only
    made_of = _digest(request, page.pk, page.version, page.tag_names, year)
    response = _unless_known(request, f'W/"{page.version}-{made_of}"', make)
    if response.status_code in (200, 304):
        cached_as(response, page)
    return response


def _unless_known(request, etag, make):
    """Weak (RFC 9110 §8.8.1): the same for whichever encoding."""
    response = HttpResponseNotModified() if etag in _etags_of(request) else make()
    if response.status_code in (200, 304):
        response.headers["ETag"] = etag
    return response


def _elsewhere(request, given):
    """On to the one address of an answer that has many: caches keep it once, and this redirect not at all."""
    query, path = _query(given), escape_leading_slashes(iri_to_uri(request.path))
    response = HttpResponseRedirect(f"{path}?{query}" if query else path)
    response.headers["Cache-Control"] = "no-store"
    return response


def _query(given):
    """In one order, and a flag without a “=”."""
    return "&".join(
        name if (name, value) == ("key", "") else urlencode({name: value})
        for name, value in given.items()
        if value is not None
    )


def _is_spelt_as(request, query):
    """Whether it stands so in the address. What has to be escaped may be so in several ways: each is taken."""
    return request.META["QUERY_STRING"] == query or "%" in query or "+" in query


def _etags_of(request):
    """Those the asker has. Not “*”, which asks whether there is anything here at all: the view knows that."""
    if settings.DEBUG:
        return []  # templates change while one looks
    etags = parse_etags(request.headers.get("If-None-Match", ""))
    return [f"W/{etag.removeprefix('W/')}" for etag in etags]


def _digest(request, *made_of):
    said = [edition(), site_face.current().version, request.get_full_path(), *made_of]
    return hashlib.sha256(repr(said).encode()).hexdigest()[:16]


@cache
def edition():
    """A hash of all but the database that a page is made of: another release, theme or name, another ETag."""
    named = [
        settings.SITE_NAME,
        settings.SITE_URL,
        settings.MEDIA_URL,
        settings.WEBSUB_HUB,
        settings.MEDIA_SOURCES,
        providers.known(),
    ]
    digest = hashlib.sha256(repr(named).encode())
    digest.update(getattr(staticfiles_storage, "manifest_hash", "").encode())
    for folder in [Path(settings.BASE_DIR) / "coverage", *settings.TEMPLATES[0]["DIRS"]]:
        for file in sorted(Path(folder).rglob("*")):
            if file.suffix in (".py", ".html", ".xml", ".txt", ".mo"):
                digest.update(file.read_bytes())
    return digest.hexdigest()[:16]
