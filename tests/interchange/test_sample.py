"""The sample page, by way of an export, as its readers see it."""

import re
from pathlib import Path

import coverage
from coverage.interchange.exporting import export_page
from coverage.interchange.importing import import_page
from coverage.markup.blocks import words
from tests.interchange.describe import describe
from tests.interchange.files import count_rows
from tests.interchange.test_round_trip import empty
from tests.make import make_entry

SAMPLE = Path(coverage.__file__).parent / "interchange" / "sample"


def seen(client, page):
    """What stands on the public page, in words."""
    html = client.get(page.get_absolute_url()).content.decode()
    return words(re.sub(r"<script.*?</script>", "", html, flags=re.DOTALL))


def test_it_comes_in_whole_and_is_the_same_page_after_a_round_trip(db, tmp_path, client):
    reported = []
    page = import_page(SAMPLE, publish=True, report=reported.append).page
    assert reported == []
    told, read, rows = describe(page.slug), seen(client, page), count_rows()
    export_page(page, tmp_path / "out")
    empty()
    page = import_page(tmp_path / "out", publish=True, report=reported.append).page
    assert describe(page.slug) == told
    assert seen(client, page) == read
    version = page.version
    page = import_page(tmp_path / "out", publish=True, report=reported.append).page
    assert page.version == version
    assert {name: rows[name] for name in ("Entry", "Image", "Video", "Author", "Tag")} == {
        name: number
        for name, number in count_rows().items()
        if name in ("Entry", "Image", "Video", "Author", "Tag")
    }
    assert reported == []


def test_a_saved_page_of_our_own_comes_in_again(page, tmp_path, client):
    """From what its public data say."""
    for number in range(3):
        make_entry(
            page, headline=f"Number {number}", body="<p>One.</p><ul><li>two</li></ul>", kicker="Breaking"
        )
    saved = tmp_path / "page.html"
    saved.write_bytes(client.get(page.get_absolute_url()).content)
    copy = import_page(saved, slug="copy", publish=True, report=[].append).page
    names = ("headline", "body", "kicker", "published_at", "updated_at")
    assert list(copy.entries.in_timeline().values(*names)) == list(page.entries.in_timeline().values(*names))
    assert (copy.title, copy.opened_at, copy.entries.filter(bylines__isnull=False).count()) == (
        page.title,
        page.opened_at,
        0,
    )
