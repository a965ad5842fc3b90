"""WebSub (w3.org/TR/websub): a hub is told of what is new, and tells those who follow a page's feeds."""

from contextlib import suppress
from functools import partial
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from urllib.parse import urlencode, urlsplit

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from procrastinate.contrib.django import app as jobs
from procrastinate.exceptions import AlreadyEnqueued

SECONDS = 5
TRIES = 6


class NotPinged(Exception):
    """The hub did not answer, or answered that it would not."""


def tell_hub(page):
    """Leave a job that tells the hub, where there is one; one that waits already will do for this change too.

    Once the change is committed, and not in its transaction: a waiting job may begin at any moment, and
    then tells of what it can see.
    """
    if settings.WEBSUB_HUB:
        transaction.on_commit(partial(_leave, page.slug), robust=True)


def topics(slug):
    """The addresses that a page's feeds say of themselves."""
    return [f"{settings.SITE_URL}{reverse(name, args=[slug])}" for name in ("feed", "feed_json")]


def ping(slug, tries=1):
    """Tell the hub that a page's feeds have changed; if it won't hear, again after a while.

    NotPinged when that was the last try.
    """
    try:
        for topic in topics(slug):
            _post({"hub.mode": "publish", "hub.url": topic, "hub.topic": topic})
    except NotPinged:
        if tries == TRIES:
            raise
        _leave(slug, tries + 1)


def _leave(slug, tries=1):
    wait = 0 if tries == 1 else 3**tries
    job = jobs.configure_task(
        "coverage.tasks.ping_hub", queueing_lock=f"hub {slug}", schedule_in={"seconds": wait}
    )
    with suppress(AlreadyEnqueued), transaction.atomic():
        job.defer(slug=slug, tries=tries)


def _post(form):
    hub = urlsplit(settings.WEBSUB_HUB)
    line = (HTTPSConnection if hub.scheme == "https" else HTTPConnection)(hub.netloc, timeout=SECONDS)
    path = f"{hub.path or '/'}{'?' if hub.query else ''}{hub.query}"
    headers = {"Content-Type": "application/x-www-form-urlencoded"}
    try:
        line.request("POST", path, body=urlencode(form), headers=headers)
        status = line.getresponse().status
    except (OSError, HTTPException) as error:
        raise NotPinged(f"{settings.WEBSUB_HUB}: {error}") from None
    finally:
        line.close()
    if not 200 <= status < 300:
        raise NotPinged(f"{settings.WEBSUB_HUB} answered {status}")
