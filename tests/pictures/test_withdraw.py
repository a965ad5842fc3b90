"""A picture that must go, is gone from every page, address and cache; one that is replaced, is so everywhere."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage import tasks
from coverage.models import Author, Change, Image, SiteFace, Video, WorkingCopy
from coverage.models.image import Withdrawn, originals
from coverage.pictures.take_in import Refused
from tests.at_once import meanwhile
from tests.make import (
    make_author,
    make_byline,
    make_draft,
    make_editor,
    make_embed,
    make_entry,
    make_image,
    make_page,
    make_picture_file,
    make_video,
)

BECAUSE = "The agency asks us to"


def figure(image):
    return f'<figure data-image="{image.pk}"></figure>'


def shown_everywhere(image):
    """Pages that show it in each of the ways there are."""
    body, lead, photo, poster, film, card = (make_page() for _ in range(6))
    lead.lead_image = image
    lead.edit()
    video = make_video(poster=image)
    film.lead_video = video
    film.edit()
    make_entry(body, body=f"<p>Before.</p>{figure(image)}<p>After.</p>")
    make_entry(photo, bylines=[make_byline(make_author(photo=image))])
    make_entry(poster, body=f'<figure data-video="{video.pk}"></figure>')
    make_entry(card, body=f'<figure data-embed="{make_embed(title="Doors", thumbnail=image).pk}"></figure>')
    return [body, lead, photo, poster, film, card]


def public_text(client, page):
    page.refresh_from_db()
    texts = [client.get(page.get_absolute_url()).text, client.get(f"{page.get_absolute_url()}feed.atom").text]
    return "".join([*texts, *(client.get(entry.get_absolute_url()).text for entry in page.entries.all())])


def test_it_disappears_from_every_page_and_each_is_told(db, client):
    image, editor = make_image(), make_editor()
    pages = shown_everywhere(image)
    versions = [page.version for page in pages]
    assert all(image.token in public_text(client, page) for page in pages)
    image.withdraw(by=editor, because=BECAUSE)
    for page, version in zip(pages, versions, strict=True):
        assert image.token not in public_text(client, page)
        assert page.version > version
    kinds = [page.changes.last().kind for page in pages]
    assert kinds == [
        Change.Kind.CHANGED,
        Change.Kind.PAGE,
        Change.Kind.CHANGED,
        Change.Kind.CHANGED,
        Change.Kind.PAGE,
        Change.Kind.CHANGED,
    ]
    assert "After." in public_text(client, pages[0])


def test_its_addresses_say_that_it_is_gone_and_nothing_is_left(
    db, client, store, django_capture_on_commit_callbacks
):
    image = make_image()
    make_page(lead_image=image)
    image.make_renditions()
    files = list(image.addresses)
    with django_capture_on_commit_callbacks(execute=True):
        image.withdraw(by=None, because=BECAUSE)
    assert not image._there()
    for address in files:
        answer = client.get(address)
        assert (answer.status_code, answer["Cache-Control"]) == (410, "no-store")
        assert image.alt not in answer.text
    assert originals().exists(image.original.name)
    assert image.renditions.count() == 0


def test_one_that_is_being_made_meanwhile_does_not_stay(db):
    image = make_image()
    at_work = Image.objects.get(pk=image.pk)  # read before
    image.withdraw(by=None, because=BECAUSE)
    image.forget_renditions()
    tasks.make_renditions(image.pk)
    with pytest.raises(Withdrawn):
        at_work.rendition("320.webp")
    assert not image._there()


def test_the_caches_in_front_are_told_of_every_address(db, settings):
    settings.PURGE_URLS = ["http://127.0.0.1:9"]
    image = make_image()
    page = make_page()
    entry = make_entry(page, body=figure(image))
    image.withdraw(by=None, because=BECAUSE)
    paths = ProcrastinateJob.objects.get(task_name="coverage.tasks.purge").args["paths"]
    assert {
        *image.addresses,
        page.get_absolute_url(),
        entry.get_absolute_url(),
        page.changes_url,
        "/",
    } <= set(paths)


def test_who_and_why_stay_and_the_same_file_is_not_taken_again(db):
    image, editor = make_image(file=make_picture_file()), make_editor()
    image.withdraw(by=editor, because=f"  {BECAUSE} ")
    image.withdraw(by=None, because="Again")
    image.refresh_from_db()
    assert (image.withdrawn_by, image.withdrawn_because, image.is_withdrawn) == (editor, BECAUSE, True)
    for words in ({}, {"alt": "Other words"}):
        with pytest.raises(Refused, match=f"This picture was withdrawn: {BECAUSE}"):
            make_image(file=make_picture_file(), **words)
    with pytest.raises(ValidationError, match="Say why"):
        make_image(alt="Another").withdraw(by=editor, because=" ")


def test_the_same_picture_goes_and_comes_back_whatever_its_words(db, client):
    one, other = (make_image(file=make_picture_file(), alt=alt) for alt in ("One", "Another"))
    page = make_page(lead_image=other)
    version = page.version
    one.withdraw(by=None, because=BECAUSE)
    other.refresh_from_db()
    assert other.withdrawn_because == BECAUSE
    assert other.token not in public_text(client, page)
    assert page.version == version + 1
    one.restore(by=None)
    assert other.token in public_text(client, page)


def test_a_deleted_picture_leaves_no_file(db, store, django_capture_on_commit_callbacks):
    one, other = (make_image(file=make_picture_file(), alt=alt) for alt in ("One", "Another"))
    with django_capture_on_commit_callbacks(execute=True):
        one.delete()
    assert not one._there()
    assert other._there()
    assert originals().exists(one.original.name)
    with django_capture_on_commit_callbacks(execute=True):
        other.delete()
    assert not originals().exists(other.original.name)


def test_a_withdrawal_can_be_undone(db, client):
    image = make_image()
    pages = shown_everywhere(image)
    before = [public_text(client, page) for page in pages]
    image.withdraw(by=None, because=BECAUSE)
    image.restore(by=None)
    image.restore(by=None)
    assert all(image.token in public_text(client, page) for page in pages)
    assert len(before) == len(pages)
    image.make_renditions()
    assert client.get(image.largest).status_code == 200


def test_another_takes_its_place_everywhere_and_readers_are_told(db, client):
    old, new, editor = make_image(), make_image(alt="Another"), make_editor()
    pages = shown_everywhere(old)
    draft = make_draft(pages[0], body=figure(old))
    says = {"body": figure(old), "headline": "Mine"}
    WorkingCopy.objects.keep(
        by=editor, page=pages[0], key=uuid.uuid4(), tab="t", turn=1, mode="new", content=says
    )
    versions = [page.version for page in pages]
    old.replace_everywhere(by=editor, with_other=new)
    for page, version in zip(pages, versions, strict=True):
        text = public_text(client, page)
        assert new.token in text
        assert old.token not in text
        assert page.version > version
    draft.refresh_from_db()
    assert draft.body == figure(new)
    assert WorkingCopy.objects.get().content == {"body": figure(new), "headline": "Mine"}
    assert pages[0].entries.published().get().revisions.last().by == editor
    assert not old.uses.entries.exists()
    assert not old.uses.pages.exists()
    assert not Author.objects.filter(photo=old).exists()
    assert not Video.objects.filter(poster=old).exists()


def test_a_logo_goes_and_makes_way_like_any_other_picture(db, client):
    old, new = make_image(), make_image(file=make_picture_file(colour=(9, 9, 200)))
    SiteFace(logo=old).edit()
    assert old.token in client.get("/").text
    old.withdraw(by=None, because=BECAUSE)
    assert old.token not in client.get("/").text
    old.replace_everywhere(by=None, with_other=new)
    assert new.token in client.get("/").text


@pytest.mark.django_db(transaction=True)
def test_whoever_edits_what_shows_a_picture_that_is_being_replaced_waits_and_blocks_nobody():
    """Two that lock the same things in another order wait for one another until PostgreSQL ends one of them."""
    one, other = make_image(), make_image(alt="Another")
    card, author, film = (
        make_embed(title="Doors", thumbnail=one),
        make_author(photo=one),
        make_video(poster=one),
    )
    body = f'<figure data-embed="{card.pk}"></figure><figure data-video="{film.pk}"></figure>'
    make_entry(make_page(lead_video=film), body=body, bylines=[make_byline(author)])
    for noun, name in ((card, "thumbnail"), (author, "photo"), (film, "poster")):
        for number in (3, 9):
            with meanwhile(number, lambda noun=noun: type(noun).objects.get(pk=noun.pk).edit()):
                one.replace_everywhere(by=None, with_other=other)
            assert getattr(type(noun).objects.get(pk=noun.pk), name) == other
            old = type(noun).objects.get(pk=noun.pk)
            with meanwhile(number, lambda: other.replace_everywhere(by=None, with_other=one)) as begun:
                old.edit()
            begun or other.replace_everywhere(by=None, with_other=one)
            assert getattr(type(noun).objects.get(pk=noun.pk), name) == one


def test_an_edit_begun_before_leaves_a_withdrawal_and_a_replacement_as_they_are(db):
    image, other = make_image(), make_image(alt="Another")
    author = make_author("Ida", photo=image)
    face = SiteFace(logo=image)
    face.edit()
    same = Image.objects.get(pk=image.pk)
    same.withdraw(by=None, because=BECAUSE)
    same.replace_everywhere(by=None, with_other=other)
    for noun, name in ((image, "alt"), (author, "name"), (face, "called")):
        setattr(noun, name, "Typed meanwhile")
        noun.edit()
        noun.refresh_from_db()
        assert getattr(noun, name) == "Typed meanwhile"
    assert image.is_withdrawn
    assert author.photo == face.logo == other


def test_a_withdrawn_picture_takes_nobodys_place(db):
    old, new = make_image(), make_image(alt="Another")
    entry = make_entry(make_page(), body=figure(old))
    new.withdraw(by=None, because=BECAUSE)
    with pytest.raises(ValidationError, match=BECAUSE):
        old.replace_everywhere(by=None, with_other=new)
    old.replace_everywhere(by=None, with_other=old)
    entry.refresh_from_db()
    assert entry.body == figure(old)
    assert default_storage.exists(old.folder + "160.jpg")


def test_a_withdrawn_entry_takes_the_pictures_that_nothing_else_shows_from_the_public(
    page, client, django_capture_on_commit_callbacks
):
    alone, shared = make_image(alt="Alone"), make_image(alt="Shared")
    entry = make_entry(page, body=figure(alone) + figure(shared))
    make_entry(page, body=figure(shared))
    assert client.get(alone.og).status_code == client.get(shared.og).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        entry.withdraw(by=make_editor())
    assert client.get(alone.og).status_code == 404
    assert client.get(shared.og).status_code == 200
    with django_capture_on_commit_callbacks(execute=True):
        entry.restore(by=make_editor())
    assert client.get(alone.og).status_code == 200
