"""A real nginx as a cache in front, configured as in compose: told of a withdrawal, it gives out nothing old."""

import time
import urllib.error
import urllib.request

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage import tasks
from coverage.models.public_addresses import paths_of
from tests.house.nginx import nginx_before
from tests.make import make_entry, make_page
from tests.serving import serving

ENCODINGS = ["gzip, deflate, br, zstd", "gzip", "identity"]  # as browsers, feed readers and scripts ask


def read(address, encoding="identity"):
    """(status, how nginx came by it, bytes)."""
    request = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    try:
        answer = urllib.request.urlopen(request, timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers["X-Cache"], answer.read()


@pytest.mark.parametrize("is_told", [True, False])
def test_a_withdrawal_empties_the_cache_in_front_within_a_second(
    transactional_db, settings, tmp_path, is_told
):
    page = make_page()
    entry = make_entry(page, headline="A rumour")
    with serving() as site, nginx_before(site, tmp_path) as (url, inner):
        settings.SITE_URL = url
        settings.PURGE_URLS, settings.PURGE_METHOD = [inner], "GET"
        paths = [entry.get_absolute_url(), page.get_absolute_url(), f"{page.get_absolute_url()}feed.atom"]
        assert set(paths) <= set(paths_of(entry))
        cached = {(path, encoding): read(url + path, encoding) for path in paths for encoding in ENCODINGS}
        for key, (status, how, _body) in cached.items():
            assert (status, how) == (200, "MISS"), key
            assert read(url + key[0], key[1])[1] in ("HIT", "STALE", "UPDATING"), key
        entry.withdraw(by=None)
        withdrawn_at = time.monotonic()
        if is_told:
            tasks.purge(**ProcrastinateJob.objects.get(task_name="coverage.tasks.purge").args)
        again = {key: read(url + key[0], key[1]) for key in cached}
        assert time.monotonic() - withdrawn_at < 1
        is_old = {key: again[key][2] == cached[key][2] for key in cached}
        assert set(is_old.values()) == {not is_told}  # untold it is old: the telling does it
        statuses = {status for (path, _), (status, *_) in again.items() if path == entry.get_absolute_url()}
        assert statuses == {410 if is_told else 200}
        assert b"A rumour" not in b"".join(read(url + path)[2] for path in paths) or not is_told
