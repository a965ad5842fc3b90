"""What readers get of a picture: a few widths in two formats, written from bare pixels.

AVIF is left to the background (it costs three times what JPEG and WebP together do).
"""

import io
from dataclasses import dataclass

from django.core.files.base import ContentFile
from PIL import Image as Pillow

WIDTHS = (160, 320, 640, 1024, 1600)
FORMATS = {"jpeg": "jpg", "webp": "webp"}  # Pillow's name in lower case: the file's ending
_QUALITY = {
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "webp": {"quality": 76, "method": 3},
}


@dataclass(frozen=True)
class Rendered:
    width: int
    height: int
    format: str
    file: ContentFile


def widths_for(width):
    """The widths made of a picture so wide: never wider than it is."""
    return [*(fixed for fixed in WIDTHS if fixed < width), width][: len(WIDTHS)]


def render(pixels):
    """Every rendition of upright RGB or RGBA pixels, wide first, each made from the one before."""
    for width in reversed(widths_for(pixels.width)):
        height = max(1, round(pixels.height * width / pixels.width))
        pixels = pixels.resize((width, height), Pillow.Resampling.LANCZOS, reducing_gap=3.0)
        for format in FORMATS:
            yield Rendered(width, height, format, _written(pixels, format))


def _written(pixels, format):
    if format == "jpeg" and pixels.mode == "RGBA":
        ground = Pillow.new("RGB", pixels.size, "white")
        ground.paste(pixels, mask=pixels.getchannel("A"))
        pixels = ground
    out = io.BytesIO()
    pixels.info = {}
    pixels.save(out, format.upper(), **_QUALITY[format])
    return ContentFile(out.getvalue())
