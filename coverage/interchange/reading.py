"""A LiveBlogPosting as a Story."""

import uuid
from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit

from django.utils.text import slugify

from coverage.interchange import reading_texts, terms
from coverage.interchange.node import is_address
from coverage.interchange.reading_media import clips, pictures
from coverage.interchange.reading_updates import read_updates
from coverage.interchange.story import Story
from coverage.models import LivePage

_FIELD = LivePage._meta.get_field
_LANGUAGES_RTL = {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}


def page_slug(page):
    """What the document calls the page: our own word, the end of its address, or its headline."""
    if page[terms.SLUG]:
        return page[terms.SLUG].slug(_FIELD("slug"))
    addresses = [page["url"], page["@id"], page["mainEntityOfPage"]]
    ends = [_end(each["@id"].raw_text() if each.is_object else each.raw_text()) for each in addresses]
    headline = _title(page)
    found = next(filter(None, (slugify(end) for end in [*ends, headline])), "")[:120].strip("-_")
    return found or f"page-{uuid.uuid5(uuid.NAMESPACE_URL, headline).hex[:12]}"


def read_story(page, *, slug, zone, now):
    """Everything the Node `page` says. `zone`: the page's, a ZoneInfo. Raises BadInput."""
    title = _title(page)
    updates = read_updates(page, slug=slug, title=title, zone=zone, now=now)
    life = _life(page, updates, zone, now)
    pinned = page[terms.PINNED].raw_text()
    if pinned and not any(pinned in (update.id, update.url) for update in updates):
        raise page[terms.PINNED].bad("this is the @id of no update here.")
    return Story(
        name=page.name,
        slug=slug,
        fields={
            "title": title,
            "standfirst": page["description"].fitted(_FIELD("standfirst")),
            "summary": _summary(page),
            "time_zone": zone.key,
            **_language(page),
            **_event(page, zone),
            **({"starts_at": page["coverageStartTime"].moment(zone)} if life["state"] == "announced" else {}),
            **_own_fields(page, zone),
        },
        tags=reading_texts.tags(page["keywords"]),
        pictures=pictures(page["image"], otherwise=title),
        clips=clips(page, otherwise=title),
        says_pinned=terms.PINNED in page,
        pinned=pinned,
        updates=updates,
        **life,
    )


def _title(page):
    title = page.either("headline", "name").fitted(_FIELD("title"))
    if not title:
        raise page["headline"].bad("a live page needs a headline.")
    return title


def _end(address):
    if not is_address(address):
        return ""
    return PurePosixPath(unquote(urlsplit(address).path)).name.removesuffix(".html").removesuffix(".htm")


def _summary(page):
    if page[terms.SUMMARY].value is not None:
        return reading_texts.prose(page[terms.SUMMARY], _FIELD("summary"))
    return reading_texts.prose(page["abstract"], _FIELD("summary"))


def _language(page):
    node = page["inLanguage"].first()
    node = node.either("alternateName", "identifier", "name") if node.is_object else node
    language = node.fit(node.raw_text().replace("_", "-"), _FIELD("language"))
    if not language:
        return {}
    for validator in _FIELD("language").validators:
        node.obey(validator, language)
    is_rtl = language.split("-")[0].lower() in _LANGUAGES_RTL
    return {"language": language, "direction": "rtl" if is_rtl else "ltr"}


def _event(page, zone):
    events = [each for each in page["about"].each() if any(kind.endswith("Event") for kind in each.types)]
    event = events[0] if events else page["about"].nothing()
    return {
        "event_name": event["name"].fitted(_FIELD("event_name")),
        "event_place": reading_texts.place(event["location"]).fitted(_FIELD("event_place")),
        "event_starts_at": event["startDate"].moment(zone),
        "event_ends_at": event["endDate"].moment(zone),
    }


def _own_fields(page, zone):
    read = {
        terms.DIRECTION: ("direction", lambda node: node.choice(LivePage.Direction, "ltr")),
        terms.STREAM_ONLY: ("stream_only", lambda node: node.flag()),
        terms.LEAD_CAPTION: ("lead_caption", lambda node: node.fitted(_FIELD("lead_caption"))),
        terms.STARTS_AT: ("starts_at", lambda node: node.moment(zone)),
        terms.CLOSING_LINE: ("closing_line", lambda node: node.fitted(_FIELD("closing_line"))),
        terms.RELATED_URL: ("related_url", lambda node: node.address(_FIELD("related_url"))),
        terms.RELATED_TITLE: ("related_title", lambda node: node.fitted(_FIELD("related_title"))),
    }
    return {name: value(page[term]) for term, (name, value) in read.items() if term in page}


def _life(page, updates, zone, now):
    """Where the page stands, and since when."""
    published_at, starts_at, ends_at = (
        page[key].moment(zone) for key in ("datePublished", "coverageStartTime", "coverageEndTime")
    )
    has_ended = ends_at is not None and ends_at <= now
    is_to_come = starts_at is not None and starts_at > now and not updates
    state = page[terms.STATE].choice(LivePage.State, "draft")
    if state == "draft":
        state = "announced" if is_to_come else "closed" if has_ended else "live"
    times = [
        at
        for at in (starts_at, published_at, *(update.published_at for update in updates[:1]))
        if at and at <= now
    ]
    opened_at = times[0] if times else now
    newest = max([update.updated_at or update.published_at for update in updates], default=opened_at)
    return {
        "state": state,
        "published_at": published_at if published_at and published_at <= now else opened_at,
        "opened_at": opened_at,
        "closed_at": ends_at if has_ended else newest,
    }
