"""What several pages show: a change of it reaches each of them, and what is in use stays (DESIGN §5, 1 and 2)."""

import pytest
from django.db.models import ProtectedError

from coverage.models import Author, Change, Entry, Image, LivePage, Tag, Video
from coverage.stream import replay
from tests.at_once import at_once, meanwhile
from tests.make import make_author, make_byline, make_draft, make_entry, make_image, make_page


def told(page):
    """What the page's readers were told last: (kind, entry)."""
    change = Change.objects.filter(page=page).order_by("version").last()
    return change.kind, change.entry_id


def figure(image):
    return f'<figure data-image="{image.pk}"></figure>'


def make_video(**fields):
    return Video.objects.create(**{"title": "A film", "url": "https://film.example/1", **fields})


def test_an_authors_new_name_reaches_every_page(db):
    author, pages = make_author(), [make_page(), make_page()]
    entries = [make_entry(page, bylines=[make_byline(author)]) for page in pages]
    silent = make_page()
    make_draft(silent, bylines=[make_byline(author)])
    author.name = "Married Name"
    author.edit()
    assert [told(page) for page in pages] == [("changed", entry.pk) for entry in entries]
    assert told(silent) == ("page", None)
    assert [Entry.objects.get(pk=entry.pk).version for entry in entries] == [
        LivePage.objects.get(pk=page.pk).version for page in pages
    ]


def test_a_pictures_new_words_reach_whoever_shows_it(db):
    image = make_image()
    inside, lead, poster, video_lead, photo = pages = [make_page() for _ in range(5)]
    video = make_video(poster=image)
    shown = [
        make_entry(inside, body=figure(image)),
        make_entry(poster, body=f'<figure data-video="{video.pk}"></figure>'),
        make_entry(photo, bylines=[make_byline(make_author(photo=image))]),
    ]
    lead.lead_image = image
    lead.edit()
    video_lead.lead_video = video
    video_lead.edit()
    before = {page: page.changes.count() for page in pages}
    image.alt = "A blue square"
    image.edit()
    assert [page.changes.count() - before[page] for page in pages] == [1] * 5
    assert [told(page) for page in (inside, poster, photo)] == [("changed", entry.pk) for entry in shown]
    assert [told(page) for page in (lead, video_lead)] == [("page", None)] * 2


def test_a_videos_and_a_tags_new_words_reach_whoever_shows_them(db):
    video, tag, page, lead = make_video(), Tag.objects.named("Paris"), make_page(), make_page()
    entry = make_entry(page, body=f'<figure data-video="{video.pk}"></figure>', tags=[tag])
    lead.lead_video = video
    lead.edit()
    for noun in (video, tag):
        before = page.changes.count()
        noun.edit()
        assert page.changes.count() == before + 1
        assert told(page) == ("changed", entry.pk)
    assert told(lead) == ("page", None)


def test_an_entry_that_shows_a_picture_twice_is_told_once(page):
    image = make_image()
    make_entry(page, body=figure(image) * 2, bylines=[make_byline(make_author(photo=image))])
    before = page.changes.count()
    image.edit()
    assert page.changes.count() == before + 1


def test_a_picture_in_use_cannot_be_deleted_and_one_out_of_use_can(page):
    image = make_image()
    entry = make_draft(page, body=figure(image))
    with pytest.raises(ProtectedError):
        image.delete()
    entry.body = "<p>Without.</p>"
    entry.edit(by=None)
    Image.objects.get(pk=image.pk).delete()
    assert not Image.objects.filter(pk=image.pk).exists()


def test_a_lead_a_poster_and_a_photo_cannot_be_deleted(page):
    lead, poster, photo = (make_image() for _ in range(3))
    page.lead_image = lead
    page.edit()
    make_video(poster=poster)
    make_author(photo=photo)
    for image in (lead, poster, photo):
        with pytest.raises(ProtectedError):
            image.delete()


def test_an_author_with_entries_cannot_be_deleted(page):
    author = make_author()
    make_entry(page, bylines=[make_byline(author)])
    with pytest.raises(ProtectedError):
        author.delete()


def test_a_figure_of_a_picture_that_is_not_there_shows_nothing(page):
    entry = make_entry(page, body='<p>Text.</p><figure data-image="999999"></figure>')
    assert "figure" not in entry.body_html


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", range(1, 9))
def test_an_entry_that_goes_out_while_its_authors_name_changes_ends_with_the_new_name(query):
    page, author = make_page(), make_author("Before")
    make_entry(page, bylines=[make_byline(author)])
    draft, seen = make_draft(page, bylines=[make_byline(author)]), []

    def publish():
        mine = Entry.objects.get(pk=draft.pk)
        mine.publish(by=None)
        (frame,) = replay.news(page.pk, after=mine.version - 1, known={}).frames[:1]
        seen.append((mine.version, frame.html))

    author.name = "After"
    with meanwhile(query, publish):
        author.edit()
    for version, html in seen:
        told_again = Change.objects.filter(entry=draft, version__gt=version).exists()
        assert "After" in html or told_again, "this entry's readers keep the old name"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("query", range(1, 12))
def test_a_title_changed_while_the_lead_picture_is_edited_stays(query):
    page = make_page(lead_image=make_image())

    def retitle():
        mine = LivePage.objects.get(pk=page.pk)
        mine.title = "The new title"
        mine.edit()

    image = Image.objects.get(pk=page.lead_image_id)
    with meanwhile(query, retitle) as begun:
        image.edit()
    if begun:
        assert LivePage.objects.get(pk=page.pk).title == "The new title"


@pytest.mark.django_db(transaction=True)
def test_two_nouns_of_the_same_pages_edited_at_once_do_not_block_each_other():
    pages, authors = [make_page(), make_page()], [make_author(), make_author()]
    for page in pages:
        make_entry(page, bylines=[make_byline(author) for author in authors])

    def edit(author):
        for _ in range(10):
            Author.objects.get(pk=author.pk).edit()

    before = [page.changes.count() for page in pages]
    at_once(*[lambda author=author: edit(author) for author in authors])
    assert [page.changes.count() for page in pages] == [count + 20 for count in before]
