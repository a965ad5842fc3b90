"""Finding one's way in a long page without a script: forwards, by time, by words, key events, corrections."""

from datetime import UTC, datetime, timedelta
from html import unescape

import pytest

from tests.make import make_draft, make_entry, make_page
from tests.reader.test_older import expected, fill

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def ids(shown):
    return [entry["id"] for entry in shown.one(".timeline").all("article")]


def test_forwards_and_backwards_lead_over_the_same_entries(page, read):
    entries = expected(fill(page, 55))
    base = page.get_absolute_url()
    oldest = read(f"{base}older?after=0.0")
    assert ids(oldest) == entries[-20:]
    middle = read(oldest.one("a.newer")["href"])
    newest = read(middle.one("a.newer")["href"])
    assert ids(newest) + ids(middle) == entries[:35]
    assert newest.all("a.newer") == []
    assert ids(read(newest.one("a.older")["href"])) == entries[15:35]


def test_only_key_events_have_addresses_of_their_own_all_the_way_down(page, read):
    keys = fill(page, 25)
    fill(page, 30)
    page.entries.filter(pk__in=[entry.pk for entry in keys]).update(is_key_event=True)
    shown = read(f"{page.get_absolute_url()}?key")
    assert [link.text for link in shown.one(".which").all("a") if link["aria-current"]] == ["Key events only"]
    assert ids(shown) + ids(read(shown.one("a.older")["href"])) == expected(keys)
    assert ids(read(page.get_absolute_url())) != ids(shown)


def test_a_time_of_day_leads_to_what_was_newest_then_by_the_pages_clock(db, client):
    page = make_page(time_zone="Europe/Paris")
    made = [make_entry(page, at=START + timedelta(minutes=n)) for n in range(3)]
    at = f"{page.get_absolute_url()}at"

    def leads_to(time, day=""):
        return client.get(at, {"time": time, "day": day})["Location"]

    assert leads_to("13:01", "2026-03-01") == leads_to("13:01") == made[1].get_absolute_url()
    assert leads_to("12:59") == made[0].get_absolute_url()  # none yet: the first
    assert leads_to("13:02") == leads_to("23:59") == page.get_absolute_url()


@pytest.mark.parametrize(
    "query",
    ["", "time=", "time=25:00", "time=x", "time=12:00&day=x", "time=12:00&day=9999-12-31", "time=%00"],
)
def test_a_time_that_is_none_is_refused_in_plain_words(page, client, query):
    answer = client.get(f"{page.get_absolute_url()}at?{query}")
    assert (answer.status_code, "Give a time such as 14:05" in answer.text) == (400, True)


def test_a_search_finds_what_is_public_on_this_page_and_nothing_else(page, client, read):
    found = make_entry(page, headline="Harbours open", body="<p>The lighthouse is lit.</p>")
    withdrawn = make_entry(page, body="<p>A lighthouse keeper speaks.</p>")
    withdrawn.withdraw(by=None)
    make_draft(page, body="<p>Lighthouse draft.</p>")
    make_entry(make_page(), body="<p>Another lighthouse.</p>")
    address = f"{page.get_absolute_url()}search"
    shown = read(f"{address}?q=lighthouses")
    assert ids(shown) == [f"entry-{found.pk}"]
    assert "noindex, follow" in [meta["content"] for meta in shown.all("meta")]
    assert shown.one("[name=q]")["value"] == "lighthouses"
    found.withdraw(by=None)
    assert "No update says “lighthouse”" in read(f"{address}?q=lighthouse").one("main").text


def test_a_search_goes_on_a_stretch_at_a_time(page, read):
    entries = expected(fill(page, 45))
    address, steps = f"{page.get_absolute_url()}search?q=text", []
    while address:
        shown = read(address)
        steps.append(ids(shown))
        address = (shown.all("a.older") or [{"href": None}])[0]["href"]
    assert steps == [entries[:20], entries[20:40], entries[40:]]


@pytest.mark.parametrize("q", ["x" * 101, "a\0b"])
def test_a_search_for_what_are_no_words_is_refused_in_a_sentence(page, client, q):
    answer = client.get(f"{page.get_absolute_url()}search", {"q": q})
    assert answer.status_code == 400
    assert "Look for fewer words" in answer.text or "These are no words" in answer.text


@pytest.mark.parametrize(
    "q", ["", " ", "'", '"', "a & b | !c", "<b>", "-x", "%", "\\", "(((", ":*", "☃", "or or"]
)
def test_whatever_else_is_searched_for_is_an_ordinary_question(page, client, q):
    make_entry(page)
    answer = client.get(f"{page.get_absolute_url()}search", {"q": q})
    assert answer.status_code == 200
    assert f'value="{q.strip()}"' in unescape(answer.text).replace("&quot;", '"') or not q.strip()


def test_every_correction_of_the_page_stands_on_one_page(page, read):
    address = f"{page.get_absolute_url()}corrections/"
    assert "Nothing had to be corrected so far." in read(address).one("main").text
    first, second = make_entry(page, headline="Doors open"), make_entry(page, headline="Rain")
    first.correct(by=None, note="It was Tuesday.")
    second.correct(by=None, note="It was snow.")
    notes = [item.text for item in read(address).one(".entry-list").all("li")]
    assert ["snow" in note for note in notes] == [True, False]
    second.withdraw(by=None)
    assert "snow" not in read(address).one("main").text
    assert read(address).one(".entry-list").one("a")["href"] == first.get_absolute_url()


@pytest.mark.parametrize("what", ["search?q=text", "corrections/", "?key", "older?after=0.0&key"])
def test_finding_asks_as_few_questions_however_long_the_page(
    page, client, django_assert_max_num_queries, what
):
    for entry in [make_entry(page, is_key_event=True) for _ in range(12)]:
        entry.correct(by=None, note="It was Tuesday.")
    fill(page, 500)
    with django_assert_max_num_queries(8):  # a place is looked for, too
        assert client.get(f"{page.get_absolute_url()}{what}").status_code == 200


def test_before_and_after_at_once_or_a_key_with_a_value_are_refused(page, client):
    for what in ("older?before=1.1&after=1.1", "?key=1", "older?after=x", "older?before=1.1&key=x"):
        answer = client.get(f"{page.get_absolute_url()}{what}")
        assert (answer.status_code, "This address is not right" in answer.text) == (400, True), what
