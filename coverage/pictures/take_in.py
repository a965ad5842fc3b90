"""The one door for pictures: what it is, by its content, and whether it is safe to decode."""

import hashlib
import io
import re
from dataclasses import dataclass

from django.core.files.base import ContentFile
from django.utils.translation import gettext as _
from PIL import Image as Pillow
from PIL import ImageCms, ImageOps, UnidentifiedImageError

MAX_BYTES = 40 * 1024 * 1024
MAX_PIXELS = 60_000_000
MAX_SCANS = 100  # a progressive JPEG with thousands takes minutes to decode
FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF"]
_HEIC_BRANDS = {b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1"}


class Refused(ValueError):
    """This file cannot be a picture here; the text says why and what to do, for the editor."""


@dataclass(frozen=True)
class Picture:
    """`pixels`: upright, in sRGB, RGB or RGBA, without any metadata. `colour`: its average as #rrggbb."""

    file: ContentFile
    content_hash: str
    width: int
    height: int
    colour: str
    pixels: Pillow.Image


def take_in(file):
    """The picture in a binary file object. Raises Refused."""
    data = file.read(MAX_BYTES + 1)
    if not data:
        raise Refused(_("This file is empty; choose the picture again."))
    if len(data) > MAX_BYTES:
        raise Refused(_("This picture is larger than 40 MB; make it smaller and send it again."))
    _refuse_by_sight(data)
    try:
        with Pillow.open(io.BytesIO(data), formats=FORMATS) as opened:
            if opened.width * opened.height > MAX_PIXELS:
                raise Refused(
                    _("This picture has more than 60 megapixels; make it smaller and send it again.")
                )
            pixels = _upright_srgb(opened)
    except Refused:
        raise
    except (UnidentifiedImageError, Pillow.DecompressionBombError):
        raise Refused(_("This is not a picture we can read; send a JPEG, PNG, WebP, AVIF or GIF.")) from None
    except (OSError, SyntaxError, ValueError, EOFError, MemoryError):
        raise Refused(_("This picture is damaged or cut off; save it again and send that.")) from None
    red, green, blue = pixels.convert("RGB").resize((1, 1), Pillow.Resampling.BOX).getpixel((0, 0))
    return Picture(
        file=ContentFile(data),
        content_hash=hashlib.sha256(data).hexdigest(),
        width=pixels.width,
        height=pixels.height,
        colour=f"#{red:02x}{green:02x}{blue:02x}",
        pixels=pixels,
    )


def _refuse_by_sight(data):
    if data[4:8] == b"ftyp" and data[8:12] in _HEIC_BRANDS:
        raise Refused(_("This is a HEIC picture; set the phone to “Most compatible”, or export it as JPEG."))
    if re.match(rb"\s*(<\?xml|<!--|<!DOCTYPE svg|<svg)", data[:200], re.IGNORECASE):
        raise Refused(_("SVG drawings are not taken; export it as PNG and send that."))
    if data[:2] == b"\xff\xd8" and data.count(b"\xff\xda") > MAX_SCANS:
        raise Refused(_("This JPEG is built in too many steps; save it again as a plain JPEG."))


def _upright_srgb(opened):
    """The decoded first frame, turned as its orientation says, its colours converted, its metadata left behind."""
    opened.draft("RGB", (4000, 4000))
    opened.load()
    profile = opened.info.get("icc_profile")
    image = ImageOps.exif_transpose(opened)
    if image.mode.startswith("I;16") or image.mode == "I":
        image = image.point(lambda value: value / 256).convert("L")
    has_alpha = image.mode in ("RGBA", "LA", "PA") or "transparency" in image.info
    if profile and image.mode in ("RGB", "CMYK", "L", "RGBA"):
        image = _in_srgb(image, profile)
    image = image.convert("RGBA" if has_alpha else "RGB")
    clean = Pillow.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _in_srgb(image, profile):
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError):
        return image  # a profile that is broken says nothing about the colours
