"""JSON Feed 1.1 of a page, and both kinds of feed of a tag and an author."""

import json
from datetime import datetime
from xml.etree import ElementTree

import pytest
from django.core.files.base import ContentFile
from django.urls import reverse

from coverage.models import Tag, Video
from tests.interchange.files import MP4
from tests.make import (
    make_author,
    make_byline,
    make_captions,
    make_draft,
    make_entry,
    make_image,
    make_page,
    make_video,
)
from tests.reader.test_feed import ATOM, SITE
from tests.reader.test_older import fill
from tests.reading import parsed


@pytest.fixture
def feed(client):
    def feed(address):
        answer = client.get(address)
        assert answer["Content-Type"] == "application/feed+json"
        assert answer["Access-Control-Allow-Origin"] == "*"
        said = json.loads(answer.content)
        check(said)
        return said

    return feed


def check(said):
    """That a feed keeps to JSON Feed 1.1 (jsonfeed.org/version/1.1): what must be there, of which kind, and nothing else."""
    assert said["version"] == "https://jsonfeed.org/version/1.1"
    _has(said, required={"version", "title", "items"}, known=OF_A_FEED)
    assert len({item["id"] for item in said["items"]}) == len(said["items"])
    for item in said["items"]:
        _has(item, required={"id"}, known=OF_AN_ITEM)
        assert item.get("content_html") or item.get("content_text")
        for name in ("date_published", "date_modified"):
            assert name not in item or datetime.fromisoformat(item[name]).tzinfo
    for one in (said, *said["items"]):
        for author in one.get("authors", []):
            _has(author, required=set(), known=("name", "url", "avatar"))
            assert author
        for attachment in one.get("attachments", []):
            _has(attachment, required={"url", "mime_type"}, known=OF_AN_ATTACHMENT)
        for hub in one.get("hubs", []):
            _has(hub, required={"type", "url"}, known=("type", "url"))


OF_A_FEED = (
    "version", "title", "home_page_url", "feed_url", "description", "user_comment", "next_url", "icon", "favicon",
    "authors", "language", "expired", "hubs", "items",
)  # fmt: skip
OF_AN_ITEM = (
    "id", "url", "external_url", "title", "content_html", "content_text", "summary", "image", "banner_image",
    "date_published", "date_modified", "authors", "tags", "language", "attachments",
)  # fmt: skip
OF_AN_ATTACHMENT = ("url", "mime_type", "title", "size_in_bytes", "duration_in_seconds")
KINDS = {
    **dict.fromkeys(("items", "authors", "tags", "attachments", "hubs"), list),
    **dict.fromkeys(("size_in_bytes", "duration_in_seconds"), int),
    "expired": bool,
}
ADDRESSES = (
    "url",
    "home_page_url",
    "feed_url",
    "next_url",
    "icon",
    "favicon",
    "image",
    "banner_image",
    "avatar",
)


def _has(said, *, required, known):
    assert required <= said.keys() <= set(known)
    for name, value in said.items():
        assert type(value) is KINDS.get(name, str), name
        assert name not in ADDRESSES or value.startswith(("http://", "https://")), name


def test_a_feed_says_whose_it_is(db, feed):
    page = make_page(title="Summit", standfirst="Leaders meet.", language="fr")
    address = f"{SITE}{page.get_absolute_url()}"
    said = feed(f"{page.get_absolute_url()}feed.json")
    assert said.pop("icon").startswith(f"{SITE}/static/img/logo")
    assert said == {
        "version": "https://jsonfeed.org/version/1.1",
        "title": "Summit",
        "home_page_url": address,
        "feed_url": f"{address}feed.json",
        "description": "Leaders meet.",
        "language": "fr",
        "authors": [{"name": "The Harbour Post", "url": SITE}],
        "items": [],
    }


def test_entries_are_whole_and_newest_first(page, feed):
    image, ida = make_image(), make_author("Ida Okafor")
    make_entry(page, headline="Doors open", kicker="Breaking", bylines=[make_byline(ida)])
    figure = f'<figure data-image="{image.pk}"></figure>'
    second = make_entry(page, headline="", body=f"<p>Talks <em>begin</em>.</p>{figure}")
    second.correct(by=None, note="It was Tuesday.")
    second.refresh_from_db()
    newest, oldest = feed(f"{page.get_absolute_url()}feed.json")["items"]
    assert newest["id"] == newest["url"] == f"{SITE}{second.get_absolute_url()}"
    assert newest["title"] == "Talks begin."
    assert datetime.fromisoformat(newest["date_published"]) == second.published_at
    assert datetime.fromisoformat(newest["date_modified"]) == second.updated_at
    assert newest["image"] == f"{SITE}{image.largest}"
    whole = parsed(newest["content_html"])
    assert whole.one("em").text == "begin"
    assert whole.one("img")["src"] == f"{SITE}{image.src}"
    assert (oldest["title"], oldest["tags"]) == ("Doors open", ["Breaking"])
    assert oldest["authors"] == [{"name": "Ida Okafor", "url": f"{SITE}{ida.get_absolute_url()}"}]


def test_a_feed_has_the_newest_fifty_that_are_public(page, feed):
    fill(page, 60)
    make_draft(page)
    make_entry(page).withdraw(by=None)
    titles = [item["title"] for item in feed(f"{page.get_absolute_url()}feed.json")["items"]]
    assert titles == [f"Headline {n}" for n in range(59, 9, -1)]


@pytest.mark.parametrize("noun", ["tag", "author"])
def test_a_tags_or_authors_feed_has_entries_of_all_pages_each_in_its_language(db, client, feed, read, noun):
    tag, author = Tag.objects.named("القمة"), make_author("Ida Okafor")
    english, german = make_page(language="en-GB"), make_page(language="de")
    more = {"tags": [tag], "bylines": [make_byline(author)]}
    body = f'<p>Text.</p><figure data-image="{make_image(credit="Reuters").pk}"></figure>'
    make_entry(english, headline="first", body=body, **more)
    make_entry(german, headline="zweitens", **more)
    make_entry(english, headline="another")
    make_entry(make_page(state="draft"), headline="secret", **more)
    address = (tag if noun == "tag" else author).get_absolute_url()
    links = {link["type"]: link["href"] for link in read(address).all("link") if link["rel"] == "alternate"}
    said = feed(links["application/feed+json"])
    assert [(item["title"], item["language"]) for item in said["items"]] == [
        ("zweitens", "de"),
        ("first", "en-GB"),
    ]
    assert said["home_page_url"] == f"{SITE}{address}"
    answer = client.get(links["application/atom+xml"])
    root = ElementTree.fromstring(answer.content)  # noqa: S314
    assert [element.text for element in root.iter(f"{ATOM}title")][1:] == ["zweitens", "first"]
    assert not answer.has_header("Last-Modified")  # it would go back with a withdrawal


def test_a_tag_or_author_without_a_public_entry_has_no_feed(page, client, settings):
    tag, author = Tag.objects.named("Harbour"), make_author()
    make_draft(page, tags=[tag], bylines=[make_byline(author)])
    for name, noun in (("tag", tag), ("author", author)):
        for kind in ("feed", "feed_json"):
            answer = client.get(reverse(f"{name}_{kind}", args=[noun.slug]))
            assert "There is no such page" in answer.text
            assert noun.name not in answer.text.replace(settings.SITE_NAME, "")


@pytest.mark.parametrize("name", ["tag_feed", "author_feed_json"])
def test_a_feed_asks_as_much_for_one_entry_as_for_twelve(page, client, django_assert_num_queries, name):
    tag, author, figure = Tag.objects.named("Harbour"), make_author(), '<figure data-image="{}"></figure>'
    address = reverse(name, args=[(tag if name == "tag_feed" else author).slug])
    for number in (1, 12):
        while page.entries.count() < number:
            body = figure.format(make_image().pk)
            make_entry(page, body=body, tags=[tag], bylines=[make_byline(author)])
        with django_assert_num_queries(8):
            assert client.get(address).status_code == 200


def test_files_go_along_and_streams_do_not(page, feed, client):
    film = Video.objects.create(title="Doors", file=ContentFile(MP4, "doors.mp4"))
    captions = make_captions(film, language="de")
    stream = make_video(url="https://video.example/live.m3u8")
    figures = "".join(f'<figure data-video="{each.pk}"></figure>' for each in (film, stream))
    make_entry(page, body=figures)
    [item] = feed(f"{page.get_absolute_url()}feed.json")["items"]
    address = f"{SITE}{film.source}"
    assert item["attachments"] == [
        {"url": address, "mime_type": "video/mp4", "title": "Doors", "size_in_bytes": len(MP4)}
    ]
    assert f'src="{SITE}{captions.get_absolute_url()}"' in item["content_html"]
    root = ElementTree.fromstring(client.get(f"{page.get_absolute_url()}feed.atom").content)  # noqa: S314
    [enclosure] = [link for link in root.iter(f"{ATOM}link") if link.get("rel") == "enclosure"]
    assert (enclosure.get("href"), enclosure.get("length"), enclosure.get("type")) == (
        address,
        str(len(MP4)),
        "video/mp4",
    )
