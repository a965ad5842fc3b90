"""Pictures and videos, where no other server gives them out."""

import io

import pytest
from asgiref.sync import async_to_sync
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from PIL import Image as Pillow

from tests.make import make_image, make_page, make_picture_file


def content(answer):
    async def whole():
        return b"".join([part async for part in answer.streaming_content])

    return async_to_sync(whole)()


def test_a_rendition_is_kept_for_ever_and_can_run_nothing(db, client):
    answer = client.get(make_image(file=make_picture_file(640, 360)).src)
    assert Pillow.open(io.BytesIO(content(answer))).size == (640, 360)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert not answer.cookies


def test_every_address_in_a_srcset_is_there_in_the_size_that_it_says(db, client):
    image = make_image()
    make_page(lead_image=image)
    for srcset in (image.avif_srcset, image.webp_srcset, image.jpeg_srcset):
        for part in srcset.split(", "):
            address, width = part.split(" ")
            assert Pillow.open(io.BytesIO(content(client.get(address)))).width == int(width.rstrip("w"))


@pytest.mark.parametrize("name", ["page.html", "drawing.svg", "script.js", "noending", "a.jpg.html"])
def test_only_pictures_and_videos_have_an_address(db, client, name):
    default_storage.save(name, ContentFile(b"<script>alert(1)</script>"))
    assert "There is no such page" in client.get(f"/media/{name}").text


@pytest.mark.parametrize(
    "name",
    ["../settings.jpg", "/etc/x.jpg", "a%00.jpg", "renditions", "renditions/x.jpg/", "%2e%2e/%2e%2e/x.jpg"],
)
def test_an_address_of_no_file_is_not_found(db, client, name):
    make_image()
    answer = client.get(f"/media/{name}")
    assert answer.status_code == 404
    assert answer["Cache-Control"] == "no-store"


def test_the_original_has_no_address(db, client):
    image = make_image()
    for name in (image.original.name, f"originals/{image.original.name}", f"{image.original.name}.jpg"):
        assert client.get(f"/media/{name}").status_code == 404


@pytest.mark.parametrize(
    ("wanted", "first", "last"),
    [("bytes=0-9", 0, 9), ("bytes=100-", 100, None), ("bytes=-7", -7, None), ("bytes=5-999999999", 5, None)],
)
def test_a_video_can_be_fetched_from_its_middle(db, client, wanted, first, last):
    data = make_picture_file().getvalue()
    name = default_storage.save("video.mp4", ContentFile(data))
    answer = client.get(f"/media/{name}", headers={"range": wanted})
    part = data[first : None if last is None else last + 1]
    start = first % len(data)
    assert answer.status_code == 206
    assert content(answer) == part
    assert answer["Content-Range"] == f"bytes {start}-{start + len(part) - 1}/{len(data)}"
    assert answer["Content-Length"] == str(len(part))


@pytest.mark.parametrize("wanted", ["bytes=9-2", "bytes=99999999-", "bytes=-0"])
def test_a_part_that_a_file_does_not_have_is_refused(db, client, wanted):
    name = default_storage.save("video.mp4", ContentFile(b"0123456789"))
    answer = client.get(f"/media/{name}", headers={"range": wanted})
    assert (answer.status_code, answer["Content-Range"]) == (416, "bytes */10")
    assert answer["Cache-Control"] == "no-store"


@pytest.mark.parametrize("wanted", ["bytes=-", "bytes=0-1,3-4", "lines=0-1", "bytes=a-b"])
def test_what_is_not_one_range_gets_the_whole_file(db, client, wanted):
    name = default_storage.save("video.mp4", ContentFile(b"0123456789"))
    answer = client.get(f"/media/{name}", headers={"range": wanted})
    assert (answer.status_code, content(answer)) == (200, b"0123456789")
