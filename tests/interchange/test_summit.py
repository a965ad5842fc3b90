"""Sixteen updates after the mapping, imported and read back field by field."""

import shutil
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import call_command

from coverage.models import Author, LivePage
from tests.interchange.describe import describe
from tests.interchange.files import MP4, WEBM, digest_of, write_picture

PICTURES = ["seine", "vote", "walk", "hall-empty", "hall-full", "gate"]


@pytest.fixture
def summit(tmp_path):
    folder = tmp_path / "summit"
    folder.mkdir()
    shutil.copy(Path(__file__).with_name("summit.jsonld"), folder)
    for number, name in enumerate(PICTURES):
        write_picture(folder / f"{name}.jpg", (40 * number, 80, 120))
    write_picture(folder / "map.png", (255, 255, 255))
    (folder / "ferries.mp4").write_bytes(MP4)
    (folder / "gate.webm").write_bytes(WEBM)
    return folder / "summit.jsonld"


@pytest.fixture
def told(db, summit):
    call_command("import_page", str(summit), publish=True)
    return describe("harbour-summit")


def at(hour, minute=0):
    return datetime(2026, 1, 6, hour, minute, tzinfo=UTC)


def test_the_page_is_as_the_document_says(told):
    expected = {
        "title": "Harbour cities agree on a shared flood fund in Paris",
        "standfirst": "Mayors & ministers of nineteen port cities met for one day beside the Seine. "
        "We followed it from the first ferry to the last light.",
        "summary": "<ul><li>Nineteen cities will pay into one fund for sea walls</li>"
        "<li>Two abstained, none voted against</li><li>The first money is due in April</li></ul>",
        "language": "en-GB",
        "direction": "ltr",
        "time_zone": "Europe/Paris",
        "state": "closed",
        "published_at": at(6, 30),
        "opened_at": at(7),
        "closed_at": at(21, 30),
        "starts_at": None,
        "stream_only": False,
        "lead_caption": "The boats that brought them",
        "related_url": "https://news.example/story/flood-fund",
        "related_title": "How the fund will work",
        "event_name": "Summit of harbour cities",
        "event_place": "Paris",
        "event_starts_at": at(8),
        "event_ends_at": at(18),
        "tags": [("Flood defences", "flood-defences"), ("Paris", "paris")],
    }
    assert {name: told[name] for name in expected} == expected
    assert str(told["pinned"]) == "0b6b6a4e-6c3a-4c39-9d6f-3d1c5f3b1f10"


def test_the_lead_is_the_video_and_the_first_picture_that_is_there(told, summit):
    seine = digest_of(summit.with_name("seine.jpg"))
    assert told["lead_image"]["content_hash"] == seine
    assert told["lead_image"]["alt"] == told["title"]
    video = told["lead_video"]
    assert (video["title"], video["caption"]) == ("Ferries on the Seine", "Nineteen ferries in line")
    assert video["file"] == digest_of(summit.with_name("ferries.mp4"))
    assert (video["poster"]["content_hash"], video["poster"]["alt"]) == (seine, "Ferries on the Seine")


def test_every_update_has_its_headline_kicker_and_time(told):
    assert [(entry["headline"], entry["kicker"], entry["published_at"]) for entry in told["entries"]] == [
        ("What the day has brought", "Recap", at(21, 5)),
        ("Where the money will go", "Analysis", at(20, 40)),
        ("", "", at(20, 2)),
        ("The nineteen, on a map", "Explained", at(19, 30)),
        ("Agreed, at the third attempt", "Breaking", at(18, 10)),
        ("A break, and a walk along the water", "", at(16, 45)),
        ("Two views of one hall", "", at(15, 20)),
        ("Watch: the water gate opens", "Watch", at(14)),
        ("The speech that nobody expected", "", at(13, 10)),
        ("In the corridors", "", at(12)),
        ("In the corridors", "", at(12)),
        ("How a flood fund works", "Explained", at(10, 30)),
        ("“It was louder than the foghorn”", "Eyewitness", at(9, 15)),
        ("Doors open", "", at(8)),
        ("The first ferry is in", "", at(7, 20)),
        ("Good morning from a cold river", "", at(7)),
    ]


def test_every_update_has_its_text_with_the_pictures_where_they_stood(told):
    assert [entry["body"][0] for entry in told["entries"]] == [
        "<p>It is <strong>done</strong>. In short:</p>"
        "<ul><li>One fund, nineteen cities</li><li>A first payment in April</li></ul><p>Thank you for reading.</p>",
        "<p>Three things come first:</p><ul><li>sea walls</li><li>pumps</li>"
        "<li>people who can mend both</li></ul><p>Everything else must wait.</p>",
        "<p>The lights in the great hall have gone out.</p>",
        "[image]<p>From Aarhus in the north to Valencia in the south.</p>",
        "<p>The vote is over.</p>[image]<p>Seventeen were in favour.</p><p>Two kept their cards down.</p>",
        "<p>They have asked for an hour.</p><p>Some of them have gone outside.</p>[image]",
        "[image]<p>Before, and after.</p>[image]",
        "<p>It takes four minutes.</p>[video]<p>Nobody spoke.</p>",
        "[video]<p>“We have built on sand,” said the mayor of Rotterdam.</p>",
        "<p>Whispering by the coat stand.</p>",
        "<p>Shouting by the lift.</p>",
        "<h4>In three steps</h4><ol><li>Everyone pays</li><li>The sea rises</li><li>Someone is paid</li></ol>"
        "<blockquote><p>“Insurance, with boots on.”</p></blockquote>"
        '<p>More in <a href="https://news.example/story/boots">our guide</a>.</p>',
        "<p>They cheered us &amp; we cheered them.</p>",
        "<p>Nineteen delegations, one coat stand.</p>",
        "<p>From Gothenburg, and on time.</p>",
        "<p>We will be here all day.</p>",
    ]


def test_every_update_has_its_bylines(told):
    assert [
        [(author["name"], role, place) for role, place, author in entry["bylines"]]
        for entry in told["entries"]
    ] == [
        [("Mira Lund", "Live page editor", "")],
        [
            ("Teo Marchetti", "Economics editor", "Genoa"),
            ("Mira Lund", "Live page editor", "the French capital"),
        ],
        [],
        [],
        [("Noor Haddad", "Europe correspondent", "the French capital")],
        [("Noor Haddad", "Europe correspondent", "the left bank")],
        [],
        [],
        [("Noor Haddad", "", "")],
        [],
        [],
        [("Teo Marchetti", "Economics editor", "Genoa")],
        [("A reader on the Pont Neuf", "", "")],
        [],
        [("Noor Haddad", "Europe correspondent", "the Quai de la Tournelle")],
        [],  # the publisher itself signs nothing
    ]
    assert Author.objects.count() == 4


def test_pictures_have_their_words(told, summit):
    shown = [media for entry in told["entries"] for _caption, media in entry["body"][1] if "alt" in media]
    assert [(image["alt"], image["credit"], image["caption"]) for image in shown] == [
        ("Map of nineteen ports on four seas", "", ""),
        ("Raised green cards in a full hall", "Reuters", "A forest of green cards"),
        ("Two mayors on a quay", "AFP", ""),
        ("Two views of one hall", "", ""),
        ("The hall, full", "", "The hall, full"),
    ]
    names = ["map.png", "vote.jpg", "walk.jpg", "hall-empty.jpg", "hall-full.jpg"]
    assert [image["content_hash"] for image in shown] == [digest_of(summit.with_name(name)) for name in names]


def test_videos_are_a_file_or_an_address(told, summit):
    gate, speech = [
        media for entry in told["entries"] for _caption, media in entry["body"][1] if "kind" in media
    ]
    assert (gate["title"], gate["caption"], gate["kind"]) == (
        "The water gate",
        "Four minutes, shown in one",
        "video/webm",
    )
    assert gate["file"] == digest_of(summit.with_name("gate.webm"))
    assert (gate["poster"]["alt"], gate["poster"]["credit"]) == ("A steel gate half open", "Harbour office")
    assert (speech["url"], speech["is_live"], speech["poster"]) == (
        "https://player.example/embed/77",
        True,
        None,
    )


def test_marks_tags_and_corrections_come_along(told):
    newest, vote = told["entries"][0], told["entries"][4]
    assert [entry["is_key_event"] for entry in told["entries"]].count(True) == 2
    assert (newest["is_key_event"], vote["is_key_event"], vote["confirmation"]) == (True, True, "confirmed")
    assert newest["tags"] == [("Flood defences", "flood-defences"), ("Money", "money")]
    assert newest["corrections"] == [("An earlier version spoke of eighteen cities.", at(21, 10))]
    assert [entry["updated_at"] for entry in told["entries"]] == [at(21, 20), *[None] * 15]


def test_what_had_to_stand_in_is_reported_in_a_line_each(db, summit, capsys):
    call_command("import_page", str(summit))
    assert capsys.readouterr().err.splitlines() == [
        "summit.jsonld: image[1]: “seine.jpg” has no description; a headline stands in for it.",
        "summit.jsonld: liveBlogUpdate[6].image[0]: “hall-empty.jpg” has no description; a headline stands in for it.",
    ]


def test_without_publish_nothing_of_it_is_public(db, summit):
    call_command("import_page", str(summit))
    page = LivePage.objects.get()
    assert (page.state, page.entries.published().count(), page.entries.public().count()) == ("draft", 16, 0)
