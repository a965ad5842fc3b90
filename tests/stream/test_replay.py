"""What brings a reader from one version to another, as things are now."""

import pytest

from coverage.stream import replay
from coverage.stream.frames import KEPT
from tests.make import make_draft, make_entry, make_image, make_page

QUERIES, OF_MEDIA = 8, 3  # of one look, snapshot included, and more when a text has a picture

pytestmark = pytest.mark.django_db(transaction=True)  # `news` opens a snapshot of its own


def as_of_now(page):
    return replay.news(page.pk)


def test_a_part_changed_and_changed_back_between_two_looks_is_sent_again():
    page = make_page()
    entry = make_entry(page)
    before = as_of_now(page)
    page.pin(entry, by=None)  # a reader fetches the page at this version …
    page.unpin(by=None)
    frames = replay.news(page.pk, after=before.version, known=before.parts).frames
    assert 'data-part="pinned"' in frames[-1].parts["pinned"]  # … and must be told of this one


def test_one_change_brings_only_the_parts_that_differ():
    page = make_page()
    before = as_of_now(page)
    page.title = "Something else"
    page.edit()
    (frame,) = replay.news(page.pk, after=before.version, known=before.parts).frames
    assert list(frame.parts) == ["heading"]


def test_only_an_entrys_last_change_speaks_of_it():
    page = make_page()
    version = page.version
    entry = make_entry(page, headline="Before")
    entry.headline = "Between"
    entry.edit(by=None)
    entry.headline = "After"
    entry.edit(by=None)
    frames = replay.news(page.pk, after=version, known={}).frames
    assert [frame.kind for frame in frames] == ["page", "page", "changed"]
    assert "After" in frames[-1].html


def test_an_entry_withdrawn_since_is_gone_wherever_the_reader_comes_from():
    page = make_page()
    version = page.version
    entry = make_entry(page, headline="Not for long")
    entry.withdraw(by=None)
    for after in range(version, version + 2):
        frames = replay.news(page.pk, after=after, known={}).frames
        assert frames[-1].content()["kind"] == "gone"
        assert "Not for long" not in str([frame.content() for frame in frames])


def test_drafts_are_in_no_frame_and_no_part():
    page = make_page()
    before = as_of_now(page)
    make_draft(page, headline="Still secret", is_key_event=True)
    make_entry(page)
    news = replay.news(page.pk, after=before.version, known={})
    assert "Still secret" not in str([frame.content() for frame in news.frames])
    assert "Still secret" not in str(news.parts)


def test_a_page_that_is_not_public_has_no_news():
    page = make_page(state="draft")
    make_entry(page)
    assert replay.find(page.slug) is None
    assert replay.news(page.pk) is None
    assert replay.versions([page.pk]) == {}
    assert replay.earlier(page.pk, after=0, up_to=1, parts={}) == []


@pytest.mark.parametrize("after", [10**18, 100])
def test_from_a_version_that_never_was_there_are_no_frames(after):
    assert replay.news(make_page().pk, after=after, known={}).frames is None


def test_further_behind_than_a_chain_keeps_there_are_no_frames(monkeypatch):
    page = make_page()
    entry = make_entry(page)
    for number in range(3):
        entry.headline = str(number)
        entry.edit(by=None)
    monkeypatch.setattr(replay, "KEPT", 2)
    assert replay.news(page.pk, after=page.version - 3, known={}).frames is None
    assert len(replay.news(page.pk, after=page.version - 2, known={}).frames) == 2


@pytest.mark.parametrize("with_picture", [False, True], ids=["words", "pictures"])
def test_a_long_chain_is_read_in_as_many_queries_as_a_short_one(django_assert_num_queries, with_picture):
    page = make_page()
    body = f'<p>See:</p><figure data-image="{make_image().pk}"></figure>' if with_picture else "<p>Heard:</p>"
    page.pin(make_entry(page), by=None)  # of words alone: it asks for nothing
    now = as_of_now(page)
    before = now
    for many in (2, 30):
        for _ in range(many):
            make_entry(page, body=body)
        with django_assert_num_queries(QUERIES + OF_MEDIA * with_picture):
            now = replay.news(page.pk, after=before.version, known=before.parts)
        assert len(now.frames) == many
        assert ("<img" in now.frames[-1].html) is with_picture
        before = now
    assert len(now.frames) < KEPT
