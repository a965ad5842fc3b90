"""The one door for pictures: what it is, by its content, and whether it is safe to decode."""

import hashlib
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from coverage.pictures import sight, workshop

MAX_BYTES = 40 * 1024 * 1024
HEAD_BYTES = 512 * 1024  # where a file's words stand


class Refused(ValueError):
    """This file cannot be a picture here; the text says why and what to do, for the editor."""


@dataclass
class Picture:
    """`colour`: its average as #rrggbb. `words`: what the file proposes. `files`: renditions by name."""

    data: bytes
    content_hash: str
    width: int = 0
    height: int = 0
    colour: str = ""
    is_moving: bool = False
    words: dict = field(default_factory=dict)
    files: dict = field(default_factory=dict)


def arrived(file):
    """The bytes of a binary file object that may be a picture, not yet decoded. Raises Refused."""
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise Refused(_("This file is empty; choose the picture again."))
    if len(data) > MAX_BYTES:
        raise Refused(_("This picture is larger than 40 MB; make it smaller and send it again."))
    kind = sight.kind(data[:200])
    if kind == "svg":
        raise Refused(_("SVG drawings are not taken; export it as PNG and send that."))
    if not kind:
        raise Refused(_sentence("unknown"))
    if kind == "jpg" and sight.scans(data) > sight.MAX_SCANS:
        raise Refused(_("This JPEG is built in too many steps; save it again as a plain JPEG."))
    return Picture(data, hashlib.sha256(data).hexdigest())


def look_into(picture, **limits):
    """Fill in what the picture is, with its first renditions. Raises Refused."""
    try:
        for head, content in workshop.look_into(picture.data, make="first", **limits):
            if "width" in head:
                picture.width, picture.height = head["width"], head["height"]
                picture.colour, picture.is_moving = head["colour"], head["is_moving"]
                picture.words = head["words"]
            elif "name" in head:
                picture.files[head["name"]] = content
    except workshop.Gave as gave:
        raise Refused(_sentence(_whose(str(gave), picture.data))) from None
    return picture


def proposed(head):
    """The words that a file has, by its first HEAD_BYTES; nothing for what is no picture."""
    if sight.kind(head[:200]) in ("", "svg"):
        return {}
    try:
        return dict(next(workshop.look_into(head[:HEAD_BYTES], make="nothing", seconds=3))[0]["words"])
    except workshop.Gave:
        return {}


def _whose(trouble, data):
    return "heic" if trouble in ("damaged", "unknown") and sight.kind(data[:200]) == "heic" else trouble


def _sentence(trouble):
    return {
        "unknown": _("This is not a picture we can read; send a JPEG, PNG, WebP, AVIF, GIF or HEIC."),
        "heic": _(
            "This HEIC picture cannot be read; set the phone to “Most compatible”, or export it as JPEG."
        ),
        "pixels": _("This picture has more than 60 megapixels; make it smaller and send it again."),
        "side": _("This picture is more than 16,383 pixels wide or high; make it smaller and send it again."),
        "padded": _("This file is far larger than the picture in it; save it again and send that."),
        "too much": _("This picture takes too long or too much memory; save it again as a plain JPEG."),
        "busy": _("Too many pictures are coming in at once; send it again in a minute."),
    }.get(trouble, _("This picture is damaged or cut off; save it again and send that."))
