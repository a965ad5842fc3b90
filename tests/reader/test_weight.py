"""What a page weighs on the line, compressed."""

import gzip
import random
from pathlib import Path

from django.conf import settings

from tests.make import make_byline, make_entry

LIVE = ("js/look.js", "js/new-entries.js", "js/live-line.js", "js/live-page.js", "js/share-entry.js")


def packed(data):
    return len(gzip.compress(data, 6, mtime=0))


def static(name):
    return (Path(settings.BASE_DIR) / "static" / name).read_bytes()


def test_a_page_of_twenty_entries_weighs_sixty_kilobytes_at_most(page, client, read):
    some = random.Random(7)
    words = ["".join(some.choices("aeiouabdeghklmnoprstuw", k=some.randint(2, 9))) for _ in range(1500)]
    for n in range(20):
        body = "".join(f"<p>{' '.join(some.choices(words, k=50))}</p>" for _ in range(4))
        headline = " ".join(some.choices(words, k=10))[:200]
        make_entry(
            page,
            headline=headline,
            body=body,
            bylines=[make_byline(role="Reporter")],
            is_key_event=n % 3 == 0,
        )
    shown = read(page.get_absolute_url())
    css = [link["href"] for link in shown.all("link") if link["rel"] == "stylesheet"]
    scripts = [script["src"] for script in shown.all("script") if script["src"]]
    assert sorted(scripts) == sorted(f"/static/{name}" for name in LIVE)
    html = packed(client.get(page.get_absolute_url()).content)
    rest = {address: packed(static(address.removeprefix("/static/"))) for address in (*css, *scripts)}
    total = html + sum(rest.values())
    print(f"page {html} B, with its CSS and JavaScript {total} B: {rest}")
    assert total <= 60 * 1024


def test_the_live_client_weighs_eight_kilobytes_at_most(db, client, read):
    weight = {name: packed(static(name)) for name in LIVE}
    print(f"live client {sum(weight.values())} B compressed: {weight}")
    assert sum(weight.values()) <= 8 * 1024
