"""What caches and browsers are told: the same for every reader, errors for none."""

from datetime import UTC, datetime, timedelta
from urllib.parse import quote

import pytest
from django.test import Client
from django.utils import timezone

from coverage.models import LivePage, Tag
from tests.make import make_author, make_byline, make_draft, make_editor, make_entry, make_image, make_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self' blob: https://video.example; "
    "font-src 'self'; connect-src 'self' https://video.example; frame-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@pytest.fixture
def found(page):
    """Addresses that answer 200."""
    author, tag = make_author(photo=make_image()), Tag.objects.named("Harbour")
    entry = make_entry(page, headline="Doors open", bylines=[make_byline(author)], tags=[tag])
    base = page.get_absolute_url()
    return [
        "/", base, f"{base}older?after=0.0", entry.get_absolute_url(), f"{base}feed.atom",
        f"{base}feed.json", f"{base}page.jsonld", "/sitemap.xml", "/news-sitemap.xml", "/robots.txt",
        f"/oembed?url=http%3A%2F%2F127.0.0.1%3A8000{quote(base, safe='')}",
        *(f"{noun.get_absolute_url()}{what}" for noun in (tag, author) for what in ("", "feed.atom", "feed.json")),
    ]  # fmt: skip


@pytest.fixture
def lost(page):
    """Addresses that answer 404 or 410."""
    withdrawn = make_entry(page)
    withdrawn.withdraw(by=None)
    draft_page = make_page(state="draft")
    base = page.get_absolute_url()
    return [
        "/nothing/", "/live/nothing/", f"{base}nothing.css", f"{base}entries/999999999/",
        draft_page.get_absolute_url(), f"{draft_page.get_absolute_url()}feed.atom",
        f"{draft_page.get_absolute_url()}older?before=1.1", make_draft(page).get_absolute_url(),
        withdrawn.get_absolute_url(), "/tags/nothing/", "/authors/nothing/", "/media/nothing.jpg",
        f"{draft_page.get_absolute_url()}feed.json", f"{draft_page.get_absolute_url()}page.jsonld",
        "/tags/nothing/feed.atom", "/authors/nothing/feed.json", "/sitemap-1000000.xml",
        "/media/../liveblog/settings.py", "/media/renditions/x.svg", "/static/nothing.css",
    ]  # fmt: skip


def test_a_shared_cache_keeps_an_answer_one_second(found, client):
    for address in found:
        kept = {part.strip() for part in client.get(address)["Cache-Control"].split(",")}
        wanted = {"public", "max-age=0", "s-maxage=1", "stale-while-revalidate=5", "stale-if-error=3600"}
        assert kept == wanted, address


def test_no_cache_keeps_an_error(lost, client):
    for address in lost:
        answer = client.get(address)
        assert answer.status_code in (404, 410), address
        assert answer["Cache-Control"] == "no-store", address


def test_no_cache_keeps_what_went_wrong_on_our_side(page, client, settings, monkeypatch):
    client.raise_request_exception = False
    monkeypatch.setattr("coverage.reader.views.render", lambda *args, **more: 1 / 0)
    answer = client.get(page.get_absolute_url())
    assert answer.status_code == 500
    assert "Something went wrong on our side" in answer.text
    assert answer["Cache-Control"] == "no-store"
    assert answer["Content-Security-Policy"] == POLICY


def test_a_public_answer_sets_no_cookie_and_depends_on_none(found, lost, client):
    client.cookies["sessionid"] = "of-somebody"
    client.cookies["csrftoken"] = "x" * 32
    for address in [*found, *lost]:
        answer = client.get(address)
        assert not answer.cookies, address
        assert "cookie" not in answer.get("Vary", "").lower(), address


def test_an_editor_gets_the_same_bytes_as_anybody(found, lost, client):
    as_anybody = {address: client.get(address).content for address in [*found, *lost]}
    client.force_login(make_editor())
    for address, content in as_anybody.items():
        answer = client.get(address, headers={"accept-language": "ar", "hx-request": "true"})
        assert answer.content == content, address
        assert "cookie" not in answer.get("Vary", "").lower(), address


def test_every_answer_has_the_policy(found, lost, page, client):
    redirected = page.get_absolute_url().rstrip("/")
    assert client.get(redirected)["Location"] == page.get_absolute_url()
    for address in [*found, *lost, redirected]:
        answer = client.get(address)
        assert answer["Content-Security-Policy"] == POLICY, address
        assert answer["X-Content-Type-Options"] == "nosniff", address
        assert answer["Referrer-Policy"] == "strict-origin-when-cross-origin", address


def test_what_has_not_changed_is_not_sent_again(found, page, client):
    for address in found:
        first = client.get(address)
        again = client.get(address, headers={"if-none-match": first["ETag"]})
        assert (again.status_code, again.content) == (304, b""), address
        assert again["Cache-Control"] == first["Cache-Control"], address
    base = page.get_absolute_url()
    etag = client.get(base)["ETag"]
    make_entry(page, headline="Talks begin")
    assert "Talks begin" in client.get(base, headers={"if-none-match": etag}).text


@pytest.fixture
def of_page(page):
    """Every address that shows a page, an entry of it withdrawn and one there."""
    entry = make_entry(page, headline="Doors open")
    base = page.get_absolute_url()
    older = f"{base}older?after=0.0"
    return [
        base,
        older,
        f"{base}feed.atom",
        f"{base}feed.json",
        f"{base}page.jsonld",
        entry.get_absolute_url(),
    ]


def test_whoever_has_this_version_costs_one_question_and_no_rendering(
    of_page, client, django_assert_num_queries
):
    for address in of_page:
        etag = client.get(address)["ETag"]
        assert etag.startswith('W/"')  # the same for every encoding
        for method in (client.get, client.head):
            with django_assert_num_queries(1):
                again = method(address, headers={"if-none-match": f'"x", {etag}'})
            assert (again.status_code, again["ETag"], again.content) == (304, etag, b""), address
            assert "Accept-Encoding" in again["Vary"], address
        packed = client.get(address, headers={"if-none-match": etag, "accept-encoding": "gzip"})
        assert packed.status_code == 304, address


def test_whoever_has_a_list_as_it_is_costs_one_question_until_any_page_in_it_changes(
    found, page, client, django_assert_num_queries
):
    other = make_page()
    lists = [address for address in found if not address.startswith("/live/") and address != "/robots.txt"]
    etags = {address: client.get(address)["ETag"] for address in lists}
    assert len(set(etags.values())) == len(lists) == 10
    make_draft(page)
    for address, etag in etags.items():
        with django_assert_num_queries(1):
            again = client.get(address, headers={"if-none-match": etag})
        assert (again.status_code, again["ETag"], again.content) == (304, etag, b""), address
    page.entries.published().first().withdraw(by=None)
    make_entry(other, headline="Talks begin", tags=[Tag.objects.named("Harbour")])
    for address, etag in etags.items():
        answer = client.get(address, headers={"if-none-match": etag})
        assert (answer.status_code, "Doors open" in answer.text) in ((200, False), (404, False)), address


def test_news_that_are_old_by_now_are_another_answer(page, client):
    LivePage.objects.filter(pk=page.pk).update(opened_at=timezone.now() - timedelta(days=1))
    etag = client.get("/news-sitemap.xml")["ETag"]
    LivePage.objects.filter(pk=page.pk).update(opened_at=timezone.now() - timedelta(days=3))
    assert page.slug not in client.get("/news-sitemap.xml", headers={"if-none-match": etag}).text


def test_an_etag_is_good_for_one_address_and_one_version(of_page, page, client):
    etags = [client.get(address)["ETag"] for address in of_page]
    assert len(set(etags)) == len(etags)
    make_entry(page, headline="Talks begin")
    for address, etag in zip(of_page, etags, strict=True):
        answer = client.get(address, headers={"if-none-match": etag})
        assert answer.status_code == 200, address
        assert answer["ETag"] != etag, address


def test_an_etag_of_a_withdrawn_entry_does_not_keep_it(of_page, page, client):
    entry = page.entries.get()
    etag = client.get(entry.get_absolute_url())["ETag"]
    entry.withdraw(by=None)
    for condition in (etag, "*"):
        answer = client.get(entry.get_absolute_url(), headers={"if-none-match": condition})
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")


def test_last_modified_is_the_moment_of_the_newest_change_once_that_second_is_over(of_page, page, client):
    assert all(not client.get(address).has_header("Last-Modified") for address in of_page)
    page.changes.update(at=datetime(2026, 1, 6, 21, 5, 30, 900_000, tzinfo=UTC))
    for address in of_page:
        said = client.get(address)["Last-Modified"]
        assert said == "Tue, 06 Jan 2026 21:05:30 GMT", address
        assert client.get(address, headers={"if-modified-since": said}).status_code == 304
    page.entries.get().withdraw(by=None)
    for address in of_page:
        answer = client.get(address, headers={"if-modified-since": said})
        assert answer.status_code in (200, 410), address
        assert "Doors open" not in answer.text


def test_a_closed_page_is_kept_longer_and_one_that_is_opened_again_a_second(of_page, page, client):
    page.close(by=None)
    for address in of_page:
        answer = client.get(address)
        for kept in (answer, client.get(address, headers={"if-none-match": answer["ETag"]})):
            assert "s-maxage=20," in kept["Cache-Control"], address
            assert "max-age=0" in kept["Cache-Control"]  # a browser always asks
    page.open(by=None)
    for address in of_page:
        assert "s-maxage=1," in client.get(address)["Cache-Control"], address


def test_another_release_or_name_is_another_etag(page, client, settings):
    from coverage.reader.asking import edition

    etag = client.get(page.get_absolute_url())["ETag"]
    settings.SITE_NAME = "The Other Post"
    edition.cache_clear()
    try:
        assert "The Other Post" in client.get(page.get_absolute_url(), headers={"if-none-match": etag}).text
    finally:
        edition.cache_clear()


def test_an_answer_at_an_unchanged_version_is_the_same_bytes(found, page, client):
    empty = make_page().get_absolute_url()
    for address in [*found, empty, f"{empty}feed.atom"]:
        assert client.get(address).content == client.get(address).content, address


def test_public_addresses_only_answer_to_reading(found):
    client = Client(enforce_csrf_checks=True)
    for address in [*found, "/media/renditions/x.jpg"]:
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(address)
            assert (answer.status_code, answer["Cache-Control"]) == (405, "no-store"), (method, address)
            assert not answer.cookies
        assert client.head(address).content == b""


def test_answers_are_sent_compressed(page, client):
    import gzip

    plain = client.get(page.get_absolute_url()).content
    packed = client.get(page.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert "accept-encoding" in packed["Vary"].lower()
