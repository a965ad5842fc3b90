"""An uploaded video is what its content says, whatever it is called."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from coverage.models import Video
from coverage.pictures import film

MP4, WEBM = (
    b"\0\0\0\x18ftypisom\0\0\0\0isommp42" + b"\0" * 80,
    b"\x1a\x45\xdf\xa3\x9fB\x86\x81\x01B\x82\x84webm" + b"\0" * 80,
)


def upload(content, name):
    video = Video(title="Doors", file=SimpleUploadedFile(name, content))
    video.full_clean()
    video.save()
    return video


@pytest.mark.parametrize(
    ("content", "name", "kind"),
    [(MP4, "a.mp4", "video/mp4"), (MP4, "a.webm", "video/mp4"), (WEBM, "a.mp4", "video/webm")],
)
def test_a_video_is_kept_as_what_it_is(db, content, name, kind):
    video = upload(content, name)
    assert video.kind == kind
    with video.file.open() as file:
        assert file.read() == content


@pytest.mark.parametrize(
    "content",
    [b"", b"<script>alert(1)</script>", b"\x1a\x45\xdf\xa3 matroska", b"\0\0\0\x18ftypheic" + b"\0" * 80, b"\0\0\0\x18ftypqt  ", b"#EXTM3U", b"GIF89a"],
)  # fmt: skip
def test_what_is_no_video_is_refused_in_a_sentence(db, content):
    with pytest.raises(ValidationError, match=r"Send an MP4 or WebM file\.|empty"):
        upload(content, "a.mp4")
    assert not Video.objects.exists()


def test_a_video_that_is_too_large_is_refused_before_it_is_kept(db, monkeypatch):
    monkeypatch.setattr(film, "MAX_BYTES", 50)
    with pytest.raises(ValidationError, match="larger than 40 MB"):
        upload(MP4, "a.mp4")
