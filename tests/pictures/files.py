"""Picture files of the crucial kinds, made here: unusual, foreign and hostile ones."""

import io
import struct
import zlib

from PIL import Image as Pillow
from PIL import ImageCms, PngImagePlugin

MARK = "HOSTILE-MARK"


def photo(width=320, height=200, mode="RGB"):
    """A different colour in each corner, so that turning and mirroring show."""
    picture = Pillow.linear_gradient("L").resize((width, height)).convert("RGB")
    across, down = width // 4, height // 4
    for colour, place in {
        "red": (0, 0),
        "lime": (width - across, 0),
        "blue": (0, height - down),
        "yellow": (width - across, height - down),
    }.items():
        picture.paste(colour, (*place, place[0] + across, place[1] + down))
    return picture.convert(mode)


def encoded(picture, format, **options):
    out = io.BytesIO()
    picture.save(out, format, **options)
    return out.getvalue()


def jpeg(width=320, height=200, **options):
    return encoded(photo(width, height), "JPEG", **options)


def time_bomb():
    """A progressive JPEG whose last scan comes two hundred times: small, and minutes to decode when it is large."""
    plain = jpeg(progressive=True)
    last = plain.rindex(b"\xff\xda")
    return plain[:-2] + plain[last:-2] * 200 + plain[-2:]


def slow_bomb():
    """As many scans as are let in, of the most pixels that are let in."""
    plain = encoded(Pillow.new("L", (7700, 7700)), "JPEG", progressive=True)
    last = plain.rindex(b"\xff\xda")
    return plain[:-2] + plain[last:-2] * (100 - plain.count(b"\xff\xda")) + plain[-2:]


def pixel_bomb(side=30_000):
    """One bit a pixel, all zero: some kilobytes that unfold to side × side pixels."""
    rows = zlib.compress(bytes((side // 8 + 1) * side), 9)
    header = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    chunks = [(b"IHDR", header), (b"IDAT", rows), (b"IEND", b"")]
    return b"\x89PNG\r\n\x1a\n" + b"".join(_chunk(kind, data) for kind, data in chunks)


def _chunk(kind, data):
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def telltale():
    """Everything a JPEG can give away: position, owner, camera, comment, XMP, IPTC, profile, and what follows its end."""
    exif = Pillow.Exif()
    exif[0x010F] = exif[0x0131] = exif[0x013B] = MARK
    exif.get_ifd(0x8825).update({1: "N", 2: (52.0, 31.0, 12.0), 3: "E", 4: (13.0, 24.0, 18.0)})
    profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    whole = jpeg(exif=exif, comment=f"<script>{MARK}</script>", xmp=xmp(credit=MARK), icc_profile=profile)
    return whole + f"<?php echo '{MARK}' ?>PK\x03\x04".encode()


def xmp(alt="", credit="", caption=""):
    return f"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
    <rdf:Description xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:photoshop="http://ns.adobe.com/photoshop/1.0/"
     xmlns:i="http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/" photoshop:Credit="{credit}">
    <dc:description><rdf:Alt><rdf:li xml:lang="x-default">{caption}</rdf:li></rdf:Alt></dc:description>
    <i:AltTextAccessibility><rdf:Alt><rdf:li>{alt}</rdf:li></rdf:Alt></i:AltTextAccessibility>
    </rdf:Description></rdf:RDF></x:xmpmeta>""".encode()


def iptc(**said):
    """A JPEG with IPTC-IIM records: `credit` (2:110), `caption` (2:120)."""
    numbers = {"credit": 110, "caption": 120}
    records = b"".join(
        struct.pack(">BBBH", 0x1C, 2, numbers[name], len(text.encode())) + text.encode()
        for name, text in said.items()
    )
    block = b"Photoshop 3.0\x008BIM\x04\x04\x00\x00" + struct.pack(">I", len(records)) + records
    block += b"\x00" * (len(records) % 2)
    plain = jpeg()
    return plain[:2] + b"\xff\xed" + struct.pack(">H", len(block) + 2) + block + plain[2:]


def cmyk():
    return encoded(photo(mode="CMYK"), "JPEG", quality=95)


def sixteen_bit():
    """Grey, from black to white, in 16 bits."""
    grey = Pillow.new("I;16", (256, 64))
    grey.putdata([257 * (number % 256) for number in range(256 * 64)])
    return encoded(grey, "PNG")


def turned(orientation):
    exif = Pillow.Exif()
    exif[0x0112] = orientation
    return jpeg(exif=exif)


def two_pictures():
    """What a phone writes: several pictures in one JPEG."""
    return encoded(photo(), "MPO", save_all=True, append_images=[photo().rotate(180)])


def animated(format="GIF"):
    return encoded(photo(), format, save_all=True, append_images=[photo().rotate(180)], duration=100)


def talking_png():
    told = PngImagePlugin.PngInfo()
    told.add_text("Title", MARK)
    return encoded(photo(), "PNG", pnginfo=told)


def see_through():
    picture = photo(mode="RGBA")
    picture.putalpha(0)
    return encoded(picture, "PNG")


def heic():
    import pillow_heif

    out = io.BytesIO()
    pillow_heif.from_pillow(photo()).save(out)
    return out.getvalue()
