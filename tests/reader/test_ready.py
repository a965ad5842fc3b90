"""Ready bytes before Django: right, fresh and the same as Django's own, over real HTTP."""

import asyncio
import gzip
import http.client

import brotli
import pytest
from django.test import Client

from coverage.reader.ready import LONGEST_SECONDS, Ready
from tests.make import make_draft, make_entry, make_page
from tests.serving import eventually, serving

OURS = {"content-length", "date", "server", "vary", "content-encoding"}


@pytest.fixture
def page(transactional_db):
    return make_page()


@pytest.fixture
def site(page):
    with serving() as site:
        yield site


def is_ready(site, page):
    """Its page is followed and kept."""
    from liveblog.asgi import ready

    site.get(page.get_absolute_url())
    return any(key[1] == page.get_absolute_url() for key in ready._kept)


def test_the_bytes_and_headers_are_djangos_own(site, page):
    make_entry(page, headline="Doors open")
    eventually(lambda: is_ready(site, page))
    for path in ("", "feed.atom", "feed.json", "page.jsonld"):
        address = page.get_absolute_url() + path
        own = Client(SERVER_NAME="localhost").get(address)
        for _twice in range(2):
            status, headers, text = site.get(address)
            assert status == 200
            assert text == own.content.decode()
            said = {name.lower(): value for name, value in headers.items() if name.lower() not in OURS}
            assert said == {name.lower(): value for name, value in own.items() if name.lower() not in OURS}
            assert headers["Vary"] == "Accept-Encoding"


def test_a_second_reader_costs_django_nothing(site, page, settings):
    eventually(lambda: is_ready(site, page))
    address = page.get_absolute_url()
    settings.ROOT_URLCONF = "tests.nowhere"  # whatever asks Django fails
    status, _headers, text = site.get(address)
    assert status == 200
    assert page.title in text


def test_a_change_is_there_as_soon_as_the_hub_knows(site, page):
    eventually(lambda: is_ready(site, page))
    entry = make_entry(page, headline="Doors open")
    eventually(lambda: "Doors open" in site.get(page.get_absolute_url())[2])
    entry.withdraw(by=None)
    eventually(lambda: "Doors open" not in site.get(page.get_absolute_url())[2])


def test_a_draft_moves_nothing(site, page):
    eventually(lambda: is_ready(site, page))
    one = site.get(page.get_absolute_url())
    make_draft(page, headline="not yet")
    other = site.get(page.get_absolute_url())
    assert (one[1]["ETag"], one[2]) == (other[1]["ETag"], other[2])


def test_nothing_is_given_out_while_the_hub_is_not_sure(site, page):
    eventually(lambda: is_ready(site, page))
    site.hub.is_listening = False
    LivePage = type(page)
    LivePage.objects.filter(pk=page.pk).update(title="Changed unseen")
    assert "Changed unseen" in site.get(page.get_absolute_url())[2]


def test_each_gets_the_encoding_that_it_reads(site, page):
    eventually(lambda: is_ready(site, page))
    plain = site.get(page.get_absolute_url())[2]
    for accepted, decode in (
        ("gzip, deflate, br", brotli.decompress),
        ("gzip", gzip.decompress),
        ("zstd", bytes),
    ):
        line = http.client.HTTPConnection("127.0.0.1", site.port)
        line.request("GET", page.get_absolute_url(), headers={"Accept-Encoding": accepted})
        assert decode(line.getresponse().read()).decode() == plain
        line.close()


def test_who_has_it_hears_304_and_head_has_no_body(site, page):
    eventually(lambda: is_ready(site, page))
    address = page.get_absolute_url()
    etag = site.get(address)[1]["ETag"]
    for asked in (etag, f'"x", {etag}', etag.removeprefix("W/")):
        status, headers, text = site.get(address, If_None_Match=asked)
        assert (status, text, headers["ETag"]) == (304, "", etag)
    status, headers, text = site.get(address, method="HEAD")
    assert (status, text) == (200, "")
    assert int(headers["Content-Length"]) > 0


def test_a_wrong_host_and_a_forged_login_change_nothing(site, page):
    eventually(lambda: is_ready(site, page))
    address = page.get_absolute_url()
    assert site.get(address, Host="evil.example")[0] == 400
    assert site.get(address, Cookie="sessionid=x")[2] == site.get(address)[2]


def test_a_crowd_makes_an_answer_once():
    asked = []

    async def app(scope, receive, send):
        asked.append(scope["path"])
        await asyncio.sleep(0.05)
        headers = [(b"etag", b'W/"7-x"'), (b"content-type", b"text/plain")]
        await send({"type": "http.response.start", "status": 200, "headers": headers})
        await send({"type": "http.response.body", "body": b"seven"})

    async def crowd():
        ready = Ready(app, version_of=lambda slug: 7, follow=None)
        await asyncio.gather(*[ask(ready, got) for _one in range(100)])

    async def ask(ready, got):
        scope = {"type": "http", "method": "GET", "path": "/live/x/", "query_string": b"", "headers": []}
        await ready(scope, None, got)

    bodies = []

    async def got(message):
        bodies.extend([message["body"]] if "body" in message else [])

    asyncio.run(crowd())
    assert asked == ["/live/x/"]
    assert bodies == [b"seven"] * 100


def test_what_no_version_tells_of_is_kept_for_seconds_only():
    assert LONGEST_SECONDS <= 30
