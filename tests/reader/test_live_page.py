"""What a live page shows."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django.utils import timezone

from tests.make import make_draft, make_entry, make_image, make_page, make_video


def test_an_open_page_says_that_it_is_live_in_words(page, read):
    shown = read(page.get_absolute_url())
    assert shown.one("h1").text == page.title
    assert shown.one("[data-part=state]").one("b").text == "Live"
    assert shown.one("title").raw == f"{page.title} – The Harbour Post"


def test_the_standfirst_keeps_its_lines(db, read):
    page = make_page(standfirst="Leaders meet in Paris.\nTalks begin at nine.")
    standfirst = read(page.get_absolute_url()).one("p.standfirst")
    assert [child if isinstance(child, str) else child.tag for child in standfirst.children] == [
        "Leaders meet in Paris.",
        "br",
        "Talks begin at nine.",
    ]


def test_a_page_without_a_standfirst_has_no_empty_line_for_it(page, read):
    assert read(page.get_absolute_url()).all("p.standfirst") == []


def test_the_state_says_when_the_page_last_changed(db, read):
    page = make_page(time_zone="Europe/London")
    entry = make_entry(page, at=datetime(2025, 1, 6, 21, 5, tzinfo=UTC))
    state = read(page.get_absolute_url()).one("[data-part=state]")
    assert "Updated 21:05 GMT 6 January 2025" in state.text
    assert state.one("time")["datetime"] == "2025-01-06T21:05:00+00:00"
    entry.edit(by=None, at=datetime(2025, 1, 6, 22, 0, tzinfo=UTC))
    entry.headline = "Another headline"
    entry.edit(by=None, at=datetime(2025, 1, 6, 22, 0, tzinfo=UTC))
    assert "Updated 22:00 GMT 6 January 2025" in read(page.get_absolute_url()).one("[data-part=state]").text


def test_a_summary_stands_apart_and_is_absent_when_empty(page, read):
    assert read(page.get_absolute_url()).one(".summary").children == []
    page.summary = "<ul><li>Doors are open</li><li>Talks began</li></ul>"
    page.edit()
    summary = read(page.get_absolute_url()).one(".summary")
    assert summary.one("h2").text == "Summary"
    assert [item.text for item in summary.all("li")] == ["Doors are open", "Talks began"]


def test_the_lead_picture_has_its_words_and_its_source(db, read):
    image = make_image(alt="Harbour at dawn", credit="Reuters", caption="The harbour")
    page = make_page(lead_image=image)
    lead = read(page.get_absolute_url()).one("[data-part=lead]")
    assert lead.one("img")["alt"] == "Harbour at dawn"
    assert lead.one("img")["fetchpriority"] == "high"
    assert lead.one("figcaption").text == "The harbour Image source, Reuters"


def test_the_pages_own_caption_comes_before_the_pictures(db, read):
    page = make_page(lead_image=make_image(caption="The harbour"), lead_caption="The harbour this morning")
    assert read(page.get_absolute_url()).one("span.caption").text == "The harbour this morning"


def test_the_lead_video_has_its_poster_and_media_caption(db, read):
    poster = make_image(credit="Getty Images")
    page = make_page(lead_video=make_video(title="Arrivals", poster=poster, caption="Leaders arrive"))
    lead = read(page.get_absolute_url()).one("[data-part=lead]")
    assert (lead.one("img")["src"], lead.one("img")["loading"]) == (poster.src, None)
    assert lead.one("video")["poster"] == "data:,"  # nothing: without one Chromium paints over the picture
    assert lead.one("video")["aria-label"] == "Arrivals"
    assert lead.one("video")["preload"] == "none"
    assert lead.one("video").one("source")["src"] == "https://video.example/doors.mp4"
    assert lead.one("figcaption").text == "Media caption, Leaders arrive Image source, Getty Images"


def test_a_players_page_elsewhere_is_a_link_and_nothing_is_loaded_from_it(db, read):
    page = make_page(lead_video=make_video(title="Arrivals", url="https://player.example/watch/12"))
    lead = read(page.get_absolute_url()).one("[data-part=lead]")
    assert lead.all("video") == lead.all("iframe") == []
    assert lead.one("a")["href"] == "https://player.example/watch/12"
    assert lead.one("a").text == "Watch: Arrivals"


def test_key_events_lead_to_their_entries_newest_first(page, read):
    first = make_entry(page, headline="Doors open", is_key_event=True)
    make_entry(page, headline="Nothing much")
    second = make_entry(page, headline="", body="<p>Talks begin in the hall.</p>", is_key_event=True)
    events = read(page.get_absolute_url()).one(".key-events")
    assert events.one("h2").text == "Key events"
    assert [link.text.split(" ", 1)[1] for link in events.all("a")] == [
        "Talks begin in the hall.",
        "Doors open",
    ]
    assert [link["data-entry"] for link in events.all("a")] == [str(second.pk), str(first.pk)]


def test_the_way_to_a_key_event_does_not_end_where_the_entry_has_left_the_page(page, read, settings):
    settings.ENTRIES_PER_PAGE = 3
    event = make_entry(page, headline="Doors open", is_key_event=True)
    for _ in range(5):
        make_entry(page)
    shown = read(page.get_absolute_url())
    assert shown.all(f"[id=entry-{event.pk}]") == []
    assert read(shown.one(".key-events").one("a")["href"]).one("h3").text == "Doors open"


def test_a_pinned_entry_stands_above_the_timeline_and_leads_to_its_place(page, read):
    entry = make_entry(page, headline="What we know", body="<p>So far.</p>")
    assert read(page.get_absolute_url()).one(".pinned").children == []
    page.pin(entry, by=None)
    pinned = read(page.get_absolute_url()).one(".pinned")
    assert pinned.one("h3").text == "What we know"
    assert pinned.one("a")["data-entry"] == str(entry.pk)
    assert pinned.one(".body").text == "So far."


def test_a_pinned_picture_is_shown(page, read):
    image = make_image(alt="A map")
    entry = make_entry(page, body=f'<figure data-image="{image.pk}"></figure><p>Where it is.</p>')
    page.pin(entry, by=None)
    assert read(page.get_absolute_url()).one(".pinned").one("img")["alt"] == "A map"


def test_entries_stand_newest_first(page, read):
    for headline in ("one", "two", "three"):
        make_entry(page, headline=headline)
    timeline = read(page.get_absolute_url()).one(".timeline")
    assert [heading.text for heading in timeline.all("h3")] == ["three", "two", "one"]


def test_only_what_is_published_stands_in_the_timeline(page, read):
    make_draft(page, headline="draft")
    make_draft(page, headline="submitted").submit(by=None)
    make_entry(page, headline="withdrawn").withdraw(by=None)
    make_entry(page, headline="out")
    timeline = read(page.get_absolute_url()).one(".timeline")
    assert [heading.text for heading in timeline.all("h3")] == ["out"]


def test_a_closed_page_says_so_and_leads_to_the_story(db, read):
    page = make_page(state="closed", related_url="https://example.org/story", related_title="How it went")
    shown = read(page.get_absolute_url())
    assert shown.one("[data-part=state]").one("b").text == "Closed"
    notice = shown.one("[data-part=notice]")
    assert notice.text == "Our live coverage has ended. Read the full story: How it went"
    assert notice.one("a")["href"] == "https://example.org/story"


def test_a_closed_page_ends_in_its_own_words(db, read):
    page = make_page(
        closing_line="That was it. <Thank> you.", related_url="https://example.org/story", related_title="All"
    )
    assert "That was it" not in read(page.get_absolute_url()).one("[data-part=notice]").text
    page.close(by=None)
    notice = read(page.get_absolute_url()).one("[data-part=notice]")
    assert notice.text == "That was it. <Thank> you. Read the full story: All"


def test_a_closed_page_without_a_story_just_says_that_it_has_ended(db, read):
    page = make_page(state="closed")
    assert read(page.get_absolute_url()).one("[data-part=notice]").text == "Our live coverage has ended."


def test_a_stream_only_page_sends_readers_to_its_top(db, read):
    page = make_page(stream_only=True, lead_video=make_video())
    notice = read(page.get_absolute_url()).one("[data-part=notice]")
    assert notice.text == "Watch live at the top of this page."
    page.lead_video.withdraw(by=None, because="Not ours")
    assert read(page.get_absolute_url()).one("[data-part=notice]").text == ""


def test_an_announced_page_says_when_it_begins(db, read):
    starts_at = timezone.now() + timedelta(hours=2)
    page = make_page(state="announced", starts_at=starts_at, time_zone="Europe/Paris")
    shown = read(page.get_absolute_url())
    local = starts_at.astimezone(ZoneInfo("Europe/Paris"))
    year = f" {local.year}" if local.year != timezone.now().astimezone(ZoneInfo("Europe/Paris")).year else ""
    assert shown.one("[data-part=state]").one("b").text == "Coming up"
    assert shown.one("[data-part=notice]").text == (
        f"Our live coverage starts at {local:%H:%M} {local:%Z} {local.day} {local:%B}{year}. "
        "This page becomes live by itself."
    )


def test_a_page_says_that_it_waits_where_there_is_nothing_yet(page, read):
    assert (
        read(page.get_absolute_url()).one("p.empty").text == "No updates yet. They appear here by themselves."
    )


def test_a_page_has_its_own_language_and_direction(db, read):
    page = make_page(language="ar", direction="rtl")
    for address in (
        page.get_absolute_url(),
        make_entry(page).get_absolute_url(),
        f"{page.get_absolute_url()}older?before=9.9",
    ):
        html = read(address).one("html")
        assert (html["lang"], html["dir"]) == ("ar", "rtl")


def test_an_unknown_language_is_no_reason_to_fail(db, read):
    page = make_page(language="tlh-AQ")
    make_entry(page)
    assert read(page.get_absolute_url()).one("html")["lang"] == "tlh-AQ"


def test_a_page_tells_other_sites_what_it_is(db, read):
    page = make_page(title="Summit", standfirst="Leaders meet.", lead_image=make_image(alt="A table"))
    head = read(page.get_absolute_url()).one("head")
    said = {meta["property"]: meta["content"] for meta in head.all("meta") if meta["property"]}
    assert said["og:title"] == "Summit"
    assert said["og:description"] == "Leaders meet."
    assert said["og:url"] == f"http://127.0.0.1:8000{page.get_absolute_url()}"
    assert said["og:image"].startswith("http://127.0.0.1:8000/media/renditions/")
    assert said["og:image:alt"] == "A table"
    links = {link["type"] or link["rel"]: link["href"] for link in head.all("link")}
    assert links["canonical"] == f"http://127.0.0.1:8000{page.get_absolute_url()}"
    assert links["application/atom+xml"] == f"{page.get_absolute_url()}feed.atom"
    assert links["application/feed+json"] == f"{page.get_absolute_url()}feed.json"


def test_without_javascript_the_page_refreshes_itself(page, read):
    assert read(page.get_absolute_url()).one("noscript").one("meta")["content"] == "60"


def test_the_version_and_where_to_follow_stand_in_the_page(page, read):
    make_entry(page)
    page.refresh_from_db()
    element = read(page.get_absolute_url()).one("live-page")
    assert element["data-version"] == str(page.version)
    assert element["data-stream"] == f"/live/{page.slug}/stream"
    assert element["data-changes"] == f"/live/{page.slug}/changes"


def test_the_page_has_no_inline_script_style_or_handler(db, read):
    page = make_page(lead_image=make_image(), summary="<p>So far.</p>")
    make_entry(page, kicker="Breaking", is_key_event=True)
    shown = read(page.get_absolute_url())
    assert [script["type"] for script in shown.all("script") if not script["src"]] == ["application/ld+json"]
    assert shown.all("style") == []

    def every(element):
        yield element
        for child in element.children:
            if not isinstance(child, str):
                yield from every(child)

    assert [
        name
        for element in every(shown)
        for name in element.attributes
        if name == "style" or name.startswith("on")
    ] == []
