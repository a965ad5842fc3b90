"""Videos and sounds at the desk and in the admin: words, captions, where they are shown, and what is wrong with them."""

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coverage.models import Change, Video
from tests.interchange.files import MP4
from tests.make import make_captions, make_draft, make_entry, make_video

GOOD = b"WEBVTT\n\n00:00.000 --> 00:01.000\nThe doors open.\n"


def form(video, **more):
    """As the page of the admin sends it, with one new row of captions."""
    rows = {"TOTAL_FORMS": 1, "INITIAL_FORMS": 0, "MIN_NUM_FORMS": 0, "MAX_NUM_FORMS": 1000}
    words = {"title": video.title, "url": video.url, "caption": "They open"}
    return {**words, **{f"captions-{name}": value for name, value in rows.items()}, **more}


def change(desk, video, **more):
    return desk.client.post(reverse("admin:coverage_video_change", args=[video.pk]), form(video, **more))


def test_captions_come_in_beside_a_video_and_readers_are_told(desk, page):
    video = make_video()
    make_entry(page, body=f'<figure data-video="{video.pk}"></figure>')
    file = SimpleUploadedFile("a.vtt", GOOD)
    answer = change(desk, video, **{"captions-0-language": "de", "captions-0-file": file})
    assert answer.status_code == 302
    [captions] = video.captions.all()
    assert (captions.language, captions.label, captions.text) == ("de", "Deutsch", GOOD.decode())
    assert page.changes.last().kind == Change.Kind.CHANGED


@pytest.mark.parametrize(
    ("row", "sentence"),
    [
        ({"language": "de"}, "Choose a file of captions (.vtt)."),
        ({"language": "de", "file": b"WEBVTT\n\n00:02.000 --> 00:01.000\nA"}, "Line 3: this caption ends before"),
        ({"language": "Deutsch!", "file": GOOD}, "Give a language tag such as en-GB, de or ar."),
        ({"file": GOOD}, "This field is required."),
    ],
)  # fmt: skip
def test_what_is_wrong_with_captions_is_said_and_nothing_is_kept(desk, row, sentence):
    video = make_video()
    row = {name: SimpleUploadedFile("a.vtt", each) if name == "file" else each for name, each in row.items()}
    answer = change(desk, video, **{f"captions-0-{name}": each for name, each in row.items()})
    assert sentence in answer.text
    assert not video.captions.exists()
    assert Video.objects.get(pk=video.pk).caption == ""


def test_second_captions_of_a_language_are_refused(desk):
    video = make_video()
    make_captions(video, language="de")
    answer = change(desk, video, **{"captions-0-language": "de", "captions-0-file": SimpleUploadedFile("a.vtt", GOOD)})  # fmt: skip
    assert "captions in this language already" in answer.text
    assert video.captions.count() == 1


def test_a_stream_that_readers_cannot_play_here_is_told_to_its_editor(desk):
    answer = desk.client.post(
        reverse("admin:coverage_video_add"),
        form(Video(title="Count", url="https://elsewhere.example/live.m3u8")),
        follow=True,
    )
    assert "Readers get a link: this site plays nothing from there." in answer.text


def test_a_video_says_where_it_is_shown(desk, page):
    video = make_video()
    make_draft(page, headline="Seen here", body=f'<figure data-video="{video.pk}"></figure>')
    page.lead_video = video
    page.edit()
    shown = desk.client.get(reverse("admin:coverage_video_change", args=[video.pk])).text
    assert "Seen here" in shown
    assert reverse("admin:coverage_livepage_change", args=[page.pk]) in shown


def test_one_is_withdrawn_brought_back_and_replaced_on_its_page(
    desk, page, django_capture_on_commit_callbacks
):
    video, other = (
        make_video(title="The doors"),
        make_video(title="The bells", url="https://video.example/bells.mp4"),
    )
    film = Video.objects.create(title="The tower", file=SimpleUploadedFile("a.mp4", MP4))
    known, entry = film.source, make_entry(page, body=f'<figure data-video="{film.pk}"></figure>')

    def do(verb, which=film, **fields):
        with django_capture_on_commit_callbacks(execute=True):
            address = reverse(f"admin:desk_video_{verb}", args=[which.pk])
            return desk.client.post(address, fields, follow=True).text

    assert "Say why, in a sentence for colleagues." in do("withdraw", because=" ")
    told = do("withdraw", because="Not ours")
    assert "This was withdrawn: Not ours" in told
    for address, check in ((known, "absent"), (entry.get_absolute_url(), "unshown")):
        assert f'data-check="{check}" data-asks="{address}"' in told
    assert (
        f"Not ours · {desk.user.username}" in desk.client.get(reverse("admin:coverage_video_changelist")).text
    )
    assert "The tower" not in desk.client.get(reverse("admin:desk_videos")).text
    assert "Not ours" in desk.client.get(reverse("admin:desk_video", args=[film.pk])).text
    assert "It is back wherever it was." in do("restore")
    do("withdraw", other, because="Not ours either")
    assert "This one is no longer there; choose another." in do("replace", other=other.pk)
    assert "Replaced everywhere" in do("replace", other=video.pk)
    entry.refresh_from_db()
    assert entry.body == f'<figure data-video="{video.pk}"></figure>'


def test_those_that_are_here_are_found_by_their_words(desk):
    for title, credit in (("The doors", "Reuters"), ("The bells", "Ida")):
        make_video(title=title, credit=credit)
    found = desk.client.get(reverse("admin:desk_videos"), {"words": "bells ida"}).text
    assert "The bells" in found
    assert "The doors" not in found


def test_a_full_store_is_a_sentence_and_leaves_nothing(desk, monkeypatch):
    def full(store, name, content):
        raise OSError("No space left on device")

    monkeypatch.setattr(type(storages["default"]), "_save", full)
    file = SimpleUploadedFile("a.mp4", MP4)
    answer = desk.client.post(reverse("admin:desk_take_in_video"), {"title": "Doors", "file": file})
    assert "there is no room" in answer.json()["errors"]["file"]
    words = form(Video(title="Doors", url=""), file=SimpleUploadedFile("a.mp4", MP4))
    answer = desk.client.post(reverse("admin:coverage_video_add"), words, follow=True)
    assert "there is no room" in answer.text
    assert not Video.objects.exists()
