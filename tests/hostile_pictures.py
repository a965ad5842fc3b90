"""Picture files that attack whoever reads them, and unusual ones, each with what is expected of it: 81 in all.

The scripts inside are inert marks; nothing here runs anything.
"""

import io
import struct
import unicodedata
import zipfile
import zlib
from typing import NamedTuple

from PIL import Image, ImageCms, PngImagePlugin

MARK = "HOSTILE-MARK"  # must appear in no rendition, page, feed or log line
SCRIPT = f"<script>document.title='{MARK}'</script>"


class File(NamedTuple):
    """`is_taken`: whether it may come in. `sent_as`: its name on the way, where that is the attack."""

    name: str
    data: bytes
    what: str
    is_taken: bool
    sent_as: str | None = None


def photo(size=(320, 200), mode="RGB"):
    """A picture with a different colour in each corner, so that turning and mirroring show."""
    w, h = size
    picture = Image.linear_gradient("L").resize(size).convert("RGB")
    for colour, box in (
        ("red", (0, 0, w // 4, h // 4)),
        ("lime", (w - w // 4, 0, w, h // 4)),
        ("blue", (0, h - h // 4, w // 4, h)),
        ("yellow", (w - w // 4, h - h // 4, w, h)),
    ):
        picture.paste(colour, box)
    return picture.convert(mode)


def encoded(picture, kind, **options):
    out = io.BytesIO()
    picture.save(out, kind, **options)
    return out.getvalue()


def jpeg(picture=None, **options):
    return encoded(picture or photo(), "JPEG", **{"quality": 85, **options})


def png_chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def png(width, height, *, depth=8, colour=2, rows=None, extra=b""):
    """A PNG from raw rows; `rows=None` writes a header that promises pixels and holds none."""
    header = struct.pack(">IIBBBBB", width, height, depth, colour, 0, 0, 0)
    body = b"" if rows is None else png_chunk(b"IDAT", rows)
    return b"\x89PNG\r\n\x1a\n" + png_chunk(b"IHDR", header) + extra + body + png_chunk(b"IEND", b"")


def deflated_zeros(count):
    """`count` zero bytes, compressed, without ever holding them all."""
    packer, block = zlib.compressobj(9), bytes(1 << 20)
    parts = [packer.compress(block) for _ in range(count >> 20)]
    return b"".join([*parts, packer.compress(bytes(count & 0xFFFFF)), packer.flush()])


def bomb_png(side):
    """One bit a pixel, all zero: a few kilobytes that unfold to side × side pixels."""
    return png(side, side, depth=1, colour=0, rows=deflated_zeros((side // 8 + 1) * side))


def gif(frames, size=1):
    """A GIF of `frames` one-pixel frames on a canvas of size × size."""
    start = b"GIF89a" + struct.pack("<HHBBB", size, size, 0x80, 0, 0) + b"\x00\x00\x00\xff\xff\xff"
    start += b"\x21\xff\x0bNETSCAPE2.0\x03\x01\x00\x00\x00"
    frame = (
        b"\x21\xf9\x04\x00\x01\x00\x00\x00"
        + b"\x2c"
        + struct.pack("<HHHHB", 0, 0, 1, 1, 0)
        + b"\x02\x02\x44\x01\x00"
    )
    return start + frame * frames + b";"


def jpeg_segment(marker, data):
    return b"\xff" + bytes([marker]) + struct.pack(">H", len(data) + 2) + data


def after_soi(data, *segments):
    """`data` with segments put right after the start-of-image marker."""
    return data[:2] + b"".join(segments) + data[2:]


def resized_header(data, width, height):
    """A JPEG whose frame header claims another size than its data has."""
    at = next(i for i in range(len(data) - 9) if data[i] == 0xFF and data[i + 1] in (0xC0, 0xC2))
    return data[: at + 5] + struct.pack(">HH", height, width) + data[at + 9 :]


def many_scans(side, scans):
    """A progressive JPEG whose empty last scan is repeated: each repetition walks over every pixel again."""
    data = jpeg(Image.new("RGB", (side, side), "teal"), progressive=True)
    last = data.rindex(b"\xff\xda")
    return data[:last] + data[last:-2] * scans + b"\xff\xd9"


def exif(**tags):
    block = Image.Exif()
    for number, value in tags.items():
        block[int(number[1:])] = value
    return block


def gps_exif():
    block = exif(_271=MARK, _272="Leaky Phone 9", _306="2026:01:06 21:05:00", _315=f"Owner {MARK}")
    block.get_ifd(0x8825).update(
        {1: "N", 2: (48.0, 52.0, 11.2), 3: "E", 4: (2.0, 20.0, 58.9), 29: "2026:01:06"}
    )
    block.get_ifd(0x8769).update({0xA430: f"Owner {MARK}", 0xA431: "SERIAL-1234567"})
    return block


def zip_with(name, data):
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
    return out.getvalue()


def heic_header():
    """The first boxes of a HEIC file: enough to be recognised, not enough to be decoded."""
    ftyp = b"heic" + struct.pack(">I", 0) + b"mif1heic"
    return struct.pack(">I", len(ftyp) + 8) + b"ftyp" + ftyp + struct.pack(">I", 64) + b"meta" + bytes(56)


def tiff_loop():
    """A TIFF whose first directory names itself as the next."""
    entries = [
        (256, 3, 1, 8),
        (257, 3, 1, 8),
        (258, 3, 1, 8),
        (262, 3, 1, 1),
        (273, 4, 1, 8),
        (279, 4, 1, 64),
    ]
    body = b"II*\x00" + struct.pack("<I", 72) + bytes(64) + struct.pack("<H", len(entries))
    for tag, kind, count, value in entries:
        body += struct.pack("<HHII", tag, kind, count, value)
    return body + struct.pack("<I", 72)


SVG = f'<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9" onload="document.title=1">{SCRIPT}<rect width="9" height="9"/></svg>'
SVG_XXE = '<?xml version="1.0"?><!DOCTYPE s [<!ENTITY x SYSTEM "file:///etc/hostname">]><svg xmlns="http://www.w3.org/2000/svg"><text>&x;</text></svg>'


def broken():
    """Ordinary files, and what is left of them when they are cut."""
    whole = {
        "jpg": jpeg(),
        "png": encoded(photo(), "PNG"),
        "webp": encoded(photo(), "WEBP"),
        "avif": encoded(photo(), "AVIF"),
    }
    for ending, data in whole.items():
        yield File(f"good.{ending}", data, f"an ordinary {ending.upper()}", True)
        yield File(f"truncated.{ending}", data[: len(data) * 6 // 10], f"{ending.upper()} cut at 60%", False)
    yield File("empty.jpg", b"", "zero bytes", False)
    yield File("magic-only.jpg", b"\xff\xd8\xff\xe0", "the first four bytes of a JPEG", False)
    yield File(
        "random.png", b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40, "PNG signature, then noise", False
    )
    yield File(
        "bad-crc.png",
        whole["png"][:29] + b"\0\0\0\0" + whole["png"][33:],
        "PNG with a wrong header checksum",
        False,
    )
    yield File("no-pixels.png", png(200, 200), "PNG that ends before its pixels", False)


def too_much():
    """Small files that unfold to very much, or say that they do."""
    yield File("bomb-30000.png", bomb_png(30000), "30000×30000 in about 110 kB (900 megapixels)", False)
    yield File(
        "bomb-9000-rgba.png",
        png(9000, 9000, colour=6, rows=deflated_zeros((9000 * 4 + 1) * 9000)),
        "81 megapixels, 324 MB as RGBA, below Pillow's own error limit",
        False,
    )
    yield File(
        "claims-65500.jpg",
        resized_header(jpeg(), 65500, 65500),
        "a small JPEG whose header claims 65500×65500",
        False,
    )
    yield File("long-65500.jpg", jpeg(Image.new("RGB", (65500, 2), "teal")), "65500×2 pixels, really", False)
    yield File("tall-strip.png", encoded(photo((40, 12000)), "PNG"), "40×12000 strip", True)
    yield File("gif-10000-frames.gif", gif(10000), "GIF with 10,000 frames", False)
    yield File("gif-big-canvas.gif", gif(3, 60000), "GIF of 3 tiny frames on a 60000×60000 canvas", False)
    yield File(
        "scans.jpg",
        many_scans(7000, 300),
        "49 megapixels, progressive, its last scan 300 times, 310 kB: 12 s of decoding",
        False,
    )
    text_bomb = png_chunk(b"zTXt", b"Comment\0\0" + deflated_zeros(200 << 20))
    yield File(
        "ztxt-bomb.png",
        png(8, 8, rows=zlib.compress(bytes(25 * 8)), extra=text_bomb),
        "PNG whose comment unfolds to 200 MB",
        False,
    )
    yield File("padded-20mb.jpg", jpeg() + bytes(20 << 20), "a JPEG followed by 20 MB of zeros", False)


def disguised():
    """Not what the name says, or two things at once."""
    yield File("html.jpg", f"<!doctype html><title>x</title>{SCRIPT}".encode(), "HTML named .jpg", False)
    yield File("script.svg", SVG.encode(), "SVG with script and onload", False)
    yield File("svg.png", SVG.encode(), "the same SVG named .png", False)
    yield File("xxe.svg", SVG_XXE.encode(), "SVG with an external entity", False)
    yield File(
        "pdf.jpg",
        b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF",
        "PDF named .jpg",
        False,
    )
    yield File(
        "eps.jpg",
        b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n%%EndComments\nshowpage\n%%EOF\n",
        "EPS named .jpg",
        False,
    )
    yield File("php.jpg", jpeg() + b"<?php echo 1; ?>", "JPEG with PHP after the end", True)
    yield File("png-named.jpg", encoded(photo(), "PNG"), "PNG named .jpg", True)
    yield File("polyglot-zip.jpg", jpeg() + zip_with("x.html", SCRIPT), "JPEG that is also a zip", True)
    yield File(
        "polyglot-html.jpg",
        after_soi(jpeg(), jpeg_segment(0xFE, f"<html>{SCRIPT}<!--".encode())),
        "JPEG whose comment is an HTML page",
        True,
    )
    yield File(
        "polyglot-js.gif",
        b"GIF89a/*" + gif(1)[8:] + b"*/=1;" + SCRIPT.encode(),
        "GIF that is also JavaScript (10799×1)",
        True,
    )


def colours():
    """Colours that browsers don't have."""
    yield File("cmyk.jpg", jpeg(photo(mode="CMYK")), "CMYK JPEG", True)
    yield File(
        "sixteen-bit.png",
        encoded(Image.linear_gradient("L").convert("I").point(lambda v: v * 257).convert("I;16"), "PNG"),
        "16-bit grey PNG",
        True,
    )
    yield File(
        "palette-alpha.png",
        encoded(photo().quantize(16), "PNG", transparency=bytes([0] + [128] * 7 + [255] * 8)),
        "palette PNG with partial transparency",
        True,
    )
    yield File("one-bit.png", encoded(photo(mode="1"), "PNG"), "1-bit PNG", True)
    yield File("grey-alpha.png", encoded(photo(mode="LA"), "PNG"), "grey PNG with alpha", True)


def metadata():
    """What files say of themselves and of whoever made them."""
    for turn in range(1, 9):
        yield File(f"orientation-{turn}.jpg", jpeg(exif=exif(_274=turn)), f"EXIF orientation {turn}", True)
    yield File("orientation-99.jpg", jpeg(exif=exif(_274=99)), "EXIF orientation 99", True)
    yield File("gps.jpg", jpeg(exif=gps_exif()), "EXIF with position, owner, camera number", True)
    packet = f'<x:xmpmeta xmlns:x="adobe:ns:meta/"><dc:creator xmlns:dc="d">{MARK}{SCRIPT}</dc:creator></x:xmpmeta>'.encode()
    yield File(
        "xmp.jpg",
        after_soi(jpeg(), jpeg_segment(0xE1, b"http://ns.adobe.com/xap/1.0/\0" + packet)),
        "XMP with a script as creator",
        True,
    )
    text = PngImagePlugin.PngInfo()
    text.add_text("Title", MARK + SCRIPT)
    yield File("text.png", encoded(photo(), "PNG", pnginfo=text), "PNG with a script in its title", True)
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    yield File(
        "icc-huge.jpg", jpeg(icc_profile=profile + bytes(3 << 20)), "JPEG with a 3 MB colour profile", True
    )
    yield File(
        "icc-broken.png",
        encoded(photo(), "PNG", icc_profile=b"not a profile " * 9),
        "PNG with a broken colour profile",
        True,
    )
    yield File(
        "exif-broken.jpg",
        after_soi(jpeg(), jpeg_segment(0xE1, b"Exif\0\0II*\0\xff\xff\xff\xff" + bytes(40))),
        "EXIF whose directory lies outside the file",
        True,
    )


def sizes_and_kinds():
    """Odd sizes, moving pictures, formats from elsewhere."""
    yield File("one-pixel.png", encoded(Image.new("RGB", (1, 1)), "PNG"), "1×1", True)
    yield File(
        "animated.webp",
        encoded(photo(), "WEBP", save_all=True, append_images=[photo().rotate(90)] * 5, duration=80),
        "animated WebP, 6 frames",
        True,
    )
    yield File(
        "animated.png",
        encoded(photo(), "PNG", save_all=True, append_images=[photo().rotate(90)] * 3),
        "animated PNG",
        True,
    )
    yield File(
        "two-pictures.mpo",
        encoded(photo(), "MPO", save_all=True, append_images=[photo()]),
        "MPO, two pictures in a JPEG (many phones)",
        True,
    )
    yield File("plain.tiff", encoded(photo(), "TIFF"), "TIFF", False)
    yield File("loop.tiff", tiff_loop(), "TIFF whose directory names itself", False)
    yield File("plain.bmp", encoded(photo(), "BMP"), "BMP", False)
    yield File("plain.ico", encoded(photo((64, 64)), "ICO"), "ICO", False)
    yield File("phone.heic", heic_header(), "HEIC header (what an iPhone sends)", False)


def names():
    """A good JPEG under a name that is the attack."""
    good, longest = jpeg(), "a" * 251 + ".jpg"
    names = {
        "../../../hostile-escape.jpg": "path upwards", "..\\..\\hostile-escape.jpg": "path upwards, Windows", "/hostile-absolute.jpg": "absolute path",
        "nul\0byte.php\0.jpg": "NUL inside", longest: "255 bytes long", "é" * 200 + ".jpg": "400 bytes of two-byte letters",
        "invoice\u202egpj.exe": "right-to-left override", "CON.jpg": "Windows device", ".htaccess": "server configuration", "x.jpg.php": "double ending",
        "line\r\nSet-Cookie: a=b.jpg": "line break", '"><img src=x onerror=alert(1)>.jpg': "markup", "$(touch hostile).jpg": "shell", "-rf.jpg": "option",
        "😀 ünï \u200b.jpg": "emoji, accents, zero width", unicodedata.normalize("NFD", "é.jpg"): "decomposed letters", " .jpg": "space only", "": "no name",
    }  # fmt: skip
    for number, (name, what) in enumerate(names.items(), 1):
        # without a name it is no file to a form (HTML, “constructing the entry list”), and to a document neither
        yield File(f"name-{number:02}.jpg", good, f"file name: {what}", bool(name), name)


GROUPS = [broken, too_much, disguised, colours, metadata, sizes_and_kinds, names]


def all_of_them():
    """(group, File) of each; some are large, so one is made at a time."""
    for group in GROUPS:
        for file in group():
            yield group.__name__.replace("_", " "), file
