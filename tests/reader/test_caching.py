"""What caches and browsers are told: the same for every reader, errors for none."""

import pytest

from coverage.models import Tag
from tests.make import make_author, make_byline, make_draft, make_editor, make_entry, make_image, make_page

POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; media-src 'self'; "
    "font-src 'self'; connect-src 'self'; manifest-src 'self'; form-action 'self'; base-uri 'none'; "
    "frame-ancestors 'none'"
)


@pytest.fixture
def found(page):
    """Addresses that answer 200."""
    author, tag = make_author(photo=make_image()), Tag.objects.named("Harbour")
    entry = make_entry(page, headline="Doors open", bylines=[make_byline(author)], tags=[tag])
    base = page.get_absolute_url()
    return [
        "/", base, f"{base}older?before=99999999999999999.1", entry.get_absolute_url(), f"{base}feed.atom",
        tag.get_absolute_url(), author.get_absolute_url(), "/robots.txt",
    ]  # fmt: skip


@pytest.fixture
def lost(page):
    """Addresses that answer 404 or 410."""
    withdrawn = make_entry(page)
    withdrawn.withdraw(by=None)
    draft_page = make_page(state="draft")
    base = page.get_absolute_url()
    return [
        "/nothing/", "/live/nothing/", f"{base}nothing.css", f"{base}entries/999999999/", f"{base}older",
        draft_page.get_absolute_url(), f"{draft_page.get_absolute_url()}feed.atom",
        f"{draft_page.get_absolute_url()}older?before=1.1", make_draft(page).get_absolute_url(),
        withdrawn.get_absolute_url(), "/tags/nothing/", "/authors/nothing/", "/media/nothing.jpg",
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


def test_an_answer_at_an_unchanged_version_is_the_same_bytes(found, page, client):
    empty = make_page().get_absolute_url()
    for address in [*found, empty, f"{empty}feed.atom"]:
        assert client.get(address).content == client.get(address).content, address


def test_public_addresses_only_answer_to_reading(found, client):
    for address in found:
        for method in ("post", "put", "patch", "delete"):
            answer = getattr(client, method)(address)
            assert (answer.status_code, answer["Cache-Control"]) == (405, "no-store"), (method, address)
        assert client.head(address).content == b""


def test_answers_are_sent_compressed(page, client):
    import gzip

    plain = client.get(page.get_absolute_url()).content
    packed = client.get(page.get_absolute_url(), headers={"accept-encoding": "gzip"})
    assert packed["Content-Encoding"] == "gzip"
    assert gzip.decompress(packed.content) == plain
    assert "accept-encoding" in packed["Vary"].lower()
