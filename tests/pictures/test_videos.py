"""Where the file of a video is while readers see it, and when they don't any more; its first picture. On a disk and on S3."""

import pytest
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage.models import Video
from coverage.tasks import leave_video, make_poster
from tests.clips.files import clip
from tests.interchange.files import MP4
from tests.make import make_captions, make_draft, make_editor, make_entry, make_image, make_page


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


def test_one_that_is_withdrawn_disappears_from_every_page_and_its_file_is_no_longer_served(
    store, db, client, settings, django_capture_on_commit_callbacks
):
    settings.PURGE_URLS = ["http://127.0.0.1:9"]
    poster, editor = make_image(), make_editor()
    film = Video.objects.create(title="Doors", poster=poster, file=ContentFile(clip("mp4"), "a.mp4"))
    again = Video.objects.create(title="The same", file=ContentFile(clip("mp4"), "b.mp4"))
    captions = make_captions(film).get_absolute_url()
    lead, text = make_page(lead_video=film, stream_only=True), make_page()
    entry = make_entry(text, body=f"<p>Before.</p>{body(film)}{body(again)}")
    known, versions = film.source, [lead.version, text.version]

    def public_text():
        pages = [client.get(page.get_absolute_url() + more).text for page in (lead, text) for more in ("", "page.jsonld")]  # fmt: skip
        feeds = [client.get(f"{text.get_absolute_url()}feed.{kind}").text for kind in ("atom", "json")]
        return "".join([*pages, *feeds, client.get(entry.get_absolute_url()).text])

    shown = public_text()
    assert all(text in shown for text in (known, captions, poster.token, "The same"))
    assert {client.get(each).status_code for each in (known, captions, poster.src)} == {200}
    with django_capture_on_commit_callbacks(execute=True):
        film.withdraw(by=editor, because=" The agency asks us to")
    shown = public_text()
    for gone in (known, captions, poster.token, "The same", again.source, "<video"):
        assert gone not in shown
    assert "Before." in shown
    assert [client.get(each).status_code for each in (known, captions, poster.src)] == [404] * 3
    for page, version in zip((lead, text), versions, strict=True):
        page.refresh_from_db()
        assert page.version > version
    told = {path for job in ProcrastinateJob.objects.filter(task_name="coverage.tasks.purge") for path in job.args["paths"]}  # fmt: skip
    assert {known, captions, poster.src, lead.get_absolute_url(), entry.get_absolute_url()} <= told
    film.refresh_from_db()
    assert (film.withdrawn_by, film.withdrawn_because) == (editor, "The agency asks us to")
    assert f"/media/{film.left_address}" == known
    with pytest.raises(ValidationError, match="This was withdrawn: The agency asks us to"):
        Video.objects.create(title="Once more", file=ContentFile(clip("mp4"), "c.mp4"))
    with django_capture_on_commit_callbacks(execute=True):
        film.restore(by=editor)
    film.refresh_from_db()
    shown = public_text()
    assert all(text in shown for text in (film.source, captions, poster.token, "The same"))
    assert client.get(film.source).status_code == 200


def test_another_takes_its_place_in_texts_and_at_the_top(store, video, page):
    other = Video.objects.create(title="Bells", url="https://video.example/bells.mp4")
    entry, draft, lead = make_entry(page, body=body(video)), make_draft(page, body=body(video)), make_page(lead_video=video)  # fmt: skip
    version = page.version
    video.replace_everywhere(by=None, with_other=other)
    for each in (entry, draft, lead, page):
        each.refresh_from_db()
    assert entry.body == draft.body == body(other)
    assert lead.lead_video == other
    assert page.version > version
    other.withdraw(by=None, because="Not ours")
    with pytest.raises(ValidationError, match="Not ours"):
        video.replace_everywhere(by=None, with_other=other)
    with pytest.raises(ValidationError, match="Not ours"):
        Video.objects.create(title="Bells again", url=other.url)
