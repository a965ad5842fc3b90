"""A store that takes no more leaves nothing half: no file without its row, no row without its file."""

import os
import resource
import signal
from pathlib import Path

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from coverage.models import Image, Rendition
from coverage.models.image import originals
from coverage.pictures.take_in import Refused
from liveblog.checks import check_storage
from tests.make import make_image, make_picture_file


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
