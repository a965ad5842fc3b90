"""The same promises on a disk and in an S3-compatible store."""

import os
from itertools import count

import pytest

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
def store(request, settings):
    """Files are kept there in this test."""
    if request.param == "s3":
        options = {
            "bucket_name": f"bucket-{next(_buckets)}-{os.getpid()}",
            "endpoint_url": request.getfixturevalue("s3"),
            "region_name": "us-east-1",
            "access_key": "key",
            "secret_key": "secret",
        }
        settings.STORAGES = {
            **settings.STORAGES,
            **{
                name: {
                    "BACKEND": "coverage.pictures.bucket.Bucket",
                    "OPTIONS": {**options, "location": folder},
                }
                for name, folder in (("default", "media"), ("originals", "originals"))
            },
        }
        from django.core.files.storage import default_storage

        default_storage.connection.create_bucket(Bucket=options["bucket_name"])
    return request.param
