"""The same source again changes nothing; a changed one changes only what changed."""

import uuid
from datetime import UTC, datetime

import pytest

from coverage.models import Entry, LivePage
from tests.interchange.describe import describe
from tests.interchange.files import MP4, bring_in, count_rows, live_blog, update, write_picture
from tests.make import make_entry, make_page


@pytest.fixture
def path(tmp_path, db):
    write_picture(tmp_path / "red.png")
    (tmp_path / "film.mp4").write_bytes(MP4)
    return tmp_path / "page.jsonld"


def full(*more, **properties):
    first = update(
        **{"@id": "#1", "author": {"name": "Jane Roe", "jobTitle": "Editor"}, "keywords": ["Paris"]},
        image={"url": "red.png", "description": "Red"},
        video={"contentUrl": "film.mp4", "name": "A film", "thumbnailUrl": "red.png"},
        **{"liveblog:correction": {"note": "It was two.", "time": "2026-01-06T09:10:00Z"}},
    )
    second = update(**{"@id": "#2", "headline": "Second", "datePublished": "2026-01-06T09:30:00Z"})
    return live_blog(*more, second, first, **{"keywords": ["Summit"], "image": "red.png", **properties})


@pytest.mark.parametrize("publish", [False, True])
def test_twice_is_the_same_as_once(path, publish):
    page = bring_in(path, full(**{"liveblog:pinned": "#1"}), publish=publish)
    before = count_rows(), page.version, describe(page.slug)
    page = bring_in(path, full(**{"liveblog:pinned": "#1"}), publish=publish)
    assert (count_rows(), page.version, describe(page.slug)) == before


def test_updates_without_any_identity_are_recognised_too(path):
    page = bring_in(path, live_blog(update(), update(), update(articleBody="Another.")))
    before = count_rows(), page.version
    page = bring_in(
        path, live_blog(update(headline="New"), update(), update(), update(articleBody="Another."))
    )
    assert page.version == before[1] + 1
    assert page.entries.count() == 4


def changes(page, since):
    found = page.changes.filter(version__gt=since).order_by("version")
    return [(change.kind, change.entry and change.entry.headline) for change in found]


def test_a_new_update_arrives_alone(path):
    page = bring_in(path, full(), publish=True)
    new = update(**{"@id": "#3", "headline": "Third", "datePublished": "2026-01-06T10:00:00Z"})
    assert changes(bring_in(path, full(new)), page.version) == [("arrived", "Third")]


def test_a_changed_update_changes_alone(path):
    page = bring_in(path, full(), publish=True)
    document = full()
    document["liveBlogUpdate"][0] |= {"articleBody": "Two by two.", "dateModified": "2026-01-06T09:45:00Z"}
    assert changes(bring_in(path, document), page.version) == [("changed", "Second")]
    entry = Entry.objects.get(headline="Second")
    assert (entry.body, entry.updated_at) == ("<p>Two by two.</p>", datetime(2026, 1, 6, 9, 45, tzinfo=UTC))
    assert entry.revisions.last().at == entry.updated_at


@pytest.mark.parametrize(
    "changed",
    [
        {"articleSection": "Breaking"},
        {"author": "John Doe"},
        {"keywords": "Paris, Lyon"},
        {"image": None},
        {"liveblog:isKeyEvent": True},
        {"datePublished": "2026-01-06T09:01:00Z"},
        {"liveblog:correction": {"note": "It was three.", "time": "2026-01-06T09:20:00Z"}},
    ],
    ids=str,
)
def test_each_field_of_an_update_can_change(path, changed):
    page = bring_in(path, full(), publish=True)
    document = full()
    document["liveBlogUpdate"][1] |= changed
    assert changes(bring_in(path, document), page.version) == [("changed", "They have arrived")]


@pytest.mark.parametrize(
    "changed",
    [
        {"headline": "Leaders part"},
        {"description": "New."},
        {"abstract": "• New"},
        {"keywords": []},
        {"image": None},
        {"liveblog:leadCaption": "New"},
        {"about": {"@type": "Event", "name": "Summit"}},
        {"liveblog:pinned": "#2"},
    ],
    ids=str,
)
def test_each_field_of_the_page_can_change(path, changed):
    page = bring_in(path, full(), publish=True)
    assert changes(bring_in(path, full(**changed)), page.version) == [("page", None)]


def test_an_update_that_is_no_longer_listed_stays(path):
    bring_in(path, full(), publish=True)
    page = bring_in(path, live_blog(update(**{"@id": "#9", "headline": "Ninth"})))
    assert page.entries.published().count() == 3


def test_what_an_editor_withdrew_stays_away(path):
    page = bring_in(path, full(), publish=True)
    Entry.objects.get(headline="Second").withdraw(by=None)
    page.refresh_from_db()
    assert bring_in(path, full()).version == page.version
    assert page.entries.published().count() == 1


def test_what_only_we_have_a_word_for_stays_where_the_source_is_silent(path):
    page = bring_in(path, full(), publish=True)
    entry = Entry.objects.get(headline="Second")
    entry.is_key_event = True
    entry.edit(by=None)
    page.refresh_from_db()
    page.pin(entry, by=None)
    page.stream_only = True
    page.edit()
    version = page.version
    page = bring_in(path, full())
    assert (page.version, page.stream_only, page.pinned) == (version, True, entry)


def test_a_pin_is_taken_away_where_the_source_says_so(path):
    bring_in(path, full(**{"liveblog:pinned": "#1"}))
    assert bring_in(path, full(**{"liveblog:pinned": None})).pinned is None


def test_a_draft_imported_before_is_made_public_later(path):
    bring_in(path, full())
    assert bring_in(path, full(), publish=True).state == "live"


def test_coverage_that_ends_meanwhile_closes_the_page(path):
    bring_in(path, full(), publish=True)
    page = bring_in(path, full(coverageEndTime="2026-01-06T22:00:00Z"))
    assert (page.state, page.closed_at) == ("closed", datetime(2026, 1, 6, 22, tzinfo=UTC))
    page = bring_in(path, full(coverageEndTime="2026-01-06T23:00:00Z"))
    assert (page.state, page.closed_at) == ("closed", datetime(2026, 1, 6, 23, tzinfo=UTC))


def test_a_page_that_was_closed_here_is_not_opened_again(path):
    page = bring_in(path, full(), publish=True)
    page.close(by=None)
    assert bring_in(path, full(), publish=True).state == "closed"


def test_one_document_on_two_pages_is_two_pages_entries(path):
    key = uuid.uuid4()
    document = live_blog(update(**{"@id": key.urn}))
    bring_in(path, document, slug="one")
    LivePage.objects.filter(slug="one").update(slug="first")  # `bring_in` gets the only page
    other = make_page(slug="other", title="Leaders meet")
    one = LivePage.objects.get(slug="first")
    for _time in range(2):
        with pytest.raises(LivePage.MultipleObjectsReturned):
            bring_in(path, document, slug="other")
    assert one.entries.get().key == key
    assert other.entries.get().key == uuid.uuid5(key, "other")


def test_an_import_onto_a_page_that_is_there_leaves_its_other_entries(path):
    page = make_page(slug="summit", state="draft")
    make_entry(page, headline="Ours")
    assert bring_in(path, full()).entries.published().count() == 3


def test_a_failure_half_way_leaves_nothing_behind(path, monkeypatch):
    document = full()
    document["liveBlogUpdate"][0]["datePublished"] = "2026-01-06T09:30:00Z"
    before = count_rows()
    monkeypatch.setattr(LivePage, "open", None)  # what fails last
    with pytest.raises(TypeError):
        bring_in(path, document, publish=True)
    assert count_rows() == before
