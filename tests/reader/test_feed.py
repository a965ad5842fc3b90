"""The Atom feed of a page (RFC 4287), as two parsers read it."""

from datetime import datetime
from xml.dom.expatbuilder import parseString
from xml.etree import ElementTree

import pytest

from tests.make import make_author, make_byline, make_draft, make_entry, make_image, make_page
from tests.reading import parsed

ATOM = "{http://www.w3.org/2005/Atom}"
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def feed(client):
    """The feed as an ElementTree, after another parser has found the same text in it."""

    def feed(page):
        answer = client.get(f"{page.get_absolute_url()}feed.atom")
        assert answer["Content-Type"] == "application/atom+xml; charset=utf-8"
        root = ElementTree.fromstring(answer.content)  # noqa: S314
        other = parseString(answer.content).documentElement  # noqa: S316
        for name in ("title", "summary", "id", "name"):
            found = [
                "".join(part.data for part in node.childNodes) for node in other.getElementsByTagName(name)
            ]
            assert found == [element.text or "" for element in root.iter(f"{ATOM}{name}")]
        return root

    return feed


def texts(root, path):
    return [element.text for element in root.findall("/".join(f"{ATOM}{name}" for name in path.split("/")))]


def test_a_feed_says_whose_it_is(db, feed):
    page = make_page(title="Summit", standfirst="Leaders meet.", language="fr")
    root = feed(page)
    assert root.tag == f"{ATOM}feed"
    assert root.get("{http://www.w3.org/XML/1998/namespace}lang") == "fr"
    assert texts(root, "title") == ["Summit"]
    assert texts(root, "subtitle") == ["Leaders meet."]
    assert texts(root, "author/name") == ["The Harbour Post"]
    assert texts(root, "id") == [f"{SITE}{page.get_absolute_url()}"]
    links = {link.get("rel"): link.get("href") for link in root.findall(f"{ATOM}link")}
    assert links == {
        "alternate": f"{SITE}{page.get_absolute_url()}",
        "self": f"{SITE}{page.get_absolute_url()}feed.atom",
    }


def test_entries_are_whole_and_newest_first(page, feed):
    image = make_image(alt="A harbour", credit="Reuters")
    first = make_entry(
        page, headline="Doors open", kicker="Breaking", bylines=[make_byline(make_author("Ida Okafor"))]
    )
    body = f'<p>Talks <em>begin</em>.</p><ul><li>one</li></ul><figure data-image="{image.pk}"></figure>'
    second = make_entry(page, headline="", body=body)
    root = feed(page)
    assert texts(root, "entry/title") == ["Talks begin.", "Doors open"]
    assert texts(root, "entry/id") == [f"{SITE}{entry.get_absolute_url()}" for entry in (second, first)]
    assert texts(root, "entry/author/name") == ["The Harbour Post", "Ida Okafor"]
    assert [category.get("term") for category in root.iter(f"{ATOM}category")] == ["Breaking"]
    whole = parsed(texts(root, "entry/summary")[0])
    assert whole.one("p").text == "Talks begin."
    assert whole.one("em").text == "begin"
    assert whole.one("li").text == "one"
    assert whole.one("figcaption").text == "Image source, Reuters"


def test_what_a_feed_shows_can_be_fetched_from_wherever_it_is_read(page, feed):
    image = make_image()
    make_entry(page, body=f'<figure data-image="{image.pk}"></figure><p>Text.</p>')
    whole = parsed(texts(feed(page), "entry/summary")[0])
    assert whole.one("img")["src"] == f"{SITE}{image.src}"
    for element in (whole.one("img"), *whole.all("source")):
        for part in element["srcset"].split(", "):
            assert part.startswith(f"{SITE}/media/")


def test_times_have_a_zone_and_move_with_an_edit(page, feed):
    entry = make_entry(page, headline="Dors open")
    entry.headline = "Doors open"
    entry.edit(by=None)
    root = feed(page)
    published, updated = texts(root, "entry/published")[0], texts(root, "entry/updated")[0]
    assert datetime.fromisoformat(published) == entry.published_at
    assert datetime.fromisoformat(updated) == entry.updated_at
    assert texts(root, "updated") == [updated]


def test_a_feed_has_the_newest_fifty(page, feed):
    from tests.reader.test_older import fill

    fill(page, 60)
    assert texts(feed(page), "entry/title") == [f"Headline {n}" for n in range(59, 9, -1)]


def test_only_what_is_public_is_in_a_feed(page, feed):
    make_draft(page, headline="draft")
    make_entry(page, headline="withdrawn").withdraw(by=None)
    make_entry(page, headline="out")
    assert texts(feed(page), "entry/title") == ["out"]


def test_a_feed_is_made_for_no_host_in_particular(page, client, settings):
    settings.ALLOWED_HOSTS = ["*"]
    make_entry(page)
    answers = {
        client.get(f"{page.get_absolute_url()}feed.atom", headers={"host": host}).content
        for host in ("a.example", "b.example")
    }
    assert len(answers) == 1


@pytest.mark.parametrize(
    "text", ["]]><x>&", "&xxe; &#0; &lt;b&gt; &amp;amp;", "before\x01\ufffeafter", "<!--<script>", "a\u2028b"]
)
def test_any_text_leaves_a_feed_well_formed(db, feed, text):
    page = make_page(title=text, standfirst=text)
    make_entry(
        page, headline=text, kicker=text, body="<p>]]&gt;</p>", bylines=[make_byline(make_author(text))]
    )
    root = feed(page)
    kept = text.replace("\x01", "").replace("\ufffe", "").replace("\u2028", " ")
    for path in ("title", "entry/title", "entry/author/name"):
        assert texts(root, path) == [kept]
    assert " ".join(texts(root, "subtitle")[0].split("\n")) == kept
