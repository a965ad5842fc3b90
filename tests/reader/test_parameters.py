"""What else stands in a public address: dropped, or refused in plain words, never an error of ours."""

from html import unescape

import pytest

from coverage.models import Tag
from tests.make import make_author, make_byline, make_entry
from tests.serving import serving


@pytest.fixture
def addresses(page):
    author, tag = make_author(), Tag.objects.named("القمة")
    entry = make_entry(page, bylines=[make_byline(author)], tags=[tag])
    base = page.get_absolute_url()
    return [
        "/", base, entry.get_absolute_url(), f"{base}feed.atom", f"{base}feed.json", f"{base}page.jsonld",
        tag.get_absolute_url(), f"{tag.get_absolute_url()}feed.json", author.get_absolute_url(),
        "/sitemap.xml", "/news-sitemap.xml", "/robots.txt",
    ]  # fmt: skip


@pytest.mark.parametrize(
    "query", ["utm_source=x", "a=1&a=2", "next=//evil.example/", "%00=%ff", "x", "=&=", "é=%"]
)
def test_what_we_do_not_know_is_dropped_so_that_caches_hold_each_answer_once(addresses, client, query):
    for address in addresses:
        answer = client.get(f"{address}?{query}")
        assert (answer.status_code, answer["Location"]) == (302, address)
        assert answer["Cache-Control"] == "no-store"


def test_what_we_know_is_kept_when_the_rest_is_dropped(page, client):
    older = f"{page.get_absolute_url()}older?before={make_entry(page).place}"
    for query in (f"{older}&fbclid=x", older.replace("before", "x=1&x=2&before")):
        assert client.get(query)["Location"] == older


@pytest.mark.parametrize("where", ["older", "tag", "author"])
@pytest.mark.parametrize("before", ["", "x", "1.٣", "' or 1=1", "9" * 400])
def test_a_wrong_or_doubled_place_is_refused_in_plain_words(page, client, where, before):
    tag, author = Tag.objects.named("Harbour"), make_author()
    make_entry(page, tags=[tag], bylines=[make_byline(author)])
    bases = {"older": f"{page.get_absolute_url()}older", "tag": tag.get_absolute_url()}
    base = bases.get(where, author.get_absolute_url())
    wrong, doubled = client.get(base, {"before": before}), client.get(f"{base}?before=1.1&before=1.1")
    for answer, words in (
        (wrong, "“before” has to be an update's place"),
        (doubled, "stands in the address twice"),
    ):
        assert answer.status_code == 400
        assert words in unescape(answer.text)
        assert answer["Cache-Control"] == "no-store"


def test_a_thousand_parameters_are_refused_in_plain_words(addresses, client):
    query = "&".join(f"x{n}=1" for n in range(1100))
    answer = client.get(f"{addresses[1]}?{query}")
    assert (answer.status_code, "This address is not right" in answer.text) == (400, True)


def test_no_redirect_leads_to_another_site(page, client):
    for address in ("//evil.example/?x=1", "/%5cevil.example/?x=1", "/live//evil.example/?x=1"):
        answer = client.get(address)
        assert (
            answer.status_code == 404 or answer["Location"].startswith("/live/") or answer["Location"] == "/"
        )


def test_wrong_headers_change_nothing(page, client):
    make_entry(page, headline="Doors open")
    plain = client.get(page.get_absolute_url()).content
    for headers in (
        {"accept": "*/*;q=x," * 500},
        {"accept-language": "xx-" * 500},
        {"accept-encoding": "\x00, zstd;q=9"},
        {"if-none-match": '"' * 1000},
        {"if-modified-since": "Yesterday"},
    ):
        answer = client.get(page.get_absolute_url(), headers=headers)
        assert (answer.status_code, answer.content) == (200, plain), headers


def test_the_change_list_has_few_addresses_that_a_cache_keeps(transactional_db):
    from tests.make import make_page

    page = make_page()
    with serving() as site:
        status, headers, _ = site.get(f"{page.changes_url}?after=1&utm=x&b")
        assert (status, headers["Location"], headers["Cache-Control"]) == (
            302,
            f"{page.changes_url}?after=1",
            "no-store",
        )
        assert site.get(f"{page.changes_url}?x=//evil.example")[1]["Location"] == page.changes_url
        assert site.get(f"{page.changes_url}?after=01&x")[1]["Location"] == f"{page.changes_url}?after=1"
        for after in (page.version + 1, 10**17):  # nobody has such a version
            status, headers, _ = site.get(f"{page.changes_url}?after={after}")
            assert (status, headers["Cache-Control"]) == (200, "no-store")
        assert "s-maxage=1" in site.get(f"{page.changes_url}?after={page.version}")[1]["Cache-Control"]
