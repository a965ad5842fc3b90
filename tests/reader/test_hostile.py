"""Hostile texts come out as text, wherever a reader may meet them."""

import json
from urllib.parse import urlsplit
from xml.etree import ElementTree

import pytest

from coverage.models import Tag
from tests.hostile import ALL, BODIES, ELEMENTS, LINES, Line, page_with_body, page_with_line
from tests.reading import parsed
from tests.serving import serving

EVENTS = {"arrived", "changed", "gone", "page", "beat"}
ATOM = "{http://www.w3.org/2005/Atom}"


@pytest.fixture
def answers(client):
    """Every public answer about a page: address → text."""

    def answers(page):
        entries = page.entries.in_timeline()
        base = page.get_absolute_url()
        addresses = ["/", base, f"{base}older?after=0.0", f"{base}feed.atom"]
        addresses += [f"{base}embed/"]
        addresses += [entry.get_absolute_url() for entry in entries]
        addresses += [byline.author.get_absolute_url() for entry in entries for byline in entry.bylines.all()]
        addresses += [tag.get_absolute_url() for tag in Tag.objects.filter(entries__in=entries)]
        found = {}
        for address in addresses:
            answer = client.get(address)
            assert answer.status_code == 200, address
            found[address] = answer.text
        return found

    return answers


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_a_plain_text_is_shown_as_it_was_typed(db, answers, line):
    page = page_with_line(line.value)
    found = answers(page)
    for address, text in found.items():
        data = text.partition('<script type="application/ld+json">')[2].partition("</script>")[0]
        assert "<" not in data, address
        assert not is_raw(line, text.replace(data, ""), in_xml=address.endswith(".atom")), address
    shown = parsed(found[page.get_absolute_url()])
    seen = line.seen
    assert shown.one("h1").text == seen
    assert " ".join(shown.one("title").raw.split()) == f"{seen} – As it happened – The Harbour Post"
    assert shown.one("p.standfirst").text.replace(" ", "") == seen.replace(" ", "")  # its lines are kept
    check_entry(shown.one(".timeline"), line)
    assert shown.one(".key-events").one("a").text.endswith(f" {seen}")
    assert shown.one(".pinned").one("h3").text == seen
    assert shown.one("[data-part=notice]").one("a").text == seen
    assert shown.one("[data-part=lead]").one("video")["aria-label"] == seen
    said = json.loads(shown.one("[type=application/ld+json]").raw)
    update = said["liveBlogUpdate"][0]
    for value in (
        said["headline"],
        said["about"]["name"],
        said["about"]["location"]["name"],
        said["video"]["name"],
    ):
        assert value == seen
    assert update["headline"] == update["author"][0]["name"] == update["author"][0]["jobTitle"] == seen
    assert [update["image"][0][name] for name in ("description", "caption", "creditText")] == [seen] * 3
    feed = ElementTree.fromstring(found[f"{page.get_absolute_url()}feed.atom"])  # noqa: S314
    for path in ("title", "entry/title", "entry/author/name"):
        assert feed.find("/".join(f"{ATOM}{name}" for name in path.split("/"))).text == seen


@pytest.mark.parametrize("line", LINES, ids=lambda line: line.name)
def test_a_plain_text_is_itself_in_json_and_escaped_in_the_html_there(db, client, line):
    page = page_with_line(line.value)
    base = page.get_absolute_url()
    assert client.get(f"{base}feed.json").json()["title"] == line.seen
    assert client.get(f"{base}page.jsonld").json()["headline"] == line.seen
    asked = {"url": f"http://127.0.0.1:8000{base}"}
    said = client.get("/oembed", asked).json()
    assert said["title"] == line.seen
    assert parsed(said["html"]).one("iframe")["title"] == line.seen
    assert not is_raw(line, said["html"])
    xml = ElementTree.fromstring(client.get("/oembed", {**asked, "format": "xml"}).content)  # noqa: S314
    assert (xml.findtext("title"), xml.findtext("html")) == (line.seen, said["html"])


@pytest.mark.parametrize("body", BODIES, ids=lambda body: body.name)
def test_of_a_rich_text_only_what_is_harmless_is_left(db, answers, body):
    page = page_with_body(body.value)
    found = answers(page)
    for address, text in found.items():
        assert [part for part in body.gone if part in text] == [], address
    check_bodies(parsed(found[page.get_absolute_url()]), body, at_least=3)
    feed = ElementTree.fromstring(found[f"{page.get_absolute_url()}feed.atom"])  # noqa: S314
    for summary in feed.iter(f"{ATOM}summary"):
        parsed(summary.text)
        assert [part for part in body.gone if part in summary.text] == []


def test_the_stream_and_the_change_list_carry_every_text_unharmed(transactional_db):
    with serving() as site:
        for row in ALL:
            page = page_with_line(row.value) if isinstance(row, Line) else page_with_body(row.value)
            with site.stream(page, after=0) as stream:
                texts = [stream.text() for _ in range(page.version)]
            ids = []
            for text in texts:
                check_event(text, ids)
            assert ids == list(range(1, page.version + 1)), row.name
            for source in (json.loads(text.split("\ndata: ", 1)[1]) for text in texts):
                check_frame(source, row)
            for frame in site.changes(page, 0)["frames"]:
                check_frame(frame, row)


def check_event(text, ids):
    """One event of ours, and nothing that another parser would take for a second (WHATWG HTML §9.2.6)."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").split("\n")
    names = [line.partition(":")[0] for line in lines]
    assert names == ["id", "event", "data", "", ""]
    assert lines[1].removeprefix("event: ") in EVENTS
    ids.append(int(lines[0].removeprefix("id: ")))


def check_frame(frame, row):
    for html in [frame.get("html"), *frame.get("parts", {}).values()]:
        if html is None:
            continue
        element = parsed(html)
        if isinstance(row, Line):
            assert not is_raw(row, html), row.name
        else:
            assert [part for part in row.gone if part in html] == [], row.name
            check_bodies(element, row)
    if frame.get("html") and isinstance(row, Line):
        check_entry(parsed(frame["html"]), row)


def check_entry(element, line):
    assert element.one("h3").text == line.seen
    assert [kicker.text for kicker in element.all(".kicker")] == (
        [line.seen] if len(line.value) <= 40 else []
    )
    byline = element.one(".byline")
    assert byline.one("b").text == line.seen
    assert byline.one("span").text == f"{line.seen}, reporting from {line.seen}"
    picture = element.one("figure.picture")
    assert picture.one("img")["alt"] == line.seen
    assert picture.one("span.caption").text == line.seen
    assert picture.one("span.credit").text == f"Image source, {line.seen}"
    assert element.one("video")["aria-label"] == line.seen
    assert element.one(".correction").text.endswith(f": {line.seen}")


def check_bodies(element, body, at_least=0):
    bodies = element.all(".body")
    assert len(bodies) >= at_least, body.name
    for found in bodies:
        check_elements(found, body)
        if not found.all("figcaption"):  # a caption is one line
            assert [words for words in body.kept if " ".join(words.split()) not in found.text] == [], (
                body.name
            )


def check_elements(element, body):
    for child in element.children:
        if isinstance(child, str) or child.tag == "figure":
            continue
        assert child.tag in ELEMENTS, body.name
        assert set(child.attributes) <= ELEMENTS[child.tag], body.name
        if child.tag == "a":
            address = urlsplit(child["href"])
            assert address.scheme in ("http", "https"), body.name
            assert address.hostname, body.name
        check_elements(child, body)


def is_raw(line, text, in_xml=False):
    """True if the value stands in the HTML or XML as it would have to for its attack to work."""
    marks = "<&" if in_xml else "<&\"'"
    return any(mark in line.value for mark in marks) and line.seen in text
