"""The updates of a live blog, oldest first."""

from collections import Counter
from itertools import pairwise
from uuid import NAMESPACE_URL, UUID, uuid5

from coverage.interchange import reading_texts, terms
from coverage.interchange.node import is_address
from coverage.interchange.reading_media import clips, pictures, portraits, shares
from coverage.interchange.story import Correction, Signature, Update
from coverage.models import Author, Byline, Entry, Revision

_AUTHOR = Author._meta.get_field
_BYLINE = Byline._meta.get_field
_ENTRY = Entry._meta.get_field


def read_updates(page, *, slug, title, zone, now):
    """The updates of the Node `page`, oldest first; where times tie, as the document has them."""
    nodes = page["liveBlogUpdate"].each()
    publishers = {each.text() for each in _named(page["publisher"])}
    read = _Reading(title=title, zone=zone, now=now, publishers=publishers)
    updates = [read.update(node) for node in nodes]
    _leave_out_repeated_headlines(updates, nodes, title)
    updates = _oldest_first(list(_without_doubles(updates)))
    _name(updates, slug)
    return updates


class _Reading:
    """What is the same for all updates of a document."""

    def __init__(self, *, title, zone, now, publishers):
        self.title, self.zone, self.now, self.publishers = title, zone, now, publishers

    def update(self, node):
        if not node.is_object:
            raise node.bad("this is no update; it must be an object.")
        published_at, updated_at = self._times(node)
        headline = node.either("headline", "name").fitted(_ENTRY("headline"))
        shown = pictures(node["image"], otherwise=headline or self.title)
        filmed = clips(node, otherwise=headline or self.title)
        media = {"pictures": shown, "clips": filmed, "shares": shares(node["sharedContent"])}
        return Update(
            place=node.place,
            id=_stable(node["@id"]),
            url=_stable(node["url"].first()),
            key=None,
            content={
                "headline": headline,
                "kicker": node["articleSection"].fitted(_ENTRY("kicker")),
                "body": _body(node, **media),
                **_own_content(node),
            },
            published_at=published_at,
            updated_at=updated_at,
            signatures=self._signatures(node),
            tags=reading_texts.tags(node["keywords"]),
            **media,
            corrections=[
                self._correction(each, updated_at or published_at) for each in node[terms.CORRECTION].each()
            ],
            arrives=node[terms.ARRIVES].flag(),
        )

    def _times(self, node):
        published_at = node.either("datePublished", "dateCreated", "dateModified").past_moment(
            self.zone, self.now
        )
        if published_at is None:
            raise node["datePublished"].bad("there is no time; write it like 2026-01-06T21:05:00Z.")
        updated_at = node["dateModified"].past_moment(self.zone, self.now)
        return published_at, updated_at if updated_at and updated_at > published_at else None

    def _signatures(self, node):
        found = [each for each in node["author"].each() if each["name"] or not each.is_object]
        return [
            self._signature(each, node["contentLocation"]) for each in found if not self._is_publisher(each)
        ]

    def _is_publisher(self, node):
        return node.text() in self.publishers and "Person" not in node.types

    def _signature(self, node, location):
        role, url = node["jobTitle"].fitted(_BYLINE("role")), node["url"].first().raw_text()
        where = node[terms.REPORTING_FROM] if terms.REPORTING_FROM in node else reading_texts.place(location)
        name = node.fitted(_AUTHOR("name"))
        return Signature(
            name=name,
            slug=node[terms.SLUG].slug(_AUTHOR("slug")),
            role=role,
            reporting_from=where.fitted(_BYLINE("reporting_from")),
            words={
                "role": node[terms.ROLE].fitted(_AUTHOR("role")) if terms.ROLE in node else role,
                "url": url if is_address(url) and len(url) <= _AUTHOR("url").max_length else "",
            },
            photos=portraits(node["image"], name=name),
        )

    def _correction(self, node, otherwise):
        note = node["note"] if node.is_object else node
        words = note.fitted(Revision._meta.get_field("note"))
        if not words:
            raise note.bad("a correction says what was wrong, in a sentence.")
        return Correction(words, node["time"].past_moment(self.zone, self.now) or otherwise)


def _named(node):
    """Those of the people or organisations that have a name."""
    return [each for each in node.each() if each["name"] or not each.is_object]


def _stable(node):
    """An identifier that means the same tomorrow: not a blank node of this document (RDF 1.1)."""
    text = (node["@id"] if node.is_object else node).raw_text()
    return "" if text.startswith("_:") else text


def _body(node, **media):
    if node[terms.BODY].value is not None:
        return reading_texts.own_body(node[terms.BODY], _ENTRY("body"), **media)
    text = reading_texts.prose(node.either("articleBody", "text", "description"), _ENTRY("body"))
    return reading_texts.with_figures(text, **media)


def _own_content(node):
    content = {}
    if terms.IS_KEY_EVENT in node:
        content["is_key_event"] = node[terms.IS_KEY_EVENT].flag()
    if terms.CONFIRMATION in node:
        content["confirmation"] = node[terms.CONFIRMATION].choice(Entry.Confirmation)
    return content


def _leave_out_repeated_headlines(updates, nodes, title):
    """Where every update merely repeats the page's headline, they have none of their own."""
    foreign = [update for update, node in zip(updates, nodes, strict=True) if terms.BODY not in node]
    if all(update.content["headline"] in ("", title) for update in foreign):
        for update in foreign:
            update.content["headline"] = ""


def _oldest_first(updates):
    """As a timeline turned round shows them: by time, and where times tie by the document's order."""
    steps = [
        (a.published_at < b.published_at) - (a.published_at > b.published_at) for a, b in pairwise(updates)
    ]
    if sum(steps) <= 0:  # newest first, as most publishers have it
        updates = updates[::-1]
    return sorted(updates, key=lambda update: update.published_at)


def _without_doubles(updates):
    """An update that a document lists twice, word for word, is one."""
    seen = set()
    for update in updates:
        told = (update.id, update.url, update.published_at, *update.content.values())
        if told not in seen or not (update.id or update.url):
            yield update
        seen.add(told)


def _name(updates, slug):
    """Give each update its key: from its `@id`, else its url, else what it says and when."""
    told = Counter(name for update in updates for name in {update.id, update.url})
    alike = Counter()
    for update in updates:
        names = [name for name in (update.id, update.url) if name and told[name] == 1]
        if not names:
            said = f"{update.content['headline']} {update.published_at.isoformat()}"
            alike[said] += 1
            names = [f"{said} {alike[said]}"]
        update.key = _key(slug, names[0])


def _key(slug, name):
    if name.startswith("urn:uuid:"):
        try:
            return UUID(name)
        except ValueError:
            pass
    return uuid5(NAMESPACE_URL, f"{slug} {name}")
