"""Telling the caches in front that something is gone: each is asked to forget its addresses, or to fetch them anew."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from itertools import product
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app as jobs

from coverage.models.public_addresses import paths_of

SECONDS = 5
# As a cache's key may tell them apart: only a request that is like a reader's takes the place of its answer.
ENCODINGS = {"PURGE": [None], "GET": ["br, gzip", "gzip", "identity"]}


class NotTold(Exception):
    """A cache did not answer, or answered that it would not; `where` is the address that was asked for."""


def tell_caches(entry):
    """Leave a job that purges each address at which this entry could be seen, where caches are named.

    Belongs to the transaction that takes it away: the job is there once that is committed.
    """
    if settings.PURGE_URLS:
        job = jobs.configure_task("coverage.tasks.purge")
        job.defer(entry=entry.pk, version=entry.version, paths=paths_of(entry))


def tell_caches_of_medium(medium):
    """The same of everything that shows a picture or a video, and of its own addresses."""
    if settings.PURGE_URLS:
        shown = [path for entry in medium.uses.entries.published() for path in paths_of(entry)]
        pages = [path for page in medium.uses.pages for path in (page.get_absolute_url(), page.changes_url)]
        paths = list(dict.fromkeys([*medium.addresses, *pages, reverse("front"), *shown]))
        jobs.configure_task("coverage.tasks.purge").defer(entry=None, version=None, paths=paths)


def tell_caches_of_files(*addresses):
    """The same of a video's file and what belongs to it, which nothing else names."""
    if settings.PURGE_URLS:
        jobs.configure_task("coverage.tasks.purge").defer(entry=None, version=None, paths=list(addresses))


def purge(paths):
    """Ask every cache of PURGE_URLS, by PURGE_METHOD, to forget these paths. NotTold unless all of them do.

    404 and 410 will do: what a cache doesn't hold, it can't give out.
    """
    failed = [failure for base in settings.PURGE_URLS for failure in _purged(base, paths)]
    if failed:
        raise NotTold("; ".join(failed))


def _purged(base, paths):
    """What went wrong with each path at one cache; after no answer at all the rest is not tried."""
    site = urlsplit(settings.SITE_URL)
    cache = urlsplit(base)
    line = (HTTPSConnection if cache.scheme == "https" else HTTPConnection)(cache.netloc, timeout=SECONDS)
    headers = {"Host": site.netloc, "X-Forwarded-Proto": site.scheme, **settings.PURGE_HEADER}
    method = settings.PURGE_METHOD
    try:
        for path, encoding in product(paths, ENCODINGS[method]):
            line.request(method, cache.path + path, headers=headers | _accepting(encoding))
            answer = line.getresponse()
            answer.read()
            if answer.status >= 300 and answer.status not in (404, 410):
                yield f"{base}{path} answered {answer.status}"
    except (OSError, HTTPException) as error:
        yield f"{base}: {error}"
    finally:
        line.close()


def _accepting(encoding):
    return {"Accept-Encoding": encoding} if encoding else {}
