"""Whatever comes in through the one door: as what it is taken, and what is refused in which words."""

import io
import time

import pytest
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from coverage.models import Image
from coverage.models.image import originals
from coverage.pictures import take_in as door
from coverage.pictures.take_in import Refused
from tests.make import make_image
from tests.pictures import files


def taken(data, **words):
    return make_image(file=io.BytesIO(data), **words)


def every_file(image):
    image.make_renditions()
    for wanted in image.wanted:
        with default_storage.open(image.folder + wanted.name) as file:
            yield wanted, file.read()


def pixels(image, format="jpeg"):
    """Of its widest whole rendition."""
    name = next(each.name for each in reversed(image.wanted) if not each.crop and each.format == format)
    image.make_renditions()
    with default_storage.open(image.folder + name) as file:
        return Pillow.open(io.BytesIO(file.read())).convert("RGBA" if format != "jpeg" else "RGB")


def is_like(colour, other):
    return all(abs(one - two) < 40 for one, two in zip(colour, other, strict=True))


RED, LIME, BLUE, YELLOW = (255, 0, 0), (0, 255, 0), (0, 0, 255), (255, 255, 0)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "This file is empty"),
        (b"<html>", "This is not a picture we can read; send a JPEG, PNG, WebP, AVIF, GIF or HEIC."),
        (b"%!PS-Adobe-3.0 EPSF-3.0\n", "This is not a picture we can read"),
        (b"II*\x00\x08\x00\x00\x00", "This is not a picture we can read"),
        (b"  <svg xmlns='http://www.w3.org/2000/svg'/>", "SVG drawings are not taken"),
        (b"<?xml version='1.0'?><svg/>", "SVG drawings are not taken"),
        (b"\x89PNG\r\n\x1a\n" + bytes(100), "This is not a picture we can read"),
        (files.jpeg()[:1500], "This picture is damaged or cut off"),
        (files.encoded(files.photo(), "PNG")[:600], "This picture is damaged or cut off"),
        (files.encoded(files.photo(), "WEBP")[:600], "This picture is damaged or cut off"),
        (files.pixel_bomb(), "This picture has more than 60 megapixels"),
        (files.pixel_bomb(9000), "This picture has more than 60 megapixels"),
        (files.encoded(Pillow.new("L", (20_000, 2)), "JPEG"), "This picture is more than 16,383 pixels"),
        (files.time_bomb(), "This JPEG is built in too many steps"),
        (files.jpeg() + bytes(20_000_000), "This file is far larger than the picture in it"),
        (bytes(4) + b"ftypheic" + bytes(100), "This HEIC picture cannot be read; set the phone to"),
    ],
)
def test_a_refusal_is_a_sentence_and_leaves_nothing(db, data, sentence):
    began = time.monotonic()
    with pytest.raises(Refused, match=sentence):
        taken(data)
    assert time.monotonic() - began < 5
    assert Image.objects.count() == 0
    assert not default_storage.exists("renditions")
    assert not originals().exists(".")


def test_a_picture_that_takes_too_long_ends_with_its_process(db):
    picture = door.arrived(io.BytesIO(files.slow_bomb()))
    with pytest.raises(Refused, match="takes too long or too much memory"):
        door.look_into(picture, seconds=1)
    assert taken(files.jpeg()).width == 320  # the next one is served as ever


def test_a_picture_that_needs_too_much_memory_ends_with_its_process(db):
    large = files.encoded(Pillow.new("RGB", (5000, 4000)), "PNG")
    with pytest.raises(Refused, match="takes too long or too much memory"):
        door.look_into(door.arrived(io.BytesIO(large)), memory=90 * 1024 * 1024)
    assert door.look_into(door.arrived(io.BytesIO(large))).width == 5000


@pytest.mark.parametrize("format", ["JPEG", "PNG", "WEBP", "AVIF", "GIF"])
def test_the_content_says_what_a_file_is(db, format):
    image = taken(files.encoded(files.photo(), format))
    assert (image.width, image.height, image.is_moving) == (320, 200, False)


def test_what_an_iphone_sends_is_taken(db):
    image = taken(files.heic())
    assert (image.width, image.height) == (320, 200)
    assert is_like(pixels(image).getpixel((20, 20)), RED)


@pytest.mark.parametrize("format", ["GIF", "WEBP", "PNG"])
def test_of_what_moves_the_first_frame_stands_still(db, format):
    image = taken(files.animated(format))
    assert image.is_moving
    assert is_like(pixels(image).getpixel((20, 20)), RED)


def test_of_a_phones_several_pictures_the_first_is_taken(db):
    image = taken(files.two_pictures())
    assert not image.is_moving
    assert is_like(pixels(image).getpixel((20, 20)), RED)


def test_a_film_behind_a_phones_picture_is_no_scan(db):
    assert taken(files.jpeg() + b"\xff\xda" * 1000).width == 320


@pytest.mark.parametrize(
    ("orientation", "corner"), [(1, RED), (2, LIME), (3, YELLOW), (4, BLUE), (5, RED), (6, BLUE), (7, YELLOW), (8, LIME), (99, RED)]
)  # fmt: skip
def test_a_picture_stands_upright(db, orientation, corner):
    image = taken(files.turned(orientation))
    assert (image.width, image.height) == ((200, 320) if orientation in (5, 6, 7, 8) else (320, 200))
    shown = pixels(image)
    assert shown.size == (image.width, image.height)
    assert is_like(shown.getpixel((10, 10)), corner)


def test_colours_are_right_whatever_they_are_made_of(db):
    assert is_like(pixels(taken(files.cmyk())).getpixel((20, 20)), RED)
    grey = pixels(taken(files.sixteen_bit()))
    assert [abs(grey.getpixel((across, 30))[0] - across) < 12 for across in (5, 64, 128, 250)] == [True] * 4


def test_what_is_transparent_stays_so_and_is_white_in_a_jpeg(db):
    image = taken(files.see_through())
    assert image.colour == "#ffffff"
    assert pixels(image).getpixel((20, 20)) == (255, 255, 255)
    for format in ("webp", "avif"):
        assert pixels(image, format).getpixel((20, 20))[3] == 0


@pytest.mark.parametrize("data", [files.telltale(), files.talking_png()])
def test_no_rendition_gives_anything_away(db, data):
    for wanted, content in every_file(taken(data)):
        for trace in (
            files.MARK.encode(),
            b"Exif",
            b"http://ns.adobe",
            b"Photoshop",
            b"PK\x03\x04",
            b"ICC_PROFILE",
            b"ICCP",
        ):
            assert trace not in content, wanted.name  # fmt: skip
        opened = Pillow.open(io.BytesIO(content))
        assert not opened.getexif()
        assert not {"exif", "xmp", "icc_profile", "comment", "photoshop"} & set(opened.info)


def test_the_words_in_a_file_are_proposed_and_not_taken(db):
    said = {"alt": "A lighthouse", "credit": "Ida & Co", "caption": "At dawn"}
    data = files.jpeg(xmp=files.xmp(alt="A lighthouse", credit="Ida &amp; Co", caption="At dawn"))
    assert door.proposed(data[: door.HEAD_BYTES]) == said
    image = taken(data, credit="")
    assert (image.proposed, image.credit, image.caption) == (said, "", "")
    assert door.proposed(files.iptc(credit="Réuters", caption="At noon")) == {
        "credit": "Réuters",
        "caption": "At noon",
    }
    assert door.proposed(b"<html>") == door.proposed(b"") == {}


@pytest.mark.parametrize(
    "packet",
    [
        b'<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><x>&b;</x>',
        b"<x" * 10_000,
        b"<x>" * 50_000,
        b"\x00\xff\xfe",
    ],
)
def test_words_that_are_meant_to_hurt_are_none(db, packet):
    image = taken(files.encoded(files.photo(), "WEBP", xmp=packet))
    assert image.proposed == {}


def test_the_same_picture_twice_is_one_file(db, store):
    data = files.jpeg()
    one, other = taken(data, alt="One"), taken(data, alt="Another")
    assert one != other
    assert one.original.name == other.original.name
    assert originals().listdir(one.content_hash[:2])[1] == [one.content_hash]
    assert taken(data, alt="One") == one
    with originals().open(one.original.name) as file:
        assert file.read() == data
