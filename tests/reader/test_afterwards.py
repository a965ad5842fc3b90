"""After the event: a closed page is read from the start, by the hour, in addresses that can be cached."""

from datetime import timedelta

from django.utils import timezone

from tests.make import make_entry, make_page
from tests.reader.test_older import fill


def test_a_closed_page_is_read_from_the_start_without_a_gap(db, read):
    page = make_page()
    fill(page, 45)
    page.close(by=None)
    wanted = [f"entry-{pk}" for pk in page.entries.in_timeline().values_list("pk", flat=True)][::-1]
    address, found = read(page.get_absolute_url()).one(".chapters").all("a")[0]["href"], []
    while address:
        shown = read(address)
        found += [article["id"] for article in shown.all("article")]
        address = shown.one("a.older")["href"] if shown.all("a.older") else None
    assert found == wanted


def test_its_hours_are_chapters_in_the_pages_own_zone(db, read, client, django_assert_num_queries):
    page = make_page(time_zone="Asia/Kolkata")
    noon = (timezone.now() - timedelta(days=2)).replace(hour=6, minute=30, second=0, microsecond=0)
    for hours, headline in ((0, "At noon"), (0.5, "Later"), (1, "At one")):
        make_entry(page, at=noon + timedelta(hours=hours), headline=headline)
    assert not read(page.get_absolute_url()).one(".chapters").raw
    page.close(by=None)
    chapters = read(page.get_absolute_url()).one(".chapters")
    assert [item.text for item in chapters.all("li")] == ["12:00 2 updates", "13:00 1 update"]
    assert chapters.one("h2").text == "As it happened"
    last = chapters.all("li")[1].one("a")["href"]
    assert [h3.text for h3 in read(last).all("h3")] == ["At one"]


def test_a_wrong_place_is_refused_in_plain_words(page, client):
    make_entry(page)
    answer = client.get(f"{page.get_absolute_url()}from-the-start?after=x")
    assert answer.status_code == 400
    assert "has to be an update" in answer.text


def test_a_closed_page_says_in_its_language_that_it_is_read_afterwards(db, read):
    page = make_page(language="de", title="Die Wahl")
    assert read(page.get_absolute_url()).one("title").text.startswith("Die Wahl – ")
    page.close(by=None)
    shown = read(page.get_absolute_url())
    assert shown.one("title").text.startswith("Die Wahl – Zum Nachlesen – ")
    state = shown.one("[data-part=state]")
    assert (state.one("b").text, state.one(".afterwards").text) == ("Beendet", "Zum Nachlesen")
