"""Where the file of a video is while readers see it, and when they don't any more; its first picture. On a disk and on S3."""

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage

from coverage.models import Video
from coverage.tasks import leave_video, make_poster
from tests.clips.files import clip
from tests.interchange.files import MP4
from tests.make import make_draft, make_entry, make_page


@pytest.fixture
def video(db, store):
    return Video.objects.create(title="Doors", file=ContentFile(MP4, "doors.mp4"))


def body(video):
    return f'<figure data-video="{video.pk}"></figure>'


def test_an_address_that_readers_know_is_gone_with_the_last_that_shows_it(
    video, page, client, django_capture_on_commit_callbacks
):
    known = video.file.name
    first, second = make_entry(page, body=body(video)), make_entry(page, body=body(video))
    with django_capture_on_commit_callbacks(execute=True):
        first.withdraw(by=None)
    assert default_storage.exists(known)
    with django_capture_on_commit_callbacks(execute=True):
        second.withdraw(by=None)
    assert client.get(f"/media/{known}").status_code == 404
    video.refresh_from_db()
    with video.file.open() as file:
        assert file.read() == MP4
    second.restore(by=None)
    shown = client.get(page.get_absolute_url()).text
    assert video.source in shown
    assert known not in shown


def test_what_nobody_lived_to_do_a_job_does_and_never_to_what_readers_see(video, page):
    entry = make_entry(page, body=body(video))
    leave_video(video.pk, video.file.name)
    assert Video.objects.get(pk=video.pk).file.name == video.file.name
    entry.withdraw(by=None)
    leave_video(video.pk, video.file.name)
    assert Video.objects.get(pk=video.pk).file.name != video.file.name


def test_another_file_takes_the_place_of_the_first_and_nothing_is_left(
    video, django_capture_on_commit_callbacks
):
    before = video.file.name
    with django_capture_on_commit_callbacks(execute=True):
        video.file = ContentFile(clip("mp3"), "doors.mp4")
        video.edit()
    assert not default_storage.exists(before)
    assert Video.objects.get(pk=video.pk).kind == "audio/mpeg"
    with django_capture_on_commit_callbacks(execute=True):
        video.delete()
    assert default_storage.listdir("videos")[1] == []


def test_the_first_picture_of_a_film_stands_for_it_where_nobody_chose_another(db, store):
    film = Video.objects.create(title="Doors", credit="Reuters", file=ContentFile(clip("mp4"), "a.mp4"))
    page = make_page(lead_video=film)
    before = page.version
    make_poster(film.pk)
    film.refresh_from_db()
    assert (film.poster.width, film.poster.height, film.poster.credit) == (64, 36, "Reuters")
    page.refresh_from_db()
    assert page.version == before + 1
    make_poster(film.pk)
    page.refresh_from_db()
    assert page.version == before + 1


def test_a_file_that_is_no_film_within_has_no_picture_and_does_no_harm(video, page):
    make_draft(page, body=body(video))
    make_poster(video.pk)
    assert Video.objects.get(pk=video.pk).poster is None
