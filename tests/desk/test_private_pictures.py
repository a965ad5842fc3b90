"""A picture is its bringer's until readers see it: who sees it at the desk, and who changes it."""

import hashlib
import io
import uuid

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from coverage.models import Entry, Image
from tests.desk.desks import SCRIPT, Desk, typed
from tests.make import (
    make_author,
    make_draft,
    make_entry,
    make_image,
    make_login,
    make_page,
    make_picture_file,
    make_snippet,
    make_video,
)


@pytest.fixture
def reporter(page):
    return Desk(page, make_login("reporter"))


@pytest.fixture
def theirs(db):
    """A colleague's, in no text yet."""
    return make_image(by=make_login("reporter"), alt="Theirs", credit="Secret agency")


def figure(image):
    return f'<figure data-image="{image.pk}"></figure><p>Words.</p>'


def sees(user, image):
    return Image.objects.visible_to(user).filter(pk=image.pk).exists()


def test_whoever_publishes_sees_every_picture_a_reporter_their_own(db, theirs):
    assert sees(make_login("editor"), theirs)
    assert sees(theirs.taken_in_by, theirs)
    assert not sees(make_login("reporter"), theirs)
    assert not sees(make_login("reporter"), make_image())  # whose it is, nobody knows
    assert sees(theirs.taken_in_by, make_image(by=theirs.taken_in_by))
    User.objects.filter(pk=theirs.taken_in_by_id).delete()
    theirs.refresh_from_db()
    assert theirs.taken_in_by is None


def test_a_reporter_sees_what_readers_see(page, reporter):
    in_text, lead, poster, of_video, photo, in_snippet = (make_image() for _ in range(6))
    make_entry(page, body=figure(in_text))
    page.lead_image = lead
    page.edit(by=None)
    video = make_video(poster=poster)
    make_entry(page, body=f'<figure data-video="{video.pk}"></figure>')
    make_page(state="draft", lead_video=make_video(poster=of_video))
    make_author(photo=photo)
    make_snippet(body=figure(in_snippet))
    seen = set(Image.objects.visible_to(reporter.user))
    assert seen == {in_text, lead, poster, photo, in_snippet}


def test_a_reporter_sees_what_stands_in_the_drafts_they_may_read(page, reporter):
    mine, of_the_page, elsewhere = make_image(), make_image(), make_image()
    own = Entry.objects.draft(page=page, by=reporter.user, body="<p>Mine.</p>")
    own.body += figure(mine)
    own.edit(by=make_login("editor"))
    make_draft(page, body=figure(of_the_page))
    make_draft(make_page(), body=figure(elsewhere))
    assert set(Image.objects.visible_to(reporter.user)) == {mine}
    page.assign([reporter.user], by=None)
    assert set(Image.objects.visible_to(reporter.user)) == {mine, of_the_page}
    own.body = "<p>Mine.</p>"
    own.edit(by=None)
    assert set(Image.objects.visible_to(reporter.user)) == {of_the_page}


def test_the_desk_shows_a_private_picture_nowhere_else(reporter, theirs, django_assert_max_num_queries):
    ask = reporter.client.get
    with django_assert_max_num_queries(8):
        assert "Theirs" not in ask(reverse("admin:desk_gallery"), headers=SCRIPT).text
    assert ask(reverse("admin:desk_image", args=[theirs.pk]), headers=SCRIPT).status_code == 404
    known = ask(reverse("admin:desk_known"), {"hash": theirs.content_hash}, headers=SCRIPT)
    assert known.json() == {"known": None}
    assert theirs.token not in reporter.post("desk_preview", **typed(body=figure(theirs))).text
    assert "no longer" in reporter.post("desk_check", **typed(body=figure(theirs))).text
    assert "Theirs" not in ask(reverse("admin:coverage_image_changelist")).text
    assert ask(reverse("admin:coverage_image_change", args=[theirs.pk])).status_code == 302
    assert (
        theirs.token
        in Desk(reporter.page, make_login("editor")).post("desk_preview", **typed(body=figure(theirs))).text
    )


@pytest.mark.parametrize("how", ["desk_draft", "desk_submit", "desk_edit"])
def test_nobody_makes_a_picture_theirs_by_naming_it_in_a_text(page, reporter, theirs, how):
    key = uuid.uuid4()
    own = [Entry.objects.draft(page=page, by=reporter.user, key=key, headline="Mine").pk]
    answer = reporter.post(
        how, *(own if how == "desk_edit" else []), **typed(key=str(key), based_on=1, body=figure(theirs))
    )
    assert answer.status_code == 422
    assert "A picture in this text is a colleague’s" in answer.text.replace("&#x27;", "’")
    assert f"data-image=&quot;{theirs.pk}&quot;" in answer.text  # the text stays
    assert not sees(reporter.user, theirs)
    make_entry(make_page(), body=figure(theirs))  # out now: everybody may
    assert reporter.post(how, *(own if how == "desk_edit" else []), **typed(
        key=str(key), based_on=1, body=figure(theirs)
    )).status_code == 200  # fmt: skip


def test_the_same_file_as_a_colleagues_becomes_a_picture_of_ones_own(reporter, theirs):
    data = make_picture_file().read()
    other = make_image(file=io.BytesIO(data), by=theirs.taken_in_by, alt="Alt", credit="")
    file = SimpleUploadedFile("moon.jpg", data, "image/jpeg")
    answer = reporter.client.post(reverse("admin:desk_take_in"), {"file": file, "alt": "Alt"}, headers=SCRIPT)
    mine = Image.objects.get(pk=answer.json()["image"])
    assert mine != other
    assert mine.content_hash == other.content_hash == hashlib.sha256(data).hexdigest()
    assert (mine.taken_in_by, other.taken_in_by) == (reporter.user, theirs.taken_in_by)
    assert make_image(file=io.BytesIO(data), by=reporter.user, alt="Alt", credit="") == mine


def test_a_reporter_changes_their_own_picture_until_readers_see_it(page, reporter, theirs):
    mine, shared = make_image(by=reporter.user, alt="Mine"), make_image(alt="Of the page")
    page.assign([reporter.user], by=None)
    make_draft(page, body=figure(shared))

    def change(image):
        address = reverse("admin:coverage_image_change", args=[image.pk])
        words = {"alt": "Changed", "focal_x": 0.5, "focal_y": 0.5, "credit": "", "caption": ""}
        reporter.client.post(address, words)
        image.refresh_from_db()
        return image.alt

    assert change(mine) == "Changed"
    assert change(theirs) == "Theirs"
    assert change(shared) == "Of the page"  # seen, and yet a colleague's
    mine.alt = "Mine"
    mine.edit()
    make_entry(page, body=figure(mine))
    assert change(mine) == "Mine"


def test_the_admin_writes_down_who_brought_a_picture(reporter):
    file = SimpleUploadedFile("moon.jpg", make_picture_file().read(), "image/jpeg")
    reporter.client.post(reverse("admin:coverage_image_add"), {"file": file, "alt": "Alt"})
    assert Image.objects.get().taken_in_by == reporter.user
