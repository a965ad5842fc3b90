"""schema.org/ImageObject and VideoObject as Pictures and Clips."""

import re
from dataclasses import replace

from django.utils.text import Truncator

from coverage.clips import web_vtt
from coverage.interchange import terms
from coverage.interchange.node import is_address
from coverage.interchange.story import Clip, Picture, Share
from coverage.interchange.wording import without_markup
from coverage.models import Captions, Embed, Image, Video
from coverage.models.live_page import LANGUAGE_TAG

_IMAGE = Image._meta.get_field
_VIDEO = Video._meta.get_field
_CAPTIONS = Captions._meta.get_field
_EMBED = Embed._meta.get_field


def pictures(node, *, otherwise):
    """The pictures of a value: addresses, ImageObjects, or a list of either.

    `otherwise`: what must do as description where there is neither that nor a caption.
    """
    return [_picture(each, otherwise) for each in node.each()]


def portraits(node, *, name):
    """Pictures of something that has a name, which is description enough."""
    return [replace(each, is_described=True) for each in pictures(node, otherwise=name)]


def clips(node, *, otherwise):
    """The videos and then the sounds of a node, `otherwise` as title where there is none."""
    return [_clip(each, otherwise) for kind in ("video", "audio") for each in node[kind].each()]


def shares(node):
    """What stands elsewhere, of a value: those that have an address."""
    return [_share(each) for each in node.each() if each.is_object and is_address(each["url"].raw_text())]


def _share(node):
    words = {
        "title": node["name"].fitted(_EMBED("title")),
        "author": node["author"].first().fitted(_EMBED("author")),
        "source": node["publisher"].first().fitted(_EMBED("source")),
        "text": node["text"].fit(without_markup(node["text"].raw_text()), _EMBED("text")),
    }
    return Share(
        place=node.place,
        address=node["url"].address(_EMBED("address")),
        words=words,
        thumbnails=portraits(node["thumbnail"], name=words["title"] or words["source"]),
        position=node["position"].number(),
    )


def _picture(node, otherwise):
    caption = node["caption"].fitted(_IMAGE("caption"))
    description = node["description"].fitted(_IMAGE("alt")) or caption
    is_decorative = node[terms.IS_DECORATIVE].flag()
    words = {
        "alt": description or ("" if is_decorative else otherwise),
        "is_decorative": is_decorative,
        "credit": node["creditText"].fitted(_IMAGE("credit")),
        "is_own_graphic": node[terms.IS_OWN_GRAPHIC].flag(),
        "caption": caption,
    }
    return Picture(
        place=node.place,
        addresses=_addresses(node, "contentUrl", "url"),
        words=words | _focal_point(node[terms.FOCAL_POINT]),
        position=node["position"].number(),
        is_described=bool(description or is_decorative),
    )


def _focal_point(node):
    if not node:
        return {}
    found = node.value if isinstance(node.value, list) else []
    if len(found) != 2 or not all(type(part) in (int, float) and 0 <= part <= 1 for part in found):
        raise node.bad("a focal point is two numbers from 0 to 1: from the left, from the top.")
    return {"focal_x": float(found[0]), "focal_y": float(found[1])}


def _clip(node, otherwise):
    name, caption = node["name"].fitted(_VIDEO("title")), node["caption"].fitted(_VIDEO("caption"))
    description = node["description"].text()
    if not caption and description != name:
        caption = node["description"].fit(Truncator(description).chars(300), _VIDEO("caption"))
    title = name or Truncator(caption or otherwise).chars(200)
    return Clip(
        place=node.place,
        addresses=_addresses(node, "contentUrl", "embedUrl", "url"),
        words={
            "title": title,
            "caption": caption,
            "credit": node["creditText"].fitted(_VIDEO("credit")),
            "transcript": node["transcript"].fit(node["transcript"].raw_text(), _VIDEO("transcript")),
            "is_live": _is_live(node),
        },
        posters=portraits(node.either("thumbnail", "thumbnailUrl"), name=title),
        captions=[_captions(each) for each in node[terms.CAPTIONS].each()],
        position=node["position"].number(),
    )


def _captions(node):
    try:
        text = web_vtt.canonical(node["text"].raw_text())
    except web_vtt.NotWebVTT as error:
        raise node.bad(f"these are no captions: {error}") from None
    language = node["inLanguage"].fitted(_CAPTIONS("language"))
    if not re.fullmatch(LANGUAGE_TAG, language):
        raise node.bad("captions need a language such as en-GB, de or ar.")
    return {"language": language, "label": node["name"].fitted(_CAPTIONS("label")), "text": text}


def _is_live(node):
    return any(each["isLiveBroadcast"].flag() for each in [node, *node["publication"].each()])


def _addresses(node, *keys):
    """Where it is said to be, the most direct one first."""
    if not node.is_object:
        return [node.raw_text()]
    return [text for key in keys for each in node[key].each() if (text := _address(each))]


def _address(node):
    return node["@id"].raw_text() if node.is_object and node["@id"] else node.raw_text()
