"""Django's admin keeps to the verbs."""

import re

import pytest
from django.contrib import admin
from django.contrib.auth.models import Permission
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from coverage.models import Author, Change, Entry, Image, LivePage, Tag, Video
from tests.make import (
    make_author,
    make_byline,
    make_draft,
    make_editor,
    make_entry,
    make_image,
    make_page,
    make_picture_file,
)

NOUNS = [Author, Entry, Image, LivePage, Tag, Video]


@pytest.fixture
def client(db):
    client = Client()
    user = make_editor()
    user.user_permissions.add(*Permission.objects.filter(content_type__app_label="auth"))
    client.force_login(user)
    return client


def address(noun, what, *more):
    return reverse(f"admin:coverage_{noun.__name__.lower()}_{what}", args=more)


@pytest.mark.parametrize("noun", NOUNS)
def test_each_noun_can_be_listed_searched_and_opened_and_has_no_bulk_action(client, page, noun):
    make_entry(page, bylines=[make_byline()])
    make_image()
    Tag.objects.named("Moon")
    Video.objects.create(title="V", url="https://example.org/v.m3u8")
    answer = client.get(address(noun, "changelist"), {"q": "a"})
    assert answer.status_code == 200
    assert b"delete_selected" not in answer.content
    assert noun is Image or b'name="action"' not in answer.content  # a picture's verbs
    assert client.get(address(noun, "change", noun.objects.first().pk)).status_code == 200
    site = admin.site.get_model_admin(noun)
    assert not site.list_editable
    assert client.post(
        address(noun, "changelist"), {"action": "delete_selected", "_selected_action": "1"}
    ).status_code in (200, 302)
    assert noun.objects.exists()


def test_changes_are_not_registered():
    assert not admin.site.is_registered(Change)


def test_a_page_is_made_with_the_admin_and_goes_on_at_its_desk(client):
    answer = client.post(
        address(LivePage, "add"),
        {"title": "Moon", "slug": "moon", "language": "en-GB", "direction": "ltr", "time_zone": "UTC"},
    )
    page = LivePage.objects.get()
    assert answer.headers["Location"] == reverse("admin:desk", args=[page.pk])
    assert (
        reverse("admin:desk", args=[page.pk]) in client.get(address(LivePage, "changelist")).content.decode()
    )


def test_a_changed_page_is_announced_once_and_an_older_form_is_refused(client, page):
    before = page.version
    tag = Tag.objects.named("Moon")
    shown = client.get(address(LivePage, "change", page.pk)).content.decode()
    fields = {
        "title": "New",
        "slug": page.slug,
        "language": "en-GB",
        "direction": "ltr",
        "time_zone": "UTC",
        "tags": [tag.pk],
        "based_on": re.search(r'name="based_on" value="(\w+)"', shown)[1],
    }
    client.post(address(LivePage, "change", page.pk), fields)
    answer = client.post(address(LivePage, "change", page.pk), {**fields, "title": "Unseen"})
    page.refresh_from_db()
    assert (page.title, page.version, list(page.tags.all())) == ("New", before + 1, [tag])
    assert "Somebody else changed this page meanwhile." in answer.content.decode()
    assert 'value="Unseen"' in answer.content.decode()


def test_a_changed_entry_is_announced_and_an_older_form_is_refused(client, page):
    entry = make_entry(page)
    fields = {
        "headline": "New",
        "kicker": "",
        "body": entry.body,
        "confirmation": "",
        "based_on": entry.revision,
    }
    assert client.post(address(Entry, "change", entry.pk), fields).status_code == 302
    assert [change.kind for change in page.changes.filter(entry=entry)] == ["arrived", "changed"]
    answer = client.post(address(Entry, "change", entry.pk), {**fields, "headline": "Older"})
    assert answer.status_code == 200
    assert "Somebody else changed this entry meanwhile." in answer.content.decode()
    assert "Older" in answer.content.decode()
    entry.refresh_from_db()
    assert entry.headline == "New"


def test_a_changed_author_tag_and_picture_reach_the_pages_that_show_them(client, page):
    author, image = make_author("Ida"), make_image()
    entry = make_entry(page, bylines=[make_byline(author)], body=f'<figure data-image="{image.pk}"></figure>')
    entry.tags.add(tag := Tag.objects.named("Moon"))
    for noun, fields in [
        (author, {"name": "Ida Okafor", "slug": author.slug}),
        (tag, {"name": "The Moon", "slug": tag.slug}),
        (image, {"alt": "Better", "focal_x": "0.5", "focal_y": "0.5"}),
    ]:
        before = LivePage.objects.get().version
        assert client.post(address(type(noun), "change", noun.pk), fields).status_code == 302
        assert LivePage.objects.get().version == before + 1


def test_a_form_opened_before_a_picture_was_replaced_does_not_bring_it_back(client):
    old, new, third = (make_image(alt=alt) for alt in ("Old", "New", "Third"))
    author = make_author("Ida", photo=old)
    page = address(Author, "change", author.pk)
    seen = re.search(r'name="initial-photo" value="(\w+)"', client.get(page).text)[1]
    old.replace_everywhere(by=None, with_other=new)
    for photo, kept in ((old, new), (third, third), ("", None)):
        words = {
            "name": "Ida Okafor",
            "slug": author.slug,
            "initial-photo": seen,
            "photo": getattr(photo, "pk", ""),
        }
        assert client.post(page, words).status_code == 302
        author.refresh_from_db()
        assert (author.name, author.photo) == ("Ida Okafor", kept)


def test_what_readers_know_cannot_be_deleted(client):
    draft_page, page = make_page(state="draft"), make_page()
    draft, entry, withdrawn = make_draft(page), make_entry(page), make_entry(page)
    withdrawn.withdraw(by=None)
    for noun in (page, entry, withdrawn):
        assert client.post(address(type(noun), "delete", noun.pk), {"post": "yes"}).status_code == 403
    for noun in (draft, draft_page):
        assert client.post(address(type(noun), "delete", noun.pk), {"post": "yes"}).status_code == 302
    assert set(Entry.objects.all()) == {entry, withdrawn}


def test_a_picture_comes_in_by_the_one_door(client):
    file = SimpleUploadedFile("moon.jpg", make_picture_file().read(), "image/jpeg")
    assert (
        client.post(address(Image, "add"), {"file": file, "alt": "Moon", "credit": "NASA"}).status_code == 302
    )
    assert Image.objects.get().renditions.count() > 0
    bad = SimpleUploadedFile("moon.jpg", b"rubbish", "image/jpeg")
    answer = client.post(address(Image, "add"), {"file": bad, "alt": "Kept words"})
    assert "This is not a picture we can read" in answer.content.decode()
    assert "Kept words" in answer.content.decode()
    assert Image.objects.count() == 1


def test_the_admin_says_nothing_inline_without_its_nonce(client, page):
    for where in (
        address(LivePage, "change", page.pk),
        reverse("admin:desk", args=[page.pk]),
        reverse("admin:index"),
    ):
        answer = client.get(where)
        nonce = answer.headers["Content-Security-Policy"].split("'nonce-")[1].split("'")[0]
        text = answer.content.decode()
        for tag in ("<script>", "<style>", " style=", " onclick=", "javascript:"):
            assert tag not in text
        for part in text.split("<script")[1:]:
            assert (
                "src=" in part.split(">")[0]
                or nonce in part.split(">")[0]
                or "application/json" in part.split(">")[0]
            )
