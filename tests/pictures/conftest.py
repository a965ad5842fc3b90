"""The same promises on a disk and in an S3-compatible store."""

import os
from itertools import count

import pytest
from django.core.files.storage import default_storage

_buckets = count(1)


@pytest.fixture(scope="session")
def s3():
    """The address of a real server that speaks S3."""
    from moto.server import ThreadedMotoServer

    os.environ.setdefault("AWS_EC2_METADATA_DISABLED", "true")
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0)
    server.start()
    host, port = server.get_host_and_port()
    yield f"http://{host}:{port}"
    server.stop()


@pytest.fixture(params=["disk", "s3"])
def store(request):
    """Files are kept there in this test."""
    if request.param == "s3":
        request.getfixturevalue("_in_a_bucket")
    return request.param


@pytest.fixture
def on_disk():
    """This test speaks of a disk's own nature."""
    if os.environ.get("PICTURES_ON") == "s3":
        pytest.skip("an object store has neither room nor inodes")


@pytest.fixture(autouse=True)
def _everywhere(request):
    """All tests here in a store that speaks S3: PICTURES_ON=s3 pytest tests/pictures."""
    if os.environ.get("PICTURES_ON") == "s3":
        request.getfixturevalue("_in_a_bucket")


@pytest.fixture
def _in_a_bucket(s3, settings):
    options = {
        "bucket_name": f"bucket-{next(_buckets)}-{os.getpid()}",
        "endpoint_url": s3,
        "region_name": "us-east-1",
        "access_key": "key",
        "secret_key": "secret",
    }
    bucket = "coverage.pictures.bucket.Bucket"
    settings.STORAGES = {
        **settings.STORAGES,
        "default": {"BACKEND": bucket, "OPTIONS": {**options, "location": "media"}},
        "originals": {"BACKEND": bucket, "OPTIONS": {**options, "location": "originals"}},
    }
    default_storage.connection.create_bucket(Bucket=options["bucket_name"])
