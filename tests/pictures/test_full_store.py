"""A store that takes no more leaves nothing half: no file without its row, no row without its file."""

import http.client
import os
import resource
import signal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart
from django.urls import reverse

from coverage.models import Image, Rendition, Video
from coverage.models.image import originals
from coverage.pictures.take_in import Refused
from liveblog.checks import check_storage
from tests.interchange.files import MP4
from tests.make import make_editor, make_image, make_picture_file
from tests.serving import serving


def whats_there(store):
    root = Path(store.location)
    return sorted(path.name for path in root.rglob("*") if path.is_file())


@pytest.fixture
def no_room(on_disk):
    """No file of this process may become larger than 1,000 bytes, as on a disk that is full."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    heard = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (1000, before[1]))
    yield
    resource.setrlimit(resource.RLIMIT_FSIZE, before)
    signal.signal(signal.SIGXFSZ, heard)


def test_a_full_disk_is_a_sentence_and_leaves_nothing_half(db, request):
    make_image()  # the workshop stands
    before = whats_there(default_storage), whats_there(originals())
    request.getfixturevalue("no_room")
    with pytest.raises(Refused, match="The picture could not be stored: there is no room"):
        make_image(file=make_picture_file(1200, 800, colour=None))
    assert (whats_there(default_storage), whats_there(originals())) == before
    assert (Image.objects.count(), Rendition.objects.exclude(image__in=Image.objects.all()).count()) == (1, 0)


def test_a_file_that_could_not_be_written_has_never_been_there(tmp_path, no_room):
    with pytest.raises(OSError, match="File too large"):
        default_storage.save("renditions/x/640.jpg", ContentFile(os.urandom(5000)))
    assert not default_storage.exists("renditions/x/640.jpg")
    assert whats_there(default_storage) == []


@pytest.mark.usefixtures("_in_a_bucket")
def test_a_bucket_that_takes_no_file_is_named_before_anybody_needs_it():
    assert check_storage(None) == []
    assert default_storage.listdir("") == ([], [])  # nothing of the question is left
    default_storage.bucket.delete()
    said = [error.msg for error in check_storage(None)]
    assert [text.partition(" cannot be written: ")[0] for text in said] == [
        f"S3_BUCKET ({default_storage.bucket_name}/{folder})" for folder in ("media", "originals")
    ]


def body_of(title, content):
    """A form that is larger than what stays in memory."""
    token = "a" * 32
    words = {"csrfmiddlewaretoken": token, "title": title, "file": SimpleUploadedFile("a.mp4", content)}
    return token, encode_multipart("x", words)


@pytest.mark.parametrize("way", ["on its way in", "taken apart"])
def test_a_large_file_for_which_the_machine_has_no_room_is_a_sentence(
    way, transactional_db, client, settings, tmp_path, request
):
    """Django writes it down as it comes in, and once more when it takes the form apart."""
    settings.FILE_UPLOAD_TEMP_DIR = tmp_path
    client.force_login(make_editor())
    address = reverse("admin:desk_take_in_video")
    token, body = body_of("Doors", MP4 + bytes(3_000_000))
    kind = "multipart/form-data; boundary=x"
    cookies = f"csrftoken={token}; sessionid={client.cookies['sessionid'].value}"
    if way == "taken apart":
        client.handler.enforce_csrf_checks, client.raise_request_exception = True, False
        request.getfixturevalue("no_room")
        answer = client.post(address, body, kind, headers={"Cookie": cookies})
        status, said = answer.status_code, answer.text
    else:
        with serving() as site:
            request.getfixturevalue("no_room")
            line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=20)
            line.request("POST", address, body, {"Content-Type": kind, "Cookie": cookies})
            answer = line.getresponse()
            status, said = answer.status, answer.read().decode()
            line.close()
    assert (status, said) == (
        507,
        "The file could not be stored: there is no room. Tell those who run the site.\n",
    )
    assert list(tmp_path.glob("*.upload*")) == []
    assert not Video.objects.exists()


def test_a_store_that_is_not_there_is_a_sentence(db, settings):
    options = {"bucket_name": "none", "access_key": "a", "secret_key": "b", "region_name": "us-east-1"}
    options["endpoint_url"] = "http://127.0.0.1:9"
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {"BACKEND": "coverage.pictures.bucket.Bucket", "OPTIONS": options},
    }
    with pytest.raises(Refused, match="The picture could not be stored"):
        make_image()
    assert Image.objects.count() == 0
