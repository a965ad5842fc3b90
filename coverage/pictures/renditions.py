"""What is made of a picture: which widths, formats and crops, and how each is called."""

import re
from dataclasses import dataclass

WIDTHS = (320, 640, 1024, 1600)
THUMBNAIL = 160  # JPEG only: for the desk and the smallest boxes
FORMATS = {"avif": "avif", "webp": "webp", "jpeg": "jpg"}  # name: the file's ending; best first
KINDS = {"avif": "image/avif", "webp": "image/webp", "jpg": "image/jpeg"}
CROP_FORMATS = {"square": ["jpeg"], "wide": ["jpeg", "avif"], "og": ["jpeg"]}
CROPS = {"square": (1, 1), "wide": (16, 9), "og": (1200, 630)}  # Open Graph wants 1.91 : 1
CROP_WIDTHS = {"square": (160, 320), "wide": (320, 640, 1024), "og": (1200,)}
ADDRESS = re.compile(r"renditions/([\w-]{1,16})/([a-z0-9-]{1,40}\.[a-z]{3,4})")  # token, name


@dataclass(frozen=True)
class Wanted:
    """One file to make. `crop`: a key of CROPS or "". `focus`: what must stay in it, in percent from left and top."""

    width: int
    format: str
    crop: str = ""
    focus: tuple[int, int] = (50, 50)

    @property
    def name(self):
        """The file's: it holds all that its content depends on, so what is under it never changes."""
        crop = f"{self.crop}-{self.focus[0]}-{self.focus[1]}-" if self.crop else ""
        return f"{crop}{self.width}.{FORMATS[self.format]}"

    def height(self, width, height):
        """Of what is made of a picture with these sides, in pixels."""
        across, down = CROPS[self.crop] if self.crop else (width, height)
        return max(1, round(self.width * down / across))

    def box(self, width, height):
        """What is cut out of a picture with these sides: left, top, right, bottom."""
        if not self.crop:
            return 0, 0, width, height
        across, down = CROPS[self.crop]
        wide, high = min(width, height * across / down), min(height, width * down / across)
        left = min(max(0, width * self.focus[0] / 100 - wide / 2), width - wide)
        top = min(max(0, height * self.focus[1] / 100 - high / 2), height - high)
        return left, top, left + wide, top + high


def widths_for(width):
    """The widths made of a picture so wide: never wider than it is."""
    return [*(fixed for fixed in WIDTHS if fixed < width), width][: len(WIDTHS)]


def thumbnail_for(width):
    return Wanted(min(THUMBNAIL, width), "jpeg")


def first_for(width):
    """What is there as soon as a picture is taken in: enough for the desk and for any browser."""
    usable = [each for each in widths_for(width) if each <= 640][-1:] or [width]
    return list(dict.fromkeys([thumbnail_for(width), Wanted(usable[0], "jpeg")]))


def all_for(width, height, focus):
    """Every file that a page may name, what is cheap to make first."""
    plain = [Wanted(each, format) for format in reversed(FORMATS) for each in widths_for(width)]
    crops = [
        Wanted(each, format, crop, focus)
        for crop, widths in CROP_WIDTHS.items()
        for format in CROP_FORMATS[crop]
        for each in _crop_widths(crop, widths, width, height)
    ]
    return list(dict.fromkeys([thumbnail_for(width), *plain, *crops]))


def crop_for(crop, least, width, height, focus):
    """The crop that is at least so wide, in JPEG, or the widest there is."""
    widths = _crop_widths(crop, CROP_WIDTHS[crop], width, height)
    return Wanted(next((each for each in widths if each >= least), widths[-1]), "jpeg", crop, focus)


def _crop_widths(crop, widths, width, height):
    left, _top, right, _bottom = Wanted(1, "jpeg", crop).box(width, height)
    most = max(1, int(right - left))
    return [*(each for each in widths if each < most), most][: len(widths)]
