"""Finding an entry again: by its words, by what it is, by its time, for whom it is."""

import json
import re
from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from coverage.models import Entry, Tag, Wording
from tests.desk.desks import Desk, typed
from tests.hostile import ALL
from tests.make import make_author, make_byline, make_draft, make_editor, make_entry, make_page


def found(desk, **asked):
    """The ids that a search shows, in its order."""
    answer = desk.get("desk_find", **asked)
    assert answer.status_code == 200, answer.content.decode()
    return [int(pk) for pk in re.findall(r'id="found-(\d+)"', answer.content.decode())]


def status(entry, status):
    times = {"scheduled": {"scheduled_at": timezone.now()}, "withdrawn": {"published_at": timezone.now()}}
    Entry.objects.filter(pk=entry.pk).update(status=status, **times.get(status, {}))
    return entry.pk


@pytest.mark.parametrize(
    ("language", "says", "asked"),
    [
        ("en-GB", "The crews are running late", "crew run"),
        ("de", "Die Häuser brannten", "Haus"),
        ("ar", "أعلنت الحكومات النتائج", "الحكومة"),
        ("ja", "月面 着陸", "着陸"),
        ("en", "Statement by the WHO", "who"),
        ("en", "Nothing like <em>bold</em> &amp; brave", "bold brave"),
    ],
)
def test_words_are_found_in_the_language_of_the_page(db, language, says, asked):
    page = make_page(language=language)
    entry = make_entry(page, headline="", body=f"<p>{says}</p>")
    make_entry(page, headline="Goal", body="")
    assert found(Desk(page, make_editor()), words=asked) == [entry.pk]


def test_what_was_typed_means_words_together_either_and_without(desk, page):
    moon = make_entry(page, headline="First steps on the Moon", body="").pk
    mars = make_entry(page, headline="Next steps on Mars", body="").pk
    assert found(desk, words='"steps on the moon"') == [moon]
    assert found(desk, words="moon or mars") == [mars, moon]
    assert found(desk, words="steps -mars") == [moon]
    assert found(desk, words="body") == []


def test_a_search_finds_what_an_entry_says_now_however_it_was_written(desk, page):
    entry = make_entry(page, headline="Ohne Umlaut", body="")
    entry.headline = "Landing"
    entry.edit(by=None)
    assert found(desk, words="landing") == [entry.pk]
    assert found(desk, words="umlaut") == []
    Entry.objects.filter(pk=entry.pk).update(kicker="Recap", headline="Straight into the database")
    assert found(desk, words="recap database") == [entry.pk]
    page.language, entry.headline = "de", "Häuser"
    page.save()
    entry.edit(by=None)
    assert found(desk, words="haus") == [entry.pk]
    page.language = "en"
    page.save()
    assert found(desk, words="haus") == []


def test_those_who_publish_find_every_state_and_others_their_own(desk, reporter, page):
    reporter.post("desk_draft", **typed(headline="moon mine"))
    mine = page.entries.get().pk
    out = make_entry(page, headline="moon out").pk
    others = [
        status(make_draft(page, headline=f"moon {name}"), name)
        for name in ("draft", "submitted", "scheduled", "withdrawn")
    ]
    assert set(found(desk, words="moon")) == {mine, out, *others}
    assert set(found(reporter, words="moon")) == set(found(reporter)) == {mine, out}
    status(Entry.objects.get(pk=mine), "withdrawn")
    assert found(reporter, words="moon") == [out]
    make_entry(make_page(), headline="moon elsewhere")
    assert len(found(desk, words="moon")) == 6
    assert "/correct/" not in reporter.get("desk_find").content.decode()


def test_filters_leave_what_fits_all_of_them(desk, page):
    author = make_author("Ida Okafor")
    moon = Tag.objects.named("Moon")
    wanted = make_entry(page, kicker="Recap", tags=[moon], bylines=[make_byline(author), make_byline()]).pk
    make_entry(page, kicker="Recap", tags=[moon])
    make_entry(page, kicker="Breaking", tags=[moon], bylines=[make_byline(author)])
    make_entry(page, kicker="Recap", bylines=[make_byline(author)])
    draft = make_draft(page, kicker="Recap", tags=[moon], bylines=[make_byline(author)]).pk
    asked = {"author": author.pk, "tag": moon.pk, "kicker": "Recap"}
    assert found(desk, **asked) == [draft, wanted]
    assert found(desk, **asked, state="published") == [wanted]
    shown = desk.get("desk_find_filters").content.decode()
    assert "Ida Okafor" in shown
    assert "Moon" in shown


def test_days_and_times_are_those_of_the_page(db):
    page = make_page(time_zone="America/New_York")
    desk = Desk(page, make_editor())
    late = make_entry(
        page, at=datetime(2026, 3, 9, 3, 59, tzinfo=UTC)
    ).pk  # 8 March, 23:59, a day of 23 hours
    early = make_entry(page, at=datetime(2026, 3, 8, 5, tzinfo=UTC)).pk
    make_entry(page, at=datetime(2026, 3, 9, 4, tzinfo=UTC))
    make_entry(page, at=datetime(2026, 3, 8, 4, 59, tzinfo=UTC))
    assert found(desk, day="2026-03-08") == [late, early]
    assert found(desk, until="2026-03-08T23:59")[:2] == [late, early]
    assert found(desk, until="2026-03-08T12:00")[0] == early


def test_older_ones_follow_once_each_by_script_and_by_link(desk, page):
    at = timezone.now() - timedelta(days=1)
    made = [make_entry(page, headline="moon", at=at).pk for _ in range(35)]
    made += [make_draft(page, headline="moon").pk]
    for headers in ({"HX-Request": "true"}, {}):
        address, seen = desk.url("desk_find") + "?words=moon&day=", []
        while address:
            text = desk.client.get(address, headers=headers).content.decode()
            seen += [int(pk) for pk in re.findall(r'id="found-(\d+)"', text)]
            older = re.search(r'class="older"><a href="([^"]+)"', text)
            address = older and older[1].replace("&amp;", "&")
            assert ("<html" in text) == (not headers)
        assert seen == sorted(made, reverse=True)
    assert desk.get("desk_find", before="x").status_code == 400


@pytest.mark.parametrize(
    ("asked", "sentence"),
    [
        ({"words": "a\0b"}, "There is a character in this that no text has"),
        ({"words": "x" * 201}, "200 characters are the most"),
        ({"author": "9"}, "Nobody of that name has signed on this page."),
        ({"tag": "x"}, "No update of this page has that tag."),
        ({"kicker": "Made up"}, "Made up"),
        ({"kicker": "a\0b"}, "Kicker"),
        ({"state": "gone"}, "gone"),
        ({"day": "31 February"}, "Give a day."),
        ({"day": "0001-01-01"}, "Give a day."),
        ({"day": "9999-12-31"}, "Give a day."),
        ({"until": "now"}, "Give a day and a time."),
    ],
)
def test_a_mistake_is_a_sentence(desk, page, asked, sentence):
    for answer in (desk.get("desk_find", **asked), desk.client.get(desk.url("desk_find"), asked)):
        assert answer.status_code == 422
        assert sentence in answer.content.decode()


def test_no_text_is_a_mistake_or_a_pattern(desk, page):
    make_entry(page, headline="moon")
    texts = [
        "'",
        '"',
        "\\",
        "%",
        "_",
        "!!!",
        ":*",
        "a & | !",
        "((",
        "moon:*",
        "<->",
        "' OR 1=1 --",
        "-",
        "or",
        '""',
        *(text.value for text in ALL),
    ]
    for text in texts:
        text = text.replace("\0", "").encode("utf-8", "replace").decode()[:200]
        assert desk.get("desk_find", words=text).status_code == 200, text
    assert found(desk, words="%") == found(desk, words="m:*") == []


def test_no_text_is_too_long_to_be_saved_and_found(desk, page):
    letters = [chr(code) for code in range(0x20000, 0x20000 + 190)]
    pairs = " ".join(f"{a}{b}-{b}{a}" for a in letters for b in letters)[:199_900]
    body = f"<p>{pairs}</p>"
    entry = make_entry(page, headline="moon", body=body)
    assert found(desk, words="moon") == [entry.pk]


def test_a_search_costs_the_same_however_many_there_are(desk, page, django_assert_num_queries):
    counts = []
    for number in (2, 40):
        for _ in range(number):
            make_entry(page, headline="moon", bylines=[make_byline()], tags=[Tag.objects.named(f"T{number}")])
        with django_assert_num_queries(9):
            counts.append(len(found(desk, words="moon")))
    assert counts == [2, 30]
    assert Wording.objects.count() == 42


def test_the_standing_form_says_what_was_asked(desk, page):
    make_entry(page, headline="moon")
    text = desk.client.get(
        desk.url("desk_find"), {"words": 'mo"on', "day": "2026-03-08", "state": "draft"}
    ).content.decode()
    assert 'value="mo&quot;on"' in text
    assert 'value="2026-03-08"' in text
    assert 'value="draft" selected' in text
    assert "Nothing found." in text


# Jumping


def jumped(desk, **asked):
    """(row to go to, ids of the rows that come instead of the older ones, what is said)."""
    answer = desk.get("desk_jump", **asked)
    assert answer.status_code == 200, answer.text
    row = json.loads(answer.headers["HX-Trigger-After-Settle"])["desk-jump"]["row"]
    rows = re.findall(r'id="row-(\d+)"', answer.text)
    is_swapped = answer.headers.get("HX-Reswap") != "none"
    return row, [int(pk) for pk in rows] if is_swapped else None, answer.text


def test_the_timeline_goes_to_what_stood_there_at_a_moment(desk, page, django_assert_max_num_queries):
    noon = datetime(2024, 1, 1, 12, tzinfo=UTC)
    entries = [make_entry(page, at=noon + timedelta(minutes=number)) for number in range(120)]
    down_to = entries[60].place  # what the desk shows is newer
    near, far = "2024-01-01T13:30:30", "2024-01-01T12:10:30"
    assert jumped(desk, until=near, down_to=down_to)[:2] == (f"row-{entries[90].pk}", None)
    with django_assert_max_num_queries(12):
        row, rows, said = jumped(desk, until=far, down_to=down_to)
    assert (row, rows) == (f"row-{entries[10].pk}", [entry.pk for entry in reversed(entries[:11])])
    assert f"The timeline is at 12:10, 1 January 2024: “{entries[10].headline}”" in said
    between = desk.get("desk_older", before=re.search(r"older/\?before=([\d.]+)", said)[1]).text
    assert f'id="row-{entries[60].pk}"' in between
    assert f'id="row-{entries[61].pk}"' not in between


def test_before_the_first_the_timeline_goes_to_the_first(desk, page):
    first, _second = make_entry(page), make_entry(page)
    assert jumped(desk, until="1999-01-01T00:00")[0] == f"row-{first.pk}"


def test_where_nothing_is_out_yet_that_is_said(desk, page):
    make_draft(page)
    row, rows, said = jumped(desk, until="2024-01-01T00:00")
    assert (row, rows) == (None, None)
    assert "Nothing is out yet." in said


@pytest.mark.parametrize(("until", "sentence"), [("", "Give the time to go to."), ("soon", "error")])
def test_without_a_time_nothing_is_gone_to_and_the_field_says_so(desk, page, until, sentence):
    answer = desk.get("desk_jump", until=until)
    assert (answer.status_code, answer.headers["HX-Retarget"]) == (422, "#find-filters")
    assert sentence in answer.text
