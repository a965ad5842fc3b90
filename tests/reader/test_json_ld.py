"""schema.org/LiveBlogPosting in the page."""

import json
import re
from datetime import datetime, timedelta
from urllib.parse import urljoin
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.make import (
    make_author,
    make_byline,
    make_captions,
    make_entry,
    make_image,
    make_page,
    make_video,
)

SITE = "http://127.0.0.1:8000"


@pytest.fixture
def data(read):
    """The page's data, and every time in it must have a zone."""

    def data(page):
        script = read(page.get_absolute_url()).one("[type=application/ld+json]").raw
        assert not re.search("[<>&]", script)
        found = json.loads(script)
        for name, value in every_property(found):
            if name in {
                "datePublished",
                "dateModified",
                "coverageStartTime",
                "coverageEndTime",
                "startDate",
                "endDate",
                "uploadDate",
            }:
                assert datetime.fromisoformat(value).tzinfo is not None, (name, value)
            assert value not in (None, "", []), name
        return found

    return data


def every_property(value):
    if isinstance(value, dict):
        for name, inner in value.items():
            yield name, inner
            yield from every_property(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from every_property(inner)


@pytest.fixture
def summit(db):
    """A page about an event, with two entries."""
    now = timezone.now()
    page = make_page(
        title="Summit", standfirst="Leaders meet.", summary="<ul><li>Talks began</li></ul>", time_zone="Europe/Paris",
        event_name="Harbour summit", event_place="Paris", event_starts_at=now - timedelta(hours=1),
        event_ends_at=now + timedelta(hours=8), lead_image=make_image(alt="A table", credit="Reuters", caption="Ready"),
    )  # fmt: skip
    make_entry(page, headline="Doors open", kicker="Breaking", body="<p>At nine.</p><p>In the rain.</p>")
    make_entry(
        page,
        headline="",
        body="<p>Talks begin.</p>",
        bylines=[make_byline(make_author("Ida Okafor"), role="Editor")],
    )
    page.refresh_from_db()
    return page


def test_the_page_is_a_live_blog_posting(summit, data):
    said = data(summit)
    address = f"{SITE}{summit.get_absolute_url()}"
    assert said["@context"] == "https://schema.org"
    assert said["@type"] == "LiveBlogPosting"
    assert said["url"] == said["@id"] == said["mainEntityOfPage"] == address
    assert said["headline"] == "Summit"
    assert said["description"] == "Leaders meet."
    assert said["abstract"] == "• Talks began"
    assert said["inLanguage"] == "en-GB"
    assert said["author"] == said["publisher"]


def test_the_publisher_has_a_logo_of_known_size(summit, data, client):
    publisher = data(summit)["publisher"]
    assert (publisher["@type"], publisher["name"], publisher["url"]) == (
        "Organization",
        "The Harbour Post",
        SITE,
    )
    assert publisher["logo"]["@type"] == "ImageObject"
    assert (publisher["logo"]["width"], publisher["logo"]["height"]) == ("512 px", "512 px")
    assert client.get(publisher["logo"]["url"].removeprefix(SITE))["Content-Type"] == "image/png"


def test_the_event_has_its_place_and_times(summit, data):
    event = data(summit)["about"]
    assert (event["@type"], event["name"]) == ("Event", "Harbour summit")
    assert event["location"] == {"@type": "Place", "name": "Paris"}
    assert datetime.fromisoformat(event["startDate"]) == summit.event_starts_at
    assert datetime.fromisoformat(event["endDate"]) == summit.event_ends_at


def test_the_times_are_in_the_pages_zone(summit, data):
    said = data(summit)
    offset = summit.opened_at.astimezone(ZoneInfo("Europe/Paris")).utcoffset()
    assert datetime.fromisoformat(said["coverageStartTime"]) == summit.opened_at
    assert datetime.fromisoformat(said["coverageStartTime"]).utcoffset() == offset
    assert datetime.fromisoformat(said["liveBlogUpdate"][0]["datePublished"]).utcoffset() == offset


def test_the_coverage_has_an_end_only_when_it_is_closed(summit, data):
    assert "coverageEndTime" not in data(summit)
    summit.close(by=None)
    summit.refresh_from_db()
    assert datetime.fromisoformat(data(summit)["coverageEndTime"]) == summit.closed_at
    summit.open(by=None)
    assert "coverageEndTime" not in data(summit)


def test_the_date_of_publication_never_moves_and_that_of_change_does(summit, data):
    before = data(summit)
    make_entry(summit)
    summit.close(by=None)
    after = data(summit)
    assert after["datePublished"] == before["datePublished"]
    assert after["dateModified"] > before["dateModified"]


def test_a_page_was_never_changed_before_it_was_published(page, data):
    make_entry(page, at=timezone.now() - timedelta(days=3))
    said = data(page)
    assert said["dateModified"] >= said["datePublished"]


def test_updates_are_newest_first_each_with_its_own_address(summit, data):
    updates = data(summit)["liveBlogUpdate"]
    newest, first = summit.entries.in_timeline()
    assert [update["url"] for update in updates] == [
        f"{SITE}{summit.get_absolute_url()}#entry-{entry.pk}" for entry in (newest, first)
    ]
    assert [update["@id"] for update in updates] == [
        f"{SITE}{entry.get_absolute_url()}" for entry in (newest, first)
    ]
    assert {update["@type"] for update in updates} == {"BlogPosting"}


def test_an_update_says_all_that_the_entry_says(summit, data):
    newest, first = data(summit)["liveBlogUpdate"]
    assert first["headline"] == "Doors open"
    assert first["articleSection"] == "Breaking"
    assert first["articleBody"] == "At nine.\n\nIn the rain."
    assert first["author"]["name"] == "The Harbour Post"
    assert first["dateModified"] == first["datePublished"]
    assert newest["headline"] == newest["articleBody"] == "Talks begin."
    author = summit.entries.in_timeline()[0].bylines.get().author
    assert newest["author"] == [
        {
            "@type": "Person",
            "name": "Ida Okafor",
            "jobTitle": "Editor",
            "url": f"{SITE}{author.get_absolute_url()}",
        }
    ]


def test_an_edited_update_says_when(page, data):
    entry = make_entry(page, headline="Dors open")
    entry.headline = "Doors open"
    entry.edit(by=None)
    update = data(page)["liveBlogUpdate"][0]
    assert datetime.fromisoformat(update["dateModified"]) == entry.updated_at
    assert datetime.fromisoformat(update["datePublished"]) == entry.published_at


def test_pictures_and_videos_have_absolute_addresses_and_their_words(page, data):
    image = make_image(alt="A harbour", credit="Reuters", caption="At dawn")
    video = make_video(title="Doors", caption="They open", poster=image)
    make_entry(
        page, body=f'<figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>'
    )
    update = data(page)["liveBlogUpdate"][0]
    assert update["image"] == [
        {
            "@type": "ImageObject", "url": f"{SITE}{image.largest}", "width": "800 px", "height": "450 px",
            "description": "A harbour", "caption": "At dawn", "creditText": "Reuters",
        }
    ]  # fmt: skip
    assert update["video"][0]["contentUrl"] == "https://video.example/doors.mp4"
    assert update["video"][0]["thumbnailUrl"] == f"{SITE}{image.largest}"
    assert (update["video"][0]["name"], update["video"][0]["description"]) == ("Doors", "They open")


def test_the_lead_stands_for_the_page(summit, data):
    image = data(summit)["image"]
    assert (image["description"], image["creditText"]) == ("A table", "Reuters")
    summit.lead_image, summit.lead_video = None, make_video(title="Arrivals", poster=make_image(alt="Poster"))
    summit.edit()
    said = data(summit)
    assert said["video"]["name"] == "Arrivals"
    assert said["image"]["description"] == "Poster"


def test_before_the_first_update_the_data_stand_at_their_own_address_alone(db, client, read):
    starts_at = timezone.now() + timedelta(hours=3)
    address = make_page(state="announced", starts_at=starts_at).get_absolute_url()
    assert not read(address).all("[type=application/ld+json]")
    said = client.get(f"{address}page.jsonld").json()
    assert "liveBlogUpdate" not in said
    assert datetime.fromisoformat(said["coverageStartTime"]) == starts_at


def test_what_would_end_the_script_is_only_text(db, data):
    hostile = "</script><script>alert(1)</script><!--<script>&amp;\u2028"
    page = make_page(title=hostile, standfirst=hostile)
    make_entry(page, headline=hostile, body="<p>&lt;/script&gt;&lt;!-- ]]&gt;</p>")
    said = data(page)
    assert said["headline"] == hostile.rstrip("\u2028")
    assert said["liveBlogUpdate"][0]["articleBody"] == "</script><!-- ]]>"


def test_very_many_updates_are_told_a_thousand_at_a_time(page, client, monkeypatch):
    monkeypatch.setattr("coverage.reader.views.UPDATES", 2)
    entries = [make_entry(page) for _each in range(5)]
    address, told = f"{page.get_absolute_url()}page.jsonld", []
    while address:
        answer = client.get(address)
        told += [update["@id"] for update in answer.json()["liveBlogUpdate"]]
        found = re.fullmatch('<(.*)>; rel="next"', answer.headers.get("Link", ""))
        address = found and urljoin(address, found[1])
    assert told == [f"{SITE}{entry.get_absolute_url()}" for entry in reversed(entries)]


def test_sounds_live_streams_and_captions_are_said_to_be_what_they_are(page, data):
    stream = make_video(title="Count", url="https://video.example/live.m3u8", is_live=True)
    film = make_video(credit="Reuters", transcript="They open.")
    sound = make_video(title="Bells", url="https://video.example/bells.mp3")
    make_captions(film, language="de")
    figures = "".join(f'<figure data-video="{each.pk}"></figure>' for each in (film, sound))
    make_entry(page, body=figures)
    page.lead_video = stream
    page.edit()
    said = data(page)
    assert said["video"]["publication"]["@type"] == "BroadcastEvent"
    assert said["video"]["publication"]["isLiveBroadcast"] is True
    [update] = said["liveBlogUpdate"]
    [video], [audio] = update["video"], update["audio"]
    assert (video["creditText"], video["transcript"]) == ("Reuters", "They open.")
    assert video["caption"][0]["contentUrl"] == f"{SITE}/videos/{film.pk}/captions/de.vtt"
    assert (audio["@type"], audio["name"], audio["encodingFormat"]) == ("AudioObject", "Bells", "audio/mpeg")
