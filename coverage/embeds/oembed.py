"""What a provider says of one of its posts (oembed.com), in plain words; its HTML is read for words and thrown away."""

import json
import logging
import re
from dataclasses import dataclass, field
from html.parser import HTMLParser
from urllib.parse import urlencode, urlsplit

from coverage.embeds.client import NotFetched, fetch
from coverage.markup.lines import line, lines

log = logging.getLogger(__name__)

MOST = 2000  # characters of a post
_UNSEEN = {"script", "style", "template", "noscript", "iframe", "title"}
_PARTING = {"p", "div", "br", "blockquote", "section"}


@dataclass
class Said:
    """`picture`: the bytes of its thumbnail. `parts`: what the player's address needs besides."""

    title: str = ""
    author: str = ""
    text: str = ""
    picture: bytes = b""
    parts: dict = field(default_factory=dict)


def ask(provider, address, parts):
    """What `provider` says of `address`; NotFetched without an answer, or where there is none to ask."""
    asked = provider.oembed_address(parts)
    if not asked:
        raise NotFetched(f"{provider.label} says nothing to those who ask without a key")
    query = urlencode({"url": address, "format": "json"})
    answer = fetch(
        f"{asked}?{query}",
        hosts=[urlsplit(asked).hostname],
        kinds=["application/json", "text/javascript", "application/json+oembed"],
        is_inside=provider.is_inside,
    )
    said = _read(answer.data)
    html = _text(said, "html")[:100_000]
    return Said(
        title=line(_text(said, "title"))[:300],
        author=line(_text(said, "author_name"))[:200],
        text=_words(html) if provider.kind == "post" else "",
        picture=_picture(provider, _text(said, "thumbnail_url")),
        parts=provider.parts_said(html),
    )


def _read(data):
    try:
        said = json.loads(data)
    except (ValueError, RecursionError):
        raise NotFetched("the answer is no JSON") from None
    if not isinstance(said, dict):
        raise NotFetched("the answer is no object")
    return said


def _text(said, name):
    return value if isinstance(value := said.get(name), str) else ""


def _picture(provider, address):
    """Without it the card has none: that is no reason to have no card."""
    if not address or not provider.pictures:
        return b""
    try:
        return fetch(address, hosts=provider.pictures, kinds=["image/"], is_inside=provider.is_inside).data
    except NotFetched as error:
        log.info("no thumbnail from %s: %s", provider.name, error)
        return b""


def _words(html):
    """The first quotation in it, as those who quote a post write it; its words alone."""
    reader = _Quotation()
    reader.feed(html)
    reader.close()
    text = lines("".join(reader.words))
    return text if len(text) <= MOST else text[: MOST - 1].rsplit(" ", 1)[0] + "…"


class _Quotation(HTMLParser):
    """Of a blockquote its paragraphs; what stands after them (“— name, date”) is no part of it."""

    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.words, self._unseen, self._paragraphs, self._quotes = [], 0, 0, 0

    def handle_starttag(self, tag, attributes):
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "blockquote":
            self._quotes += 1
        elif tag == "p":
            self._paragraphs += 1
        if tag in _PARTING:
            self.words.append("\n")

    def handle_endtag(self, tag):
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "p":
            self._paragraphs = max(0, self._paragraphs - 1)
        elif tag == "blockquote":
            self._quotes = max(0, self._quotes - 1)

    def handle_data(self, data):
        if self._quotes and self._paragraphs and not self._unseen:
            self.words.append(re.sub(r"\s+", " ", data))
