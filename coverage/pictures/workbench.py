"""The process that decodes: one that only waits, and a fork of it for every picture.

Nobody's secrets are in here, no Django, no database. A fork begins with nothing but Pillow and has so much
memory and time and no more; whatever a picture does to it ends with it. `workshop.py` is its other side.

A job is a line of JSON and the picture's bytes; answers are lines of JSON, each followed by `size` bytes.
"""

import io
import json
import os
import resource
import signal
import socket
import sys
from contextlib import suppress

import pillow_heif
from PIL import Image as Pillow
from PIL import ImageCms, UnidentifiedImageError

from coverage.pictures.renditions import Wanted, first_for
from coverage.pictures.words import words_of

FORMATS = ["JPEG", "PNG", "WEBP", "AVIF", "GIF", "HEIF"]  # always named: else EPS reaches Ghostscript
MAX_PIXELS = 60_000_000
MAX_SIDE = 16_383  # WebP's
SLACK = 8 * 1024 * 1024  # bytes that a file may have beyond its bare pixels
_QUALITY = {
    "jpeg": {"quality": 80, "optimize": True, "progressive": True},
    "webp": {"quality": 76, "method": 2},
    "avif": {"quality": 60, "speed": 8},
}
_UPRIGHT = {
    2: Pillow.Transpose.FLIP_LEFT_RIGHT, 3: Pillow.Transpose.ROTATE_180, 4: Pillow.Transpose.FLIP_TOP_BOTTOM,
    5: Pillow.Transpose.TRANSPOSE, 6: Pillow.Transpose.ROTATE_270, 7: Pillow.Transpose.TRANSVERSE,
    8: Pillow.Transpose.ROTATE_90,
}  # fmt: skip
_ON_ITS_SIDE = (5, 6, 7, 8)
_ORIENTATION = 0x0112  # EXIF


class Refusal(Exception):
    """Its name is the key of a sentence in take_in.py."""


def serve(line):
    """Fork for every socket that comes over the line, until the other end of it is closed."""
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # nobody waits for them
    while True:
        _data, descriptors, _flags, _address = socket.recv_fds(line, 1, 1)
        if not descriptors:
            return
        if os.fork() == 0:
            try:
                line.close()
                with socket.socket(fileno=descriptors[0]) as talk:
                    work(talk.makefile("rwb"))
            finally:  # whatever it was: a fork never waits for sockets itself
                os._exit(0)
        os.close(descriptors[0])


def work(talk):
    job = json.loads(talk.readline())
    _limit(**job["limits"])
    data = talk.read(job["size"])
    try:
        for head, content in _made(data, job["make"]):
            _say(talk, head, content)
    except Refusal as refusal:
        _say(talk, {"refused": str(refusal)})
    except MemoryError:
        _say(talk, {"refused": "too much"})
    except UnidentifiedImageError:
        _say(talk, {"refused": "unknown"})
    except Exception:  # noqa: BLE001 - whatever it is that a codec has to say of hostile bytes
        _say(talk, {"refused": "damaged"})


def _limit(seconds, memory, nice):
    """SIGALRM by the clock and RLIMIT_CPU end a process even in the middle of a codec's C code."""
    os.nice(nice)
    signal.alarm(seconds)
    for what, most in (
        (resource.RLIMIT_CPU, seconds),
        (resource.RLIMIT_AS, memory),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        with suppress(ValueError, OSError):  # a site's own limit is lower
            resource.setrlimit(what, (most, most))


def _say(talk, head, content=b""):
    talk.write(json.dumps({**head, "size": len(content)}).encode() + b"\n" + content)
    talk.flush()


def _made(data, make):
    """The picture's facts, then each file to `make`, then what it took.

    `make`: Wanted as dictionaries; "first": those that are there at once; "nothing": only its words.
    """
    try:
        opened = Pillow.open(io.BytesIO(data), formats=FORMATS)
    except Pillow.DecompressionBombError:
        raise Refusal("pixels") from None
    with opened:
        if make == "nothing":
            yield {"words": words_of(opened), "done": True, "idle": _peak()}, b""
            return
        _refuse_by_header(opened, len(data))
        facts = {"words": words_of(opened), "is_moving": _is_moving(opened)}
        orientation = opened.getexif().get(_ORIENTATION)
        sides = opened.size[::-1] if orientation in _ON_ITS_SIDE else opened.size
        wanted = first_for(sides[0]) if make == "first" else [_as_wanted(each) for each in make]
        scale = min(1, max(each.width / _breadth(each.box(*sides)) for each in wanted))
        pixels = _pixels(opened, scale, _UPRIGHT.get(orientation))
    yield {"width": sides[0], "height": sides[1], "colour": _colour(pixels), **facts}, b""
    cut = {}
    for each in wanted:
        shape = (each.crop, each.focus, each.width)
        if shape not in cut:
            cut[shape] = _cut(pixels, each, sides)
        yield {"name": each.name}, _written(cut[shape], each.format)
    used = resource.getrusage(resource.RUSAGE_SELF)
    yield {"done": True, "cpu": used.ru_utime + used.ru_stime, "peak": _peak()}, b""


def _peak():
    """The most memory that this process had, in bytes."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


def _as_wanted(each):
    return Wanted(**{**each, "focus": tuple(each["focus"])})


def _refuse_by_header(opened, size):
    pixels = opened.width * opened.height
    if pixels > MAX_PIXELS:
        raise Refusal("pixels")
    if max(opened.size) > MAX_SIDE:
        raise Refusal("side")
    if size > pixels * 8 + SLACK:
        raise Refusal("padded")


def _is_moving(opened):
    """A phone's JPEG of several pictures does not move, its first is the one."""
    return opened.format in ("GIF", "WEBP", "AVIF", "PNG") and bool(getattr(opened, "is_animated", False))


def _breadth(box):
    return box[2] - box[0]


def _pixels(opened, scale, turn):
    """The first frame no larger than it is needed, upright, in sRGB, RGB or RGBA, nothing else with it."""
    size = tuple(max(1, round(side * scale)) for side in opened.size)
    if opened.format in ("JPEG", "MPO"):  # decoded at a half, a quarter or an eighth right away
        opened.draft(
            None, tuple(min(whole, side * 3 // 2) for side, whole in zip(size, opened.size, strict=True))
        )
    opened.load()
    profile = opened.info.get("icc_profile")
    has_alpha = opened.mode in ("RGBA", "LA", "PA", "La", "RGBa") or "transparency" in opened.info
    image = opened
    if image.mode.startswith("I"):  # 16 bits a pixel, which convert() would clip to white
        image = image.point(lambda value: value / 256).convert("L")
    if image.mode not in ("RGB", "RGBA", "CMYK", "L"):
        image = image.convert("RGBA" if has_alpha else "RGB")
    elif has_alpha and image.mode != "RGBA":
        image = image.convert("RGBA")
    if image.size != size:
        image = image.resize(size, Pillow.Resampling.LANCZOS, reducing_gap=2.0)
    if profile:
        image = _in_srgb(image, profile)
    if turn is not None:
        image = image.transpose(turn)
    image = image.convert("RGBA" if has_alpha else "RGB")
    clean = Pillow.new(image.mode, image.size)
    clean.paste(image)
    return clean


def _in_srgb(image, profile):
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        mode = "RGBA" if image.mode == "RGBA" else "RGB"
        return ImageCms.profileToProfile(image, source, ImageCms.createProfile("sRGB"), outputMode=mode)
    except (ImageCms.PyCMSError, OSError, ValueError):
        return image  # a profile that is broken says nothing about the colours


def _cut(pixels, wanted, sides):
    """The part and size that is wanted of pixels that may be smaller than the picture's `sides`."""
    ratio = pixels.width / sides[0], pixels.height / sides[1]
    left, top, right, bottom = wanted.box(*sides)
    box = (left * ratio[0], top * ratio[1], right * ratio[0], bottom * ratio[1])
    box = (box[0], box[1], min(box[2], pixels.width), min(box[3], pixels.height))
    size = (wanted.width, wanted.height(*sides))
    if size == pixels.size and not wanted.crop:
        return pixels
    return pixels.resize(size, Pillow.Resampling.LANCZOS, box=box, reducing_gap=3.0)


def _colour(pixels):
    """Its average as #rrggbb; white for what lets something shine through, as its JPEG has it."""
    if pixels.mode == "RGBA" and pixels.getchannel("A").getextrema()[0] < 255:
        return "#ffffff"
    red, green, blue = pixels.convert("RGB").resize((1, 1), Pillow.Resampling.BOX).getpixel((0, 0))
    return f"#{red:02x}{green:02x}{blue:02x}"


def _written(pixels, format):
    if format == "jpeg" and pixels.mode == "RGBA":
        ground = Pillow.new("RGB", pixels.size, "white")
        ground.paste(pixels, mask=pixels.getchannel("A"))
        pixels = ground
    out = io.BytesIO()
    pixels.info = {}  # whatever is in there, the writers would copy
    pixels.save(out, format.upper(), **_QUALITY[format])
    return out.getvalue()


if __name__ == "__main__":
    pillow_heif.register_heif_opener()
    Pillow.init()
    with socket.socket(fileno=int(sys.argv[1])) as _line:
        serve(_line)
