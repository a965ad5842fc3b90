"""Does a longer page cost more?  uv run python -m tests.bench.growth [ENTRIES ...]

Asks for the newest page, an older page, an entry, the feed, the JSON-LD and the change list of pages with so
many entries (100, 10,000 and 100,000 by default), in turn, and prints the shortest time of each, in which
nobody else was at work, and its ratio to the shortest page's. In a database of its own, dropped at the end.
"""

import os
import sys
import tempfile
import time
from datetime import timedelta

os.environ.setdefault("LIVEBLOG_DATA_DIR", tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.utils import timezone

from coverage.models import Change, Entry, LivePage
from coverage.reader.json_ld import live_blog_posting
from coverage.stream import replay

ROUNDS = 60


def make(entries):
    """A live page with so many published entries, their changes, and statistics for the planner."""
    page = LivePage.objects.create(slug=f"page-{entries}", title="A long page", time_zone="UTC")
    page.open(by=None)
    start = timezone.now() - timedelta(days=1)
    rows = (
        Entry(
            page=page, headline=f"Headline {n}", body=f"<p>Text {n}.</p>", status="published",
            published_at=start + timedelta(milliseconds=n), version=n + 2, is_key_event=n % (entries // 10) == 0,
        )
        for n in range(entries)
    )  # fmt: skip
    made = Entry.objects.bulk_create(rows, batch_size=5000)
    Change.objects.bulk_create(
        (Change(page=page, version=entry.version, kind="arrived", entry=entry) for entry in made),
        batch_size=5000,
    )
    LivePage.objects.filter(pk=page.pk).update(version=entries + 1)
    return LivePage.objects.get(pk=page.pk), made


def questions(page, made):
    """name → what is timed"""
    client = Client(SERVER_NAME="localhost")
    address, middle = page.get_absolute_url(), made[len(made) // 2]

    def get(path):
        def ask():
            answer = client.get(address + path)
            assert answer.status_code == 200, (path, answer.status_code)

        return ask

    return {
        "newest page": get(""),
        "older page": get(f"older?before={middle.place}"),
        "one entry": get(f"entries/{middle.pk}/"),
        "feed": get("feed.atom"),
        "page.jsonld": get("page.jsonld"),  # grows up to a thousand updates
        "page.jsonld, the last": get(f"page.jsonld?before={made[20].place}"),
        "JSON-LD in the page": lambda: live_blog_posting(
            LivePage.objects.for_display().get(pk=page.pk), page.entries.in_timeline()[:20]
        ),
        "changes, 20 behind": lambda: replay.earlier(
            page.pk, after=page.version - 20, up_to=page.version, parts={}
        ),
        "news": lambda: replay.news(page.pk, after=page.version - 1, known={}),
    }


def measure(sizes):
    asked = {size: questions(*make(size)) for size in sizes}
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")
    times = {}
    for _round in range(ROUNDS):
        for size, every in asked.items():
            for name, ask in every.items():
                began = time.perf_counter()
                ask()
                times.setdefault((name, size), []).append(time.perf_counter() - began)
    return {key: min(values) for key, values in times.items()}


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [100, 10_000, 100_000]
    name = connection.creation.create_test_db(verbosity=0)
    try:
        call_command("collectstatic", verbosity=0, interactive=False)
        found = measure(sizes)
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)
    print(f"{'':20}" + "".join(f"{size:>16,}" for size in sizes))
    for question in dict.fromkeys(name for name, _size in found):
        base = found[question, sizes[0]]
        cells = (f"{found[question, s] * 1000:8.1f} ms{found[question, s] / base:5.2f}" for s in sizes)
        print(f"{question:20}" + "".join(f"{cell:>16}" for cell in cells))


if __name__ == "__main__":
    main()
