"""Older entries, a stretch at a time."""

from datetime import timedelta
from html import unescape

import pytest
from django.utils import timezone

from coverage.models import Entry, Tag
from coverage.models.timeline import place_of
from tests.make import make_entry, make_page


@pytest.fixture
def walk(read):
    """The ids of every entry that one meets by following “Older updates” from an address, and its steps."""

    def walk(address):
        ids, steps = [], 0
        while address:
            shown = read(address)
            ids += [entry["id"] for entry in shown.one(".timeline").all("article")]
            address = (shown.all("a.older") or [{"href": None}])[0]["href"]
            steps += 1
        return ids, steps

    return walk


def fill(page, number, at=None):
    """`number` published entries, quickly; `at` gives each its time."""
    at = at or (lambda n: timezone.now() - timedelta(hours=1) + timedelta(microseconds=n))
    return Entry.objects.bulk_create(
        Entry(
            page=page, headline=f"Headline {n}", body="<p>Text.</p>", status="published", published_at=at(n)
        )
        for n in range(number)
    )


def expected(entries):
    newest_first = sorted(entries, key=lambda entry: (entry.published_at, entry.pk), reverse=True)
    return [f"entry-{entry.pk}" for entry in newest_first]


def test_all_stretches_together_are_every_entry_once_and_in_order(page, walk):
    entries = fill(page, 55)
    assert walk(page.get_absolute_url()) == (expected(entries), 3)


def test_entries_of_one_and_the_same_moment_are_neither_lost_nor_doubled(page, walk):
    moment = timezone.now() - timedelta(hours=1)
    entries = fill(page, 55, at=lambda n: moment + timedelta(microseconds=n // 30))
    assert walk(page.get_absolute_url()) == (expected(entries), 3)


@pytest.mark.parametrize(("number", "steps"), [(0, 1), (19, 1), (20, 1), (21, 2), (40, 2), (41, 3)])
def test_there_is_no_empty_stretch_at_the_end(page, walk, number, steps):
    entries = fill(page, number)
    assert walk(page.get_absolute_url()) == (expected(entries), steps)


def test_an_entry_that_arrives_meanwhile_moves_no_other(page, read):
    fill(page, 25)
    address = read(page.get_absolute_url()).one("a.older")["href"]
    before = [entry["id"] for entry in read(address).all("article")]
    make_entry(page)
    assert [entry["id"] for entry in read(address).all("article")] == before


def test_other_pages_entries_stay_on_theirs(page, walk):
    entries = fill(page, 22)
    fill(make_page(), 22)
    assert walk(page.get_absolute_url())[0] == expected(entries)


def test_the_way_back_leads_to_the_newest(page, read):
    fill(page, 21)
    older = read(read(page.get_absolute_url()).one("a.older")["href"])
    assert older.one("p.back").one("a")["href"] == page.get_absolute_url()
    assert older.one("h1").text == page.title
    assert [meta["content"] for meta in older.all("meta") if meta["name"] == "robots"] == ["noindex, follow"]


@pytest.mark.parametrize(
    "before",
    ["", "x", "1", "1.", ".1", "1.x", "1.-1", "1.2.3", "1e3.1", "NaN.1", "٣.٣x", "1.٣", "%00.1", "1.%00",
     "9" * 400, f"{'9' * 18}.1", f"1.{'9' * 19}", "' or 1=1", "1;2"],
)  # fmt: skip
def test_a_place_that_is_none_is_refused_in_plain_words(page, client, before):
    answer = client.get(f"{page.get_absolute_url()}older?before={before}")
    assert answer.status_code == 400
    assert "“before” has to be an update's place" in unescape(answer.text)


@pytest.mark.parametrize("before", ["0.0", "-1.1", f"{'9' * 17}.{'9' * 18}", "1.1"])
def test_a_place_before_or_after_all_entries_is_fine(page, read, before):
    make_entry(page, headline="Doors open")
    found = read(f"{page.get_absolute_url()}older?before={before}").all("article")
    assert len(found) == (1 if before.startswith("9") else 0)


def test_there_are_no_more_addresses_than_entries(page, client):
    """Whatever place one makes up leads to that of an entry, and so does every other spelling of it."""
    base, (old, middle, new) = page.get_absolute_url(), fill(page, 3)
    tag = Tag.objects.named("Harbour")
    tag.entries.set([old, middle, new])
    between = place_of(old.published_at, 10**17)  # above the old one, beneath the middle one
    beyond = f"{'9' * 17}.1"
    for asked, canonical in {
        f"{base}older?before={between}": f"{base}older?before={middle.place}",
        f"{base}older?before=0{between}": f"{base}older?before={middle.place}",
        f"{base}older?before=-1.1": f"{base}older?before={old.place}",
        f"{base}older?before={beyond}": f"{base}older",
        f"{base}older": base,
        f"{base}older?key": f"{base}?key",
        f"{base}older?key=&before={new.place}": f"{base}older?before={new.place}&key",
        f"{base}older?%62efore={new.place}": f"{base}older?before={new.place}",
        f"{base}older?after={between}": f"{base}older?after={old.place}",
        f"{base}older?after=1.1": f"{base}older?after=0.0",
        f"{base}from-the-start?after={between}": f"{base}from-the-start?after={old.place}",
        f"{base}page.jsonld?before={between}": f"{base}page.jsonld?before={middle.place}",
        f"{base}page.jsonld?before={beyond}": f"{base}page.jsonld",
        f"{tag.get_absolute_url()}?before={between}": f"{tag.get_absolute_url()}?before={middle.place}",
        f"{base}?key=": f"{base}?key",
    }.items():
        answer = client.get(asked)
        assert (answer.status_code, answer["Location"]) == (302, canonical), asked
    middle.withdraw(by=None)
    answer = client.get(f"{base}older?before={middle.place}", follow=True)
    assert answer.redirect_chain == [(f"{base}older?before={new.place}", 302)]
    assert client.get(f"{base}search?q=text")["Cache-Control"] == "no-store"  # of which there is no end
