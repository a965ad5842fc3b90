"""What an entry shows, on the page and at its own address."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from coverage.models import Entry, Image
from tests.make import make_author, make_byline, make_draft, make_entry, make_image, make_page, make_video


@pytest.fixture
def shown(page, read):
    """An entry's element on its page."""

    def shown(entry):
        return read(entry.page.get_absolute_url()).one(f"[id=entry-{entry.pk}]")

    return shown


@pytest.mark.parametrize(
    ("kicker", "style"),
    [("Breaking", "breaking"), ("Analysis", "analysis"), ("Recap", "recap"), ("Our own", "plain")],
)
def test_a_kicker_has_its_style(page, shown, kicker, style):
    element = shown(make_entry(page, kicker=kicker)).one(".kicker")
    assert element.text == kicker
    assert f"is-{style}" in element["class"].split()


def test_without_a_kicker_or_headline_nothing_stands_for_them(page, shown):
    element = shown(make_entry(page, headline="", body="<p>One sentence.</p>"))
    assert element.all(".kicker") == element.all("h3") == element.all(".byline") == []
    assert element.one(".body").text == "One sentence."


def test_a_headline_alone_is_enough(page, shown):
    element = shown(make_entry(page, headline="Doors open", body=""))
    assert element.one("h3").text == "Doors open"
    assert element.one(".body").children == []


def test_the_time_is_the_pages_and_has_the_year_when_it_is_another(db, shown):
    page = make_page(time_zone="Europe/Paris")
    element = shown(make_entry(page, at=datetime(2025, 1, 6, 20, 5, tzinfo=UTC))).one(".entry-time")
    assert element.text == "published at 21:05 CET 6 January 2025"
    assert element.one("time")["datetime"] == "2025-01-06T21:05:00+01:00"


def test_the_time_has_no_year_while_it_is_this_one(db, shown):
    zone = ZoneInfo("Europe/London")
    page = make_page(time_zone="Europe/London")
    at = timezone.now().astimezone(zone)
    element = shown(make_entry(page, at=at)).one(".entry-time")
    assert element.text == f"published at {at:%H:%M} {at:%Z} {at.day} {at:%B}"


def test_a_byline_has_photo_name_role_and_place(page, shown):
    photo = make_image(alt="Ida")
    author = make_author("Ida Okafor", photo=photo)
    byline = make_byline(author, role="Science editor", reporting_from="the French capital")
    element = shown(make_entry(page, bylines=[byline])).one(".byline")
    assert element.one("img")["src"] == photo.square
    assert element.one("img")["alt"] == ""
    assert element.one("b").text == "Ida Okafor"
    assert element.one("span").text == "Science editor, reporting from the French capital"


@pytest.mark.parametrize(
    ("fields", "words"),
    [({"role": "Reporter"}, ["Reporter"]), ({"reporting_from": "Paris"}, ["reporting from Paris"]), ({}, [])],
)
def test_a_byline_says_only_what_it_has(page, shown, fields, words):
    element = shown(make_entry(page, bylines=[make_byline(**fields)])).one(".byline")
    assert [span.text for span in element.all("span")] == words
    assert element.all("img") == []


def test_bylines_keep_their_order(page, shown):
    names = ["Zoe", "Adam", "Mia"]
    entry = make_entry(page, bylines=[make_byline(make_author(name)) for name in names])
    assert [byline.one("b").text for byline in shown(entry).all(".byline")] == names


def test_the_body_keeps_every_kind_of_block(page, shown):
    body = (
        '<p>A <strong>bold</strong> <em>word</em>, a <a href="https://example.org/">link</a>.</p><h4>Beneath</h4>'
        "<ul><li>one</li></ul><ol><li>two</li></ol><blockquote><p>said</p></blockquote><p>H<sub>2</sub>O<br>x<sup>2</sup></p>"
    )
    element = shown(make_entry(page, body=body)).one(".body")
    assert [child.tag for child in element.children] == ["p", "h4", "ul", "ol", "blockquote", "p"]
    assert element.one("a")["href"] == "https://example.org/"
    assert [tag for tag in ("strong", "em", "sub", "sup", "br") if not element.all(tag)] == []


@pytest.mark.parametrize("position", [0, 1, 2])
def test_a_picture_stands_before_between_or_after_the_text(page, shown, position):
    image = make_image(alt="Harbour at dawn", credit="Reuters", caption="")
    blocks = ["<p>One.</p>", "<p>Two.</p>"]
    blocks.insert(position, f'<figure data-image="{image.pk}"></figure>')
    element = shown(make_entry(page, body="".join(blocks))).one(".body")
    assert element.children[position].tag == "figure"
    assert element.one("img")["alt"] == "Harbour at dawn"
    assert element.one("img")["src"] == image.src
    assert (element.one("img")["width"], element.one("img")["height"]) == ("800", "450")
    assert element.one("figcaption").text == "Image source, Reuters"


def test_a_pictures_caption_is_the_figures_own_or_the_pictures(page, shown):
    image = make_image(caption="The harbour", credit="")
    own = make_entry(
        page, body=f'<figure data-image="{image.pk}"><figcaption>Seen <em>today</em></figcaption></figure>'
    )
    plain = make_entry(page, body=f'<figure data-image="{image.pk}"></figure>')
    assert shown(own).one("figcaption").text == "Seen today"
    assert shown(own).one("figcaption").one("em").text == "today"
    assert shown(plain).one("figcaption").text == "The harbour"


def test_a_picture_with_neither_caption_nor_source_has_no_line_for_them(page, shown):
    image = make_image(caption="", credit="")
    assert shown(make_entry(page, body=f'<figure data-image="{image.pk}"></figure>')).all("figcaption") == []


def test_a_decorative_picture_says_nothing(page, shown):
    image = make_image(alt="", is_decorative=True)
    assert shown(make_entry(page, body=f'<figure data-image="{image.pk}"></figure>')).one("img")["alt"] == ""


def test_a_picture_that_is_no_more_leaves_the_text(page, shown):
    assert not Image.objects.filter(pk=987_654).exists()
    element = shown(make_entry(page, body='<figure data-image="987654"></figure><p>Text.</p>')).one(".body")
    assert [child.tag for child in element.children] == ["p"]


def test_a_video_has_its_media_caption(page, shown):
    video = make_video(title="Doors", caption="The doors open")
    element = shown(make_entry(page, body=f'<p>See:</p><figure data-video="{video.pk}"></figure>')).one(
        "figure.video"
    )
    assert element.one("video")["aria-label"] == "Doors"
    assert element.one("source")["type"] == "video/mp4"
    assert element.one("figcaption").text == "Media caption, The doors open"


def test_an_edit_is_told_with_its_time(page, shown):
    entry = make_entry(page, headline="Dors open")
    assert "updated at" not in shown(entry).one(".entry-foot").text
    entry.headline = "Doors open"
    entry.edit(by=None, at=datetime(2025, 1, 6, 21, 30, tzinfo=UTC))
    assert "updated at 21:30 UTC 6 January 2025" in shown(entry).one(".entry-foot").text


def test_a_correction_is_told_in_the_open(page, shown):
    entry = make_entry(page)
    entry.correct(by=None, note="We first named the wrong hall.", at=datetime(2025, 1, 6, 21, 30, tzinfo=UTC))
    assert (
        shown(entry).one(".correction").text
        == "Correction 21:30 UTC 6 January: We first named the wrong hall."
    )


def test_a_confirmation_is_shown(page, shown):
    entry = make_entry(page, confirmation=Entry.Confirmation.UNCONFIRMED)
    assert shown(entry).one(".confirmation").text == "unconfirmed"


def test_a_key_event_is_marked(page, shown):
    assert "is-key" in shown(make_entry(page, is_key_event=True))["class"].split()


def test_the_permalink_leads_to_the_entry_alone(page, shown, read):
    make_entry(page, headline="Another")
    entry = make_entry(page, headline="Doors open", kicker="Recap")
    make_entry(page, headline="A third")
    alone = read(shown(entry).one(".entry-foot").one("a")["href"])
    assert [heading.text for heading in alone.all("h3")] == ["Doors open"]
    assert alone.one(f"[id=entry-{entry.pk}]").raw == shown(entry).raw
    assert alone.one("title").raw == "Doors open – The Harbour Post"
    assert alone.one("p.back").one("a")["href"] == f"{page.get_absolute_url()}#entry-{entry.pk}"


def test_a_withdrawn_entry_is_gone_and_so_is_its_text(page, client):
    entry = make_entry(page, headline="Unproven claim", body="<p>Somebody said so.</p>")
    entry.withdraw(by=None)
    answer = client.get(entry.get_absolute_url())
    assert answer.status_code == 410
    assert "This update was withdrawn" in answer.text
    assert page.get_absolute_url() in answer.text
    for address in (entry.get_absolute_url(), page.get_absolute_url(), f"{page.get_absolute_url()}feed.atom"):
        text = client.get(address).text
        assert "Unproven" not in text
        assert "Somebody" not in text


def test_a_restored_entry_is_back_at_its_address(page, read):
    entry = make_entry(page, headline="Doors open")
    entry.withdraw(by=None)
    entry.restore(by=None)
    assert read(entry.get_absolute_url()).one("h3").text == "Doors open"


@pytest.mark.parametrize("status", ["draft", "submitted"])
def test_what_never_was_public_is_not_said_to_exist(page, client, status):
    entry = make_draft(page, headline="Not yet")
    if status == "submitted":
        entry.submit(by=None)
    answer = client.get(entry.get_absolute_url())
    nothing = client.get(f"{page.get_absolute_url()}entries/999999999/")
    assert (answer.status_code, nothing.status_code) == (404, 404)
    assert answer.content == nothing.content


def test_an_entry_is_not_found_beneath_another_page(page, client):
    entry = make_entry(make_page(), headline="Elsewhere")
    assert client.get(f"{page.get_absolute_url()}entries/{entry.pk}/").status_code == 404


def test_an_entry_number_beyond_all_numbers_is_not_found(page, client):
    answer = client.get(f"{page.get_absolute_url()}entries/{10**30}/")
    assert answer.status_code == 404
    assert "There is no such page" in answer.text
