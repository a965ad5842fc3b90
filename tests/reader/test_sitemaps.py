"""Maps for search engines, and the list of a tag's or author's entries page by page."""

from datetime import datetime, timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from coverage.models import LivePage, Tag
from tests.make import make_author, make_byline, make_page
from tests.reader.test_older import expected, fill

MAP = "{http://www.sitemaps.org/schemas/sitemap/0.9}"
NEWS = "{http://www.google.com/schemas/sitemap-news/0.9}"
SITE = "http://127.0.0.1:8000"


@pytest.fixture
def sitemap(client):
    def sitemap(address):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/xml"
        return ElementTree.fromstring(answer.content)  # noqa: S314

    return sitemap


def addresses(root):
    return [element.text for element in root.iter(f"{MAP}loc")]


def test_a_map_has_every_public_page_and_when_it_changed(db, sitemap, django_assert_num_queries):
    pages = [make_page(state=state) for state in ("live", "closed", "announced", "draft")]
    with django_assert_num_queries(3):
        root = sitemap("/sitemap.xml")
    assert addresses(root) == [f"{SITE}{page.get_absolute_url()}" for page in reversed(pages[:3])]
    changed = [datetime.fromisoformat(element.text) for element in root.iter(f"{MAP}lastmod")]
    newest = [page.changes.latest("version").at for page in reversed(pages[:3])]
    assert changed == newest


def test_many_pages_have_an_index_whose_maps_have_each_once(db, sitemap, client, monkeypatch):
    monkeypatch.setattr("coverage.reader.sitemaps.LISTED", 3)
    pages = [make_page() for _ in range(7)]
    maps = addresses(sitemap("/sitemap.xml"))
    found = [address for one in maps for address in addresses(sitemap(one.removeprefix(SITE)))]
    assert found == [f"{SITE}{page.get_absolute_url()}" for page in pages]
    assert len(maps) == 3
    assert "There is no such page" in client.get("/sitemap-4.xml").text


def test_news_are_pages_that_began_in_the_last_two_days(db, sitemap):
    old, page = make_page(), make_page(title="Gipfel <&>", language="de-AT", state="closed")
    make_page(state="announced")
    LivePage.objects.filter(pk=old.pk).update(opened_at=timezone.now() - timedelta(days=2, minutes=1))
    (url,) = sitemap("/news-sitemap.xml")
    assert url.findtext(f"{MAP}loc") == f"{SITE}{page.get_absolute_url()}"
    said = {element.tag: element.text for element in url.iter() if element.text and element.text.strip()}
    assert said[f"{NEWS}name"] == "The Harbour Post"
    assert said[f"{NEWS}language"] == "de"
    assert said[f"{NEWS}title"] == "Gipfel <&>"
    at = datetime.fromisoformat(said[f"{NEWS}publication_date"])
    assert at == LivePage.objects.get(pk=page.pk).opened_at


def test_robots_are_told_what_the_site_says(db, client, settings):
    settings.ROBOTS_TXT = "User-agent: GPTBot\nDisallow: /"
    assert client.get("/robots.txt").text.startswith("User-agent: GPTBot\nDisallow: /\n\nSitemap: ")


@pytest.mark.parametrize("noun", ["tag", "author"])
def test_all_entries_of_a_tag_or_author_are_met_once_by_going_on(page, client, read, noun):
    entries, found = fill(page, 120), []
    tag, author = Tag.objects.named("Harbour"), make_author()
    if noun == "tag":
        tag.entries.set(entries)
    for entry in entries if noun == "author" else []:
        make_byline(author, entry=entry).save()
    address = (tag if noun == "tag" else author).get_absolute_url()
    steps = 0
    while address:
        shown = read(address)
        found += [f"entry-{link['href'].split('/')[-2]}" for link in shown.one("ul.entry-list").all("a")]
        address, steps = (shown.all("a.older") or [{"href": None}])[0]["href"], steps + 1
    assert (found, steps) == (expected(entries), 3)
    canonical = [link["href"] for link in shown.all("link") if link["rel"] == "canonical"]
    assert canonical == [f"{SITE}{(tag if noun == 'tag' else author).get_absolute_url()}"]


def test_a_list_that_was_followed_to_its_end_says_so(page, read):
    tag = Tag.objects.named("Harbour")
    tag.entries.set(fill(page, 1))
    assert "Nothing here yet." in read(f"{tag.get_absolute_url()}?before=1.1").one("ul.entry-list").text
