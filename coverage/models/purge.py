"""Telling the caches in front that something is gone: they are asked to PURGE its addresses."""

from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlsplit

from django.conf import settings
from django.urls import reverse
from procrastinate.contrib.django import app as jobs

SECONDS = 5


class NotTold(Exception):
    """A cache did not answer, or answered that it would not; `where` is the address that was asked for."""


def tell_caches(entry):
    """Leave a job that purges each address at which this entry could be seen, where caches are named.

    Belongs to the transaction that takes it away: the job is there once that is committed.
    """
    if settings.PURGE_URLS:
        job = jobs.configure_task("coverage.tasks.purge")
        job.defer(entry=entry.pk, version=entry.version, paths=paths(entry))


def paths(entry):
    """Those of the page and its entry, feed and front; what stands under a query string expires by itself."""
    tags = [tag.get_absolute_url() for tag in entry.tags.all()]
    authors = [byline.author.get_absolute_url() for byline in entry.bylines.select_related("author")]
    page = entry.page
    named = [reverse("front"), reverse("feed", args=[page.slug]), reverse("older", args=[page.slug])]
    return [page.get_absolute_url(), entry.get_absolute_url(), page.changes_url, *named, *tags, *authors]


def purge(paths):
    """Ask every cache of PURGE_URLS to forget these paths. NotTold unless all of them do.

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
    headers = {"Host": site.netloc, "X-Forwarded-Proto": site.scheme}
    try:
        for path in paths:
            line.request("PURGE", cache.path + path, headers=headers)
            answer = line.getresponse()
            answer.read()
            if answer.status >= 300 and answer.status not in (404, 410):
                yield f"{base}{path} answered {answer.status}"
    except (OSError, HTTPException) as error:
        yield f"{base}: {error}"
    finally:
        line.close()
