"""What a page weighs on the line, compressed."""

import gzip
import random
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.staticfiles.finders import get_finders

from liveblog.static_files import joined
from tests.make import make_byline, make_entry
from tests.reading import parsed

KB = 1024


def static(name):
    return (Path(settings.BASE_DIR) / "static" / name).read_bytes()


def packed(data):
    return len(gzip.compress(data, 6, mtime=0))


@pytest.fixture(scope="module")
def given_out():
    """Name → what a site gives out under it."""
    found = {path: (storage, path) for finder in get_finders() for path, storage in finder.list([])}
    return {name: joined(parts, found) for name, parts in settings.JOINED.items()}


def make_twenty(page):
    """Entries as long as most are: a headline, ninety words in two paragraphs, a byline."""
    some = random.Random(7)
    words = ["".join(some.choices("aeiouabdeghklmnoprstuw", k=some.randint(2, 9))) for _ in range(1500)]
    for n in range(20):
        body = "".join(f"<p>{' '.join(some.choices(words, k=45))}</p>" for _ in range(2))
        headline = " ".join(some.choices(words, k=10))[:200]
        bylines = [make_byline(role="Reporter")]
        make_entry(page, headline=headline, body=body, bylines=bylines, is_key_event=n % 3 == 0)


def test_a_page_keeps_its_limits_by_kind(page, client, given_out):
    make_twenty(page)
    answer = client.get(page.get_absolute_url())
    shown = parsed(answer.content)
    look = "/static/js/look.js"  # before anything is painted
    css = [link["href"] for link in shown.all("link") if link["rel"] == "stylesheet"]
    scripts = [found["src"] for found in shown.all("script") if found["src"]]
    assert set(scripts) == {look, *(f"/static/{name}" for name in settings.SERVED_SCRIPTS)}
    weights = {
        "html": packed(answer.content),
        "css": sum(packed(static(name.removeprefix("/static/"))) for name in css),
        "js": sum(packed(given_out[f"js/{name}.js"].encode()) for name in ("look", "live")),
    }
    print(f"twenty entries, compressed: {weights} B, in all {sum(weights.values())}")
    assert weights["html"] <= 20 * KB
    assert weights["css"] <= 12 * KB
    assert weights["js"] <= 8 * KB


def test_the_joined_script_has_every_part_and_no_comment(given_out):
    script = given_out["js/live.js"]
    for name in settings.LIVE_SCRIPTS:
        assert f'customElements.define("{Path(name).stem}"' in script or Path(name).stem in (
            "become",
            "live-line",
            "when-needed",
        )
    assert "\n//" not in script
