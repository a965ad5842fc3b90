"""A page speaks its own language, whoever asks: its words, its dates, its direction."""

import re
from datetime import UTC, datetime

import pytest

from tests.make import make_editor, make_entry, make_page

AT = datetime(2026, 1, 6, 21, 5, tzinfo=UTC)
LATIN_WORDS = re.compile(r">[^<>]*[A-Za-z]{4,}[^<>]*<")


@pytest.fixture
def read(client, db):
    def read(language, **more):
        page = make_page(language=language, title="١٢", time_zone="Europe/Paris", **more)
        entry = make_entry(page, at=AT, headline="٣", body="<p>٤</p>")
        entry.headline = "٥"
        entry.edit(by=make_editor(), note="٦")
        return client.get(page.get_absolute_url(), headers={"Accept-Language": "fr"}).content.decode()

    return read


def test_german_words_and_dates(read):
    text = read("de")
    assert '<html lang="de" dir="ltr">' in text
    for words in ("6. Januar", "veröffentlicht", "Berichtigung", "Teilen", "Direkt zu den Meldungen"):
        assert words in text, words


def test_english_keeps_its_own(read):
    text = read("en-GB")
    assert "6 January" in text
    assert "published at" in text


def test_arabic_is_whole_and_runs_from_right_to_left(read):
    text = read("ar", direction="rtl")
    assert '<html lang="ar" dir="rtl">' in text
    main = text[text.index("<main") : text.index("</main>")]
    shown = re.sub(r"<(script|template|svg)\b.*?</\1>", "", main, flags=re.S)
    # a zone, and the address that paper gets
    left = [found for found in LATIN_WORDS.findall(shown) if "CET" not in found and "://" not in found]
    assert left == []
