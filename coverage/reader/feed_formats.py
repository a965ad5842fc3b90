"""How a feed is written: Atom (RFC 4287) or JSON Feed 1.1 (jsonfeed.org/version/1.1)."""

import json

from django.utils import feedgenerator
from django.utils.feedgenerator import Atom1Feed, SyndicationFeed, rfc3339_date

from coverage.reader.addresses import site


class Enclosure(feedgenerator.Enclosure):
    """`length`: bytes as text, "0" where it is not known."""

    def __init__(self, url, length, mime_type, title):
        super().__init__(url, length, mime_type)
        self.title = title


class Atom(Atom1Feed):
    """Atom whose time, where it has no entries, is the page's and not the clock's."""

    name = "feed.atom"

    def latest_post_date(self):
        return super().latest_post_date() if self.items else self.feed["published_at"]

    def add_root_elements(self, handler):
        super().add_root_elements(handler)
        if self.feed["hub"]:
            handler.addQuickElement("link", None, {"rel": "hub", "href": self.feed["hub"]})


class JsonFeed(SyndicationFeed):
    name = "feed.json"
    content_type = "application/feed+json"

    def write(self, outfile, encoding):
        feed = self.feed
        said = {
            "version": "https://jsonfeed.org/version/1.1",
            "title": feed["title"],
            "home_page_url": feed["link"],
            "feed_url": feed["feed_url"],
            "description": feed["subtitle"],
            "language": feed["language"],
            "icon": feed["icon"],
            "authors": [{"name": feed["author_name"], "url": site()}],
            "hubs": feed["hub"] and [{"type": "WebSub", "url": feed["hub"]}],
        }
        said = {**_without_nothing(said), "items": [_without_nothing(_item(item)) for item in self.items]}
        outfile.write(json.dumps(said, ensure_ascii=False, separators=(",", ":")).encode(encoding))


def _item(item):
    return {
        "id": item["unique_id"],
        "url": item["link"],
        "title": item["title"],
        "content_html": item["description"] or item["title"],
        "image": item["image"],
        "date_published": rfc3339_date(item["pubdate"]),
        "date_modified": rfc3339_date(item["updateddate"]),
        "authors": item["authors"],
        "tags": item["categories"],
        "language": item["language"],
        "attachments": [_attachment(each) for each in item["enclosures"]],
    }


def _attachment(enclosure):
    return _without_nothing(
        {
            "url": enclosure.url,
            "mime_type": enclosure.mime_type,
            "title": enclosure.title,
            "size_in_bytes": int(enclosure.length) or None,
        }
    )


def _without_nothing(properties):
    return {name: value for name, value in properties.items() if value not in (None, "", [])}
