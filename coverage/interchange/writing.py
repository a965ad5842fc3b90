"""A live page as schema.org/LiveBlogPosting, with our own words for what that lacks."""

from django.conf import settings
from django.utils.text import slugify

from coverage.interchange import terms
from coverage.interchange.wording import with_escapes
from coverage.interchange.writing_media import Media, position_in
from coverage.interchange.writing_values import iso, without_nothing
from coverage.markup import blocks
from coverage.models import site_face


def document(page, files):
    """The page and its published entries, newest first, as JSON-LD.

    `files` is filled: the path of each picture and video in the export, and the Kept file.
    """
    return _Document(page, files).page()


class _Document:
    def __init__(self, page, files):
        self._page, self._media = page, Media(files)
        self._entries = list(page.entries.in_timeline().prefetch_related("tags"))

    def page(self):
        page = self._page
        publisher = {
            "@type": "Organization",
            "name": site_face.current().name,
            "url": settings.SITE_URL + settings.SITE_PREFIX,
        }
        changed = [entry.updated_at or entry.published_at for entry in self._entries]
        pinned = next((entry for entry in self._entries if entry.pk == page.pinned_id), None)
        return {
            "@context": terms.CONTEXT,
            **without_nothing(
                {
                    "@type": "LiveBlogPosting",
                    "@id": f"{settings.SITE_URL}{page.get_absolute_url()}",
                    "url": f"{settings.SITE_URL}{page.get_absolute_url()}",
                    "headline": with_escapes(page.title),
                    "description": with_escapes(page.standfirst),
                    "abstract": blocks.plain(page.summary),
                    "inLanguage": page.language,
                    "datePublished": iso(page.published_at),
                    "dateModified": iso(max(changed, default=page.published_at)),
                    "coverageStartTime": iso(page.opened_at or page.starts_at),
                    "coverageEndTime": iso(page.closed_at),
                    "keywords": _keywords(page.tags.all()),
                    "image": page.lead_image and page.lead_picture and self._media.image(page.lead_image),
                    **self._media.played([page.lead_film] if page.lead_film else [], page.published_at),
                    "publisher": publisher,
                    "about": _event(page),
                }
            ),
            terms.SLUG: page.slug,
            terms.STATE: page.state,
            terms.TIME_ZONE: page.time_zone,
            terms.DIRECTION: page.direction,
            terms.STREAM_ONLY: page.stream_only,
            terms.SUMMARY: page.summary,
            terms.LEAD_CAPTION: with_escapes(page.lead_caption),
            terms.STARTS_AT: iso(page.starts_at),
            terms.CLOSING_LINE: with_escapes(page.closing_line),
            terms.RELATED_URL: page.related_url,
            terms.RELATED_TITLE: with_escapes(page.related_title),
            terms.PINNED: pinned and pinned.key.urn,
            "liveBlogUpdate": [self._update(entry) for entry in self._entries],
        }

    def _update(self, entry):
        shown = {
            "image": _in_order(entry.shown_images, blocks.numbers(entry.body, "image")),
            "video": sorted(  # as they are counted: videos, then sounds
                _in_order(entry.shown_videos, blocks.numbers(entry.body, "video")),
                key=lambda video: video.is_sound,
            ),
            "embed": _in_order(entry.embeds.all(), blocks.numbers(entry.body, "embed")),
        }
        bylines = entry.bylines.all()
        where = next((byline.reporting_from for byline in bylines if byline.reporting_from), "")
        return {
            **without_nothing(
                {
                    "@type": "BlogPosting",
                    "@id": entry.key.urn,
                    "url": f"{settings.SITE_URL}{self._page.get_absolute_url()}#entry-{entry.pk}",
                    "headline": with_escapes(entry.headline),
                    "articleSection": with_escapes(entry.kicker),
                    "articleBody": entry.text,
                    "datePublished": iso(entry.published_at),
                    "dateModified": iso(entry.updated_at or entry.published_at),
                    "author": [self._person(byline) for byline in bylines],
                    "contentLocation": where and {"@type": "Place", "name": with_escapes(where)},
                    "keywords": _keywords(entry.tags.all()),
                    "image": [
                        self._media.image(image, position_in(entry.body, "image", image))
                        for image in shown["image"]
                    ],
                    **self._media.played(shown["video"], entry.published_at, entry.body),
                    "sharedContent": [
                        self._media.embed(embed, position_in(entry.body, "embed", embed))
                        for embed in shown["embed"]
                    ],
                    terms.CORRECTION: [
                        {"note": with_escapes(revision.note), "time": iso(revision.at)}
                        for revision in entry.corrections
                    ],
                }
            ),
            terms.BODY: _counted(entry.body, shown),
            terms.IS_KEY_EVENT: entry.is_key_event,
            terms.CONFIRMATION: entry.confirmation,
        }

    def _person(self, byline):
        author = byline.author
        return {
            **without_nothing(
                {
                    "@type": "Person",
                    "name": with_escapes(author.name),
                    "jobTitle": with_escapes(byline.role),
                    "url": author.url,
                    "image": author.shown_photo and self._media.image(author.photo),
                }
            ),
            terms.SLUG: author.slug,
            terms.ROLE: with_escapes(author.role),
            terms.REPORTING_FROM: with_escapes(byline.reporting_from),
        }


def _counted(body, shown):
    """The body with numbers from 1 in place of ids, and without figures that show nothing."""
    numbers = {kind: {each.pk: at for at, each in enumerate(media, 1)} for kind, media in shown.items()}

    return blocks.renumber(body, lambda figure: numbers[figure.kind].get(figure.number))


def _in_order(media, numbers):
    by_number = {each.pk: each for each in media}
    return [by_number[number] for number in numbers if number in by_number]


def _keywords(tags):
    """Names, or DefinedTerms where the slug does not follow from the name."""
    return [
        with_escapes(tag.name)
        if slugify(tag.name, allow_unicode=True)[:80] == tag.slug
        else {"@type": "DefinedTerm", "name": with_escapes(tag.name), terms.SLUG: tag.slug}
        for tag in tags
    ]


def _event(page):
    event = without_nothing(
        {
            "name": with_escapes(page.event_name),
            "startDate": iso(page.event_starts_at),
            "endDate": iso(page.event_ends_at),
            "location": page.event_place and {"@type": "Place", "name": with_escapes(page.event_place)},
        }
    )
    return event and {"@type": "Event", **event}
