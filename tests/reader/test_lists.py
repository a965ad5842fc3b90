"""The front, subjects, authors, robots."""

from datetime import UTC, datetime

from django.urls import reverse

from coverage.models import Tag
from tests.make import make_author, make_byline, make_draft, make_entry, make_image, make_page


def cards(shown):
    return [card.one("h2").text for card in shown.all("li.card")]


def test_where_there_is_no_page_yet_the_front_tells_an_editor_where_to_begin(db, read):
    main = read("/").one("main")
    assert "No live page has been published yet." in main.text
    assert main.one("a")["href"] == reverse("admin:coverage_livepage_changelist")


def test_a_draft_is_no_page_yet(db, read):
    make_page(state="draft", title="Secret plans")
    assert "No live page has been published yet." in read("/").one("main").text


def test_the_front_has_what_is_live_first_and_then_the_rest(db, read):
    make_page(state="closed", title="Over")
    make_page(title="Older live")
    make_page(state="announced", title="To come")
    make_page(title="Newer live")
    make_page(state="draft", title="Secret plans")
    shown = read("/")
    live, recent = shown.all("ul.cards")
    assert cards(live) == ["Newer live", "Older live"]
    assert sorted(cards(recent)) == ["Over", "To come"]
    assert [
        heading.text
        for heading in shown.one(".front").children
        if getattr(heading, "tag", "") in ("h1", "h2")
    ] == [
        "Live now",
        "Coming up and recent",
    ]


def test_a_card_shows_state_picture_and_standfirst_and_leads_to_the_page(db, read):
    page = make_page(title="Summit", standfirst="Leaders meet.", lead_image=make_image(alt="A table"))
    card = read("/").one("li.card")
    assert card.one("a")["href"] == page.get_absolute_url()
    assert card.one("p.state").text == "live"
    assert "Leaders meet." in card.text
    assert card.one("img")["alt"] == ""
    starts_at = datetime(2026, 11, 25, 12, 30, tzinfo=UTC)
    make_page(state="announced", starts_at=starts_at, time_zone="Europe/Paris")
    assert " ".join(read("/").all("p.state")[1].text.split()) == "Coming up 13:30 CET 25 November"


def test_the_front_says_when_nothing_is_live(db, read):
    make_page(state="closed", title="Over")
    shown = read("/")
    assert shown.one("p.quiet").text == "Nothing is live at the moment."
    assert cards(shown) == ["Over"]


def test_a_subject_lists_its_public_entries_of_all_pages_newest_first(db, read):
    harbour = Tag.objects.named("Harbour")
    one, other = make_page(title="One", time_zone="Europe/Paris"), make_page(title="Other", state="closed")
    make_entry(other, headline="first", tags=[harbour])
    make_entry(one, headline="second", tags=[harbour])
    make_entry(one, headline="untagged")
    make_entry(one, headline="withdrawn", tags=[harbour]).withdraw(by=None)
    make_draft(one, headline="draft", tags=[harbour])
    make_entry(make_page(state="draft"), headline="on a draft page", tags=[harbour])
    shown = read(harbour.get_absolute_url())
    assert shown.one("h1").text == "Harbour"
    assert [link.text for link in shown.one("ul.entry-list").all("a")] == ["second", "first"]
    assert [span.text for span in shown.one("ul.entry-list").all("span")] == ["One", "Other"]


def test_a_subject_in_any_script_has_a_page(page, read):
    tag = Tag.objects.named("القمة في باريس")
    make_entry(page, tags=[tag])
    assert read(tag.get_absolute_url()).one("h1").text == "القمة في باريس"


def test_an_author_lists_the_public_entries_that_bear_the_name(page, read):
    ida, tom = make_author("Ida Okafor", role="Science editor"), make_author("Tom Ellery")
    make_entry(page, headline="by Ida", bylines=[make_byline(ida)])
    make_entry(page, headline="by both", bylines=[make_byline(tom), make_byline(ida)])
    make_entry(page, headline="by Tom", bylines=[make_byline(tom)])
    make_draft(page, headline="draft", bylines=[make_byline(ida)])
    shown = read(ida.get_absolute_url())
    assert shown.one("h1").text == "Ida Okafor"
    assert shown.one("p.standfirst").text == "Science editor"
    assert [link.text for link in shown.one("ul.entry-list").all("a")] == ["by both", "by Ida"]


def test_a_subject_or_an_author_without_a_public_entry_has_no_page(page, client):
    tag, author = Tag.objects.named("Harbour"), make_author()
    draft = make_draft(page, tags=[tag], bylines=[make_byline(author)])
    for address in (tag.get_absolute_url(), author.get_absolute_url()):
        assert client.get(address).status_code == 404
    draft.publish(by=None)
    for address in (tag.get_absolute_url(), author.get_absolute_url()):
        assert draft.headline in client.get(address).text


def test_a_subject_that_no_database_can_hold_is_not_found(db, client):
    assert "There is no such page" in client.get("/tags/a%00b/").text


def test_robots_may_read_everything_but_the_desk(db, client):
    answer = client.get("/robots.txt")
    assert answer["Content-Type"] == "text/plain"
    rules, maps = answer.text.split("\n\n")
    assert rules == "User-agent: *\nDisallow: /admin/"
    for line in maps.splitlines():
        address = line.removeprefix("Sitemap: http://127.0.0.1:8000")
        assert client.get(address)["Content-Type"] == "application/xml"
