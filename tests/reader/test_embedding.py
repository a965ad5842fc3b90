"""Frames, the web component and oEmbed: what other sites may show, and that only these may be framed."""

import gzip
import json
from urllib.parse import quote
from xml.etree import ElementTree

import pytest

from tests.make import make_draft, make_entry, make_image, make_page
from tests.reader.test_older import fill
from tests.reading import parsed

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def oembed(client):
    def oembed(address, **more):
        return client.get("/oembed", {"url": f"{SITE}{address}", **more})

    return oembed


def test_only_the_embed_may_be_framed_and_is_as_strict_otherwise(page, client):
    entry = make_entry(page)
    base = page.get_absolute_url()
    for address in (f"{base}embed/", f"{entry.get_absolute_url()}embed/"):
        answer = client.get(address)
        policy = dict(rule.split(" ", 1) for rule in answer["Content-Security-Policy"].split("; "))
        strict = dict(rule.split(" ", 1) for rule in client.get(base)["Content-Security-Policy"].split("; "))
        assert policy.pop("frame-ancestors") == "*"
        assert policy.pop("form-action") == strict.pop("default-src") == policy.pop("default-src") == "'none'"
        assert strict.pop("frame-ancestors") == "'none'"
        assert strict.pop("form-action") == "'self'"
        assert policy == strict
        assert not answer.has_header("X-Frame-Options")
        assert answer["Access-Control-Allow-Origin"] == "*"
        assert not answer.has_header("Access-Control-Allow-Credentials")
    for address in (base, entry.get_absolute_url(), "/live/nothing/embed/", "/"):
        answer = client.get(address)
        assert answer["X-Frame-Options"] == "DENY", address
        assert "frame-ancestors 'none'" in answer["Content-Security-Policy"], address


def test_an_embed_has_the_newest_ten_and_the_way_to_the_rest(page, read, django_assert_num_queries):
    fill(page, 12)
    with django_assert_num_queries(7):
        shown = read(f"{page.get_absolute_url()}embed/")
    page.refresh_from_db()
    assert [entry.one("h3").text for entry in shown.all("article")] == [
        f"Headline {n}" for n in range(11, 1, -1)
    ]
    assert shown.one("section.embed")["data-version"] == str(page.version)
    assert shown.one("p.more").one("a")["href"] == page.get_absolute_url()
    assert shown.one("base")["target"] == "_blank"


def test_an_entry_embeds_alone_and_says_when_it_was_withdrawn(page, read, client):
    make_entry(page)
    entry = make_entry(page, headline="Doors open")
    address = f"{entry.get_absolute_url()}embed/"
    assert [heading.text for heading in read(address).all("h3")] == ["Doors open"]
    assert client.get(f"{make_draft(page).get_absolute_url()}embed/").status_code == 404
    entry.withdraw(by=None)
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
    assert "This update was withdrawn" in answer.text
    assert "Doors open" not in answer.text
    assert "frame-ancestors *" in answer["Content-Security-Policy"]


def test_frame_and_component_weigh_ten_kilobytes_at_most(page, client, read):
    fill(page, 10)
    address = f"{page.get_absolute_url()}embed/"
    shown = read(address)
    html, script = (gzip.compress(client.get(path).content, 6) for path in (address, "/embed.js"))
    style = json.loads(client.get("/embed.js").text.partition("const STYLE = ")[2].split("\n", 1)[0])
    assert [link["href"] for link in shown.all("link") if link["rel"] == "stylesheet"] == [
        "/static/css/embed.css"
    ]
    assert [element["src"] for element in shown.all("script")] == ["/embed.js"]
    whole = len(html) + len(script) + len(gzip.compress(style.encode(), 6))
    print(f"component {len(script)} B, frame with 10 entries {whole} B")
    assert len(script) <= 10 * 1024
    assert whole <= 10 * 1024


def test_a_page_and_an_entry_say_where_their_oembed_is(page, read):
    entry = make_entry(page, headline="Doors open")
    for address in (page.get_absolute_url(), entry.get_absolute_url()):
        links = {link["type"]: link["href"] for link in read(address).all("link") if link["type"]}
        asked = f"{SITE}/oembed?url={quote(SITE + address, safe='')}"
        assert links["application/json+oembed"] == asked
        assert links["text/xml+oembed"] == f"{asked}&format=xml"


def test_oembed_gives_a_frame_of_the_page_with_its_picture(db, oembed, django_assert_max_num_queries):
    image = make_image(alt="A table")
    page = make_page(title="Summit <&>", lead_image=image)
    with django_assert_max_num_queries(2):
        answer = oembed(page.get_absolute_url())
    assert answer["Content-Type"] == "application/json"
    assert answer["Access-Control-Allow-Origin"] == "*"
    said = answer.json()
    frame = parsed(said.pop("html")).one("iframe")
    assert frame["src"] == f"{SITE}{page.get_absolute_url()}embed/"
    assert (frame["width"], frame["height"], frame["title"]) == ("600", "600", "Summit <&>")
    assert said == {
        "version": "1.0",
        "type": "rich",
        "title": "Summit <&>",
        "provider_name": "The Harbour Post",
        "provider_url": SITE,
        "cache_age": 3600,
        "thumbnail_url": f"{SITE}{image.og}",
        "thumbnail_width": 800,
        "thumbnail_height": 420,
        "width": 600,
        "height": 600,
    }


def test_oembed_of_an_entry_is_the_entry_alone_by_either_address(page, oembed):
    entry = make_entry(page, headline="Doors open")
    for address in (entry.get_absolute_url(), f"{page.get_absolute_url()}?utm=x#entry-{entry.pk}"):
        said = oembed(address).json()
        assert said["title"] == "Doors open"
        assert parsed(said["html"]).one("iframe")["src"] == f"{SITE}{entry.get_absolute_url()}embed/"


def test_oembed_keeps_to_the_size_that_is_wanted(page, oembed):
    said = oembed(page.get_absolute_url(), maxwidth="320", maxheight="9999").json()
    assert (said["width"], said["height"]) == (320, 600)
    assert parsed(said["html"]).one("iframe")["width"] == "320"
    for wrong in ("0", "-1", "x", "", "1e3", "٣", "9" * 400):
        answer = oembed(page.get_absolute_url(), maxwidth=wrong)
        assert (answer.status_code, "has to be a number of pixels" in answer.text) == (400, True), wrong


def test_oembed_speaks_xml_and_nothing_else(page, oembed):
    answer = oembed(page.get_absolute_url(), format="xml")
    assert answer["Content-Type"] == "text/xml; charset=utf-8"
    root = ElementTree.fromstring(answer.content)  # noqa: S314
    assert {element.tag: element.text for element in root} == {
        name: str(value) for name, value in oembed(page.get_absolute_url(), format="json").json().items()
    }
    answer = oembed(page.get_absolute_url(), format="yaml")
    assert (answer.status_code, answer.text, answer["Cache-Control"]) == (
        501,
        "Ask for json or xml.\n",
        "no-store",
    )


@pytest.mark.parametrize(
    "url",
    ["", "x", "http://evil.example/live/summit/", "//127.0.0.1:8000/live/summit/", "http://127.0.0.1:8000@evil.example/",
     "http://[::1", "javascript:alert(1)", "file:///etc/passwd", f"{SITE}/admin/", f"{SITE}/live/nothing/", f"{SITE}/",
     f"{SITE}/live/summit/older", f"{SITE}/live/summit/entries/999/", f"{SITE}/live/summit/#entry-999",
     f"{SITE}/live/summit/#entry-{'9' * 30}", f"{SITE}/live/secret/", f"{SITE}/live/%00/"],
)  # fmt: skip
def test_oembed_has_nothing_for_other_addresses(db, client, url):
    make_page(slug="summit", title="Summit")
    make_page(slug="secret", title="Secret plans", state="draft")
    answer = client.get("/oembed", {"url": url})
    if url.endswith("9" * 30):
        assert answer.json()["title"] == "Summit"  # no entry's anchor: the page
    else:
        assert (answer.status_code, "Secret" in answer.text) == (404, False)
        assert answer["Cache-Control"] == "no-store"
