"""Reading costs the same few queries, however much there is."""

import pytest

from coverage.models import Entry
from tests.make import make_author, make_byline, make_embed, make_entry, make_image, make_page, make_video
from tests.reader.test_older import fill

MOST = 7


@pytest.fixture
def rich_page(db):
    """Its newest entries have everything that may ask the database for something."""
    photo, poster = make_image(alt="Ida"), make_image(alt="Poster")
    page = make_page(lead_video=make_video(poster=poster), summary="<p>So far.</p>")
    fill(page, 5)
    for n in range(8):
        image, video = make_image(alt=f"Picture {n}"), make_video(poster=poster)
        embed = make_embed(title="Post", thumbnail=poster)
        body = (
            f'<p>Text.</p><figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>'
            f'<figure data-embed="{embed.pk}"></figure>'
        )
        bylines = [make_byline(make_author(photo=photo), role="Reporter"), make_byline()]
        entry = make_entry(page, body=body, bylines=bylines, is_key_event=n % 2 == 0)
        entry.correct(by=None, note="It was Tuesday.")
    page.pin(entry, by=None)
    return page


def test_a_page_asks_as_much_at_ten_thousand_entries_as_at_twenty(
    rich_page, client, django_assert_max_num_queries, django_assert_num_queries
):
    with django_assert_max_num_queries(MOST) as few:
        client.get(rich_page.get_absolute_url())
    fill(rich_page, 10_000)
    assert Entry.objects.count() > 10_000
    with django_assert_num_queries(len(few)):
        answer = client.get(rich_page.get_absolute_url())
    assert answer.text.count("<article") == 20


def test_older_entries_ask_no_more(rich_page, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST + 1):  # a place is looked for
        answer = client.get(f"{rich_page.get_absolute_url()}older?after=0.0")
    assert answer.text.count("<article") == 13


def test_one_entry_asks_no_more(rich_page, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST + 2):  # whether any is newer, and any older
        assert b"Correction" in client.get(rich_page.pinned.get_absolute_url()).content


def test_a_feed_asks_no_more(rich_page, client, django_assert_max_num_queries):
    with django_assert_max_num_queries(MOST):
        assert client.get(f"{rich_page.get_absolute_url()}feed.atom").text.count("<entry>") == 13


def test_the_front_asks_three_times_however_many_pages(db, client, django_assert_num_queries):
    for n in range(5):
        make_page(lead_video=make_video(poster=make_image(alt=f"Poster {n}")))
        make_page(state="closed", lead_image=make_image(alt=f"Lead {n}"))
    with django_assert_num_queries(3):
        assert client.get("/").text.count('class="card"') == 10


@pytest.mark.parametrize("number", [1, 12])
def test_a_subject_or_an_author_asks_three_times_however_many_entries(
    page, client, django_assert_num_queries, number
):
    from coverage.models import Tag

    author, tag = make_author(), Tag.objects.named("Harbour")
    for _ in range(number):
        make_entry(page, bylines=[make_byline(author)], tags=[tag])
    for address in (author.get_absolute_url(), tag.get_absolute_url()):
        with django_assert_num_queries(3):
            assert client.get(address).text.count("<time") == number
