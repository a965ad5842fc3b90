"""Every file that a page names is there when it is asked for: made before, or then and there, once."""

import io
import threading
from pathlib import Path

import pytest
from django.core.files.storage import default_storage
from django.db import connection
from django.test import Client
from PIL import Image as Pillow
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage import tasks
from coverage.models.image import originals
from coverage.pictures import renditions
from coverage.pictures.renditions import Wanted
from tests.make import (
    make_author,
    make_byline,
    make_editor,
    make_entry,
    make_image,
    make_page,
    make_picture_file,
)
from tests.pictures import files
from tests.reader.test_media import content
from tests.reading import parsed


def names(image):
    return {each.name for each in image.wanted}


def kept(image):
    return set(default_storage.listdir(image.folder.rstrip("/"))[1])


def large(**words):
    return make_image(file=io.BytesIO(files.jpeg(1800, 1200)), **words)


def test_the_desk_and_any_browser_have_a_file_at_once_and_a_job_makes_the_rest(db, store):
    image = large()
    assert kept(image) == {"160.jpg", "640.jpg"}
    job = ProcrastinateJob.objects.get(task_name="coverage.tasks.make_renditions")
    assert (job.lock, job.priority) == ("pictures", -10)
    tasks.make_renditions(**job.args)
    assert kept(image) == names(image)
    assert {
        f"{width}.{ending}" for width in (320, 640, 1024, 1600) for ending in ("jpg", "webp", "avif")
    } < kept(image)
    assert image.renditions.count() == len(names(image))
    tasks.make_renditions(**job.args)
    assert image.renditions.count() == len(names(image))


def test_a_page_names_every_file_from_the_start_and_nothing_changes_when_they_are_made(db, client):
    image = large()
    page = make_page(lead_image=image)
    before = client.get(page.get_absolute_url()).content
    image.make_renditions()
    page.refresh_from_db()
    assert client.get(page.get_absolute_url()).content == before
    element = parsed(before.decode()).one(".lead")
    assert [source["type"] for source in element.all("source")] == ["image/avif", "image/webp"]
    for part in (*element.all("source"), element.one("img")):
        for named in part["srcset"].split(", "):
            address, width = named.split()
            opened = Pillow.open(io.BytesIO(content(client.get(address))))
            assert opened.width == int(width.rstrip("w"))
    shown = element.one("img")
    assert (shown["width"], shown["height"], shown["data-colour"]) == ("1800", "1200", image.colour)


def test_a_file_that_is_not_ready_or_was_lost_is_made_when_it_is_asked_for(db, client, store):
    image = large()
    make_page(lead_image=image)
    for _ in range(2):
        for name in ("1024.avif", "320.webp", "1600.jpg", "og-50-50-1200.jpg"):
            answer = client.get(f"/media/{image.folder}{name}")
            assert answer["Cache-Control"] == "public, max-age=31536000, immutable"
            assert "Cookie" not in answer["Vary"]
            assert Pillow.open(io.BytesIO(content(answer))).width == int(name.split(".")[0].split("-")[-1])
        for name in kept(image):
            default_storage.delete(image.folder + name)


@pytest.mark.django_db(transaction=True)
def test_however_many_ask_for_a_file_it_is_made_once(on_disk):
    image = large()
    make_page(lead_image=image)
    address = image.folder + "1600.webp"
    files_seen = []

    def ask():
        try:
            content(Client().get(f"/media/{address}"))
            files_seen.append(Path(default_storage.path(address)).stat().st_ino)  # another one if made again
        finally:
            connection.close()

    wanted = [threading.Thread(target=ask) for _ in range(12)]
    for thread in wanted:
        thread.start()
    for thread in wanted:
        thread.join()
    assert (len(files_seen), len(set(files_seen))) == (12, 1)
    assert image.renditions.filter(width=1600, format="webp").count() == 1


@pytest.mark.parametrize(
    "name", ["641.jpg", "1601.avif", "99999.jpg", "640.png", "square-51-50-160.jpg", "og-50-50-1201.jpg", "x.jpg", "0.jpg"]
)  # fmt: skip
def test_nothing_is_made_that_no_page_names(db, client, name):
    image = large()
    make_page(lead_image=image)
    assert client.get(f"/media/{image.folder}{name}").status_code == 404
    assert kept(image) == {"160.jpg", "640.jpg"}


def test_nothing_is_made_of_a_picture_that_no_page_shows_but_for_those_at_the_desk(db, client):
    image = large()
    for page in (make_page(state="draft", lead_image=image), make_page()):
        make_entry(page, body="<p>x</p>") if page.is_public else None
    address = f"/media/{image.folder}1024.avif"
    answer = client.get(address)
    assert (answer.status_code, answer["Cache-Control"]) == (404, "no-store")
    assert kept(image) == {"160.jpg", "640.jpg"}
    client.force_login(make_editor())
    answer = client.get(address)
    assert Pillow.open(io.BytesIO(content(answer))).width == 1024
    assert answer["Cache-Control"] == "private, no-store"


def test_a_lost_original_is_not_found_and_no_fault(db, client):
    image = large()
    make_page(lead_image=image)
    originals().delete(image.original.name)
    assert client.get(f"/media/{image.folder}1024.avif").status_code == 404
    assert client.get(image.address(640, "jpeg")).status_code == 200


def test_the_focal_point_stays_in_every_crop(db):
    image = make_image(file=io.BytesIO(files.jpeg(1600, 1000)), focal_x=1, focal_y=1)
    square = image.rendition("square-100-100-320.jpg")
    corner = Pillow.open(square).convert("RGB").getpixel((315, 315))
    assert corner[0] > 200
    assert corner[2] < 80  # yellow, as there
    left, top, right, bottom = Wanted(160, "jpeg", "square", (30, 50)).box(1600, 1000)
    assert (left, top, right, bottom) == (0, 0, 1000, 1000)  # as far to the left as there is picture
    assert Wanted(160, "jpeg", "square", (50, 50)).box(1600, 1000) == (300, 0, 1300, 1000)


@pytest.mark.parametrize("size", [(1, 1), (40, 12_000), (10_000, 1), (333, 777), (1600, 900), (5000, 20)])
def test_no_crop_or_rendition_is_larger_than_its_picture(db, size):
    image = make_image(file=make_picture_file(*size), focal_x=0.9, focal_y=0.1)
    image.make_renditions()
    for each in image.wanted:
        opened = Pillow.open(image.rendition(each.name))
        assert opened.size == (each.width, each.height(*size)) == (opened.width, opened.height)
        assert opened.width <= size[0]
    assert kept(image) == names(image)


def test_a_new_focal_point_has_new_addresses_and_readers_are_told(db, client):
    image = large()
    page = make_page(lead_image=image)
    make_entry(page, bylines=[make_byline(make_author(photo=image))])
    before, version = image.og, page.version
    image.focal_x, image.focal_y = 0.25, 0.75
    image.edit()
    page.refresh_from_db()
    assert page.version > version
    assert image.og != before
    head = client.get(page.get_absolute_url()).text
    assert f"{image.og}" in head
    assert image.square in head
    assert Pillow.open(io.BytesIO(content(client.get(image.og)))).size == (1200, 630)


def test_crops_have_the_shape_that_they_are_called_by():
    for crop, ratio in {"square": 1, "wide": 16 / 9, "og": 1200 / 630}.items():
        for each in renditions.all_for(2000, 1500, (50, 50)):
            if each.crop == crop:
                assert each.width / each.height(2000, 1500) == pytest.approx(ratio, rel=0.01)
