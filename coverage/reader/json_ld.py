"""A page as schema.org/LiveBlogPosting, for search engines and whoever reads it."""

import json

from django.templatetags.static import static
from django.urls import reverse
from django.utils import timezone
from django.utils.safestring import mark_safe

from coverage.markup import blocks
from coverage.models import site_face
from coverage.reader.addresses import absolute, site


def live_blog_posting(page, entries):
    """The page and these entries, newest first, as a dictionary in schema.org's vocabulary."""
    publisher = _publisher()
    return _without_nothing(
        {
            "@context": "https://schema.org",
            "@type": "LiveBlogPosting",
            "@id": absolute(page.get_absolute_url()),
            "url": absolute(page.get_absolute_url()),
            "mainEntityOfPage": absolute(page.get_absolute_url()),
            "headline": page.title,
            "description": page.standfirst,
            "abstract": blocks.plain(page.summary),
            "inLanguage": page.language,
            "datePublished": _iso(page.published_at),
            "dateModified": _iso(max(page.changed_at or page.published_at, page.published_at)),
            "coverageStartTime": _iso(page.opened_at or page.starts_at or page.published_at),
            "coverageEndTime": _iso(page.closed_at),
            "keywords": page.tag_names,
            "image": _image(page.lead_picture),
            **_lead(page),
            "author": publisher,
            "publisher": publisher,
            "about": _event(page),
            "liveBlogUpdate": [_update(page, entry, publisher) for entry in entries],
        }
    )


def script(data):
    """JSON that can stand inside a script element: nothing in it ends or opens one."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return mark_safe(text.replace("&", "\\u0026").replace("<", "\\u003C").replace(">", "\\u003E"))


def _update(page, entry, publisher):
    images = [_image(image) for image in entry.shown_images]
    return _without_nothing(
        {
            "@type": "BlogPosting",
            "@id": absolute(entry.get_absolute_url()),
            "url": f"{absolute(page.get_absolute_url())}#entry-{entry.pk}",
            "headline": entry.title,
            "articleSection": entry.kicker,
            "articleBody": entry.text or entry.title,
            "datePublished": _iso(entry.published_at),
            "dateModified": _iso(entry.updated_at or entry.published_at),
            "author": [_person(byline) for byline in entry.bylines.all()] or publisher,
            "image": images,
            **_media(entry.shown_videos, entry.published_at),
            "sharedContent": [_shared(embed) for embed in entry.embeds.all()],
        }
    )


def _shared(embed):
    thumbnail = embed.shown_thumbnail and absolute(embed.shown_thumbnail.largest)
    return _without_nothing(
        {
            "@type": "SocialMediaPosting" if embed.is_post else "CreativeWork",
            "url": embed.address,
            "name": embed.title,
            "text": embed.text,
            "author": embed.author and {"@type": "Person", "name": embed.author},
            "thumbnailUrl": thumbnail,
            "publisher": {"@type": "Organization", "name": embed.source},
        }
    )


def _person(byline):
    url = absolute(byline.author.get_absolute_url())
    return _without_nothing(
        {"@type": "Person", "name": byline.author.name, "jobTitle": byline.role, "url": url}
    )


def _publisher():
    face = site_face.current()
    ours = {
        "@type": "ImageObject",
        "url": absolute(static("img/logo.png")),
        "width": "512 px",
        "height": "512 px",
    }
    logo = _image(face.shown_logo) or ours
    return {"@type": "Organization", "name": face.name, "url": site(), "logo": logo}


def _event(page):
    if not page.event_name:
        return None
    place = page.event_place and {"@type": "Place", "name": page.event_place}
    starts, ends = _iso(page.event_starts_at or page.opened_at or page.starts_at), _iso(page.event_ends_at)
    return _without_nothing(
        {"@type": "Event", "name": page.event_name, "startDate": starts, "endDate": ends, "location": place}
    )


def _image(image):
    return image and _without_nothing(
        {
            "@type": "ImageObject",
            "url": absolute(image.largest),
            "width": f"{image.widths[-1]} px",
            "height": f"{round(image.height * image.widths[-1] / image.width)} px",
            "description": image.alt,
            "caption": image.caption,
            "creditText": image.credit,
        }
    )


def _lead(page):
    if not page.lead_film:
        return {}
    said = _media([page.lead_film], page.published_at, page.lead_tracks)
    return {name: media[0] for name, media in said.items() if media}


def _media(videos, uploaded_at, tracks=()):
    """`video` and `audio`, each a list. `tracks`: the captions of the one that stands at the top."""
    said = {"video": [], "audio": []}
    for video in videos:
        kind = "audio" if video.is_sound else "video"
        said[kind].append(_medium(video, uploaded_at, tracks or getattr(video, "tracks", [])))
    return said


def _medium(video, uploaded_at, tracks):
    poster = video.shown_poster and absolute(video.shown_poster.largest)
    return _without_nothing(
        {
            "@type": "AudioObject" if video.is_sound else "VideoObject",
            "name": video.title,
            "description": video.caption or video.title,
            "embedUrl" if video.is_elsewhere else "contentUrl": absolute(video.source),
            "encodingFormat": video.kind,
            "contentSize": video.size and f"{video.size} B",
            "thumbnailUrl": poster,
            "uploadDate": _iso(uploaded_at),
            "creditText": video.credit,
            "transcript": video.transcript,
            "caption": [_captions(video, track) for track in tracks],
            "publication": video.is_live
            and {
                "@type": "BroadcastEvent",
                "name": video.title,
                "isLiveBroadcast": True,
                "startDate": _iso(uploaded_at),
            },
        }
    )


def _captions(video, track):
    address = reverse("captions", args=[video.pk, track["language"]])
    return {
        "@type": "MediaObject",
        "contentUrl": absolute(address),
        "encodingFormat": "text/vtt",
        "inLanguage": track["language"],
        "name": track["label"],
    }


def _iso(at):
    return at and timezone.localtime(at).isoformat()


def _without_nothing(properties):
    return {name: value for name, value in properties.items() if value not in (None, "", [], False, 0)}
