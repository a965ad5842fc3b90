"""Updates that the demo lets arrive later."""

import pytest

from coverage.interchange.importing import import_page
from tests.interchange.files import count_rows, live_blog, update, write_json, write_picture


@pytest.fixture
def imported(db, tmp_path):
    write_picture(tmp_path / "red.png")
    later = update(
        headline="Later",
        author="Jane Roe",
        image={"url": "red.png", "description": "Red"},
        datePublished="2026-01-06T10:00:00Z",
        **{"liveblog:arrives": True},
    )
    return import_page(
        write_json(tmp_path / "page.jsonld", live_blog(later, update())), publish=True, leave_arriving=True
    )


def test_they_are_left_out_until_their_moment(imported):
    assert [entry.headline for entry in imported.page.entries.all()] == ["They have arrived"]
    [arrival] = imported.arriving
    entry = arrival.publish()
    assert entry.is_published
    assert entry.body.endswith("<p>One by one.</p>")
    assert entry.images.count() == 1
    assert [byline.author.name for byline in entry.bylines.all()] == ["Jane Roe"]
    assert [entry.headline for entry in imported.page.entries.in_timeline()] == ["Later", "They have arrived"]


def test_arriving_twice_is_harmless(imported):
    [arrival] = imported.arriving
    assert not arrival.is_out
    arrival.publish()
    assert arrival.is_out
    before = count_rows()
    arrival.publish()
    assert count_rows() == before


def test_what_has_arrived_stays_when_the_demo_starts_again(imported, tmp_path):
    [arrival] = imported.arriving
    arrival.publish()
    before = count_rows()
    [again] = import_page(tmp_path / "page.jsonld", publish=True, leave_arriving=True).arriving
    assert again.is_out
    assert count_rows() == before
