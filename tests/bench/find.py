"""How long does the desk search?  uv run python -m tests.bench.find [ENTRIES ...]

Asks the search of a desk whose page has so many entries of 120 words (100 and 5,000 by default) for
a rare word, a word of every entry, no word at all and a page far down; prints medians. In a database
of its own, dropped at the end.
"""

import os
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta

os.environ.setdefault("LIVEBLOG_DATA_DIR", tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("DEBUG", "true")
import django

django.setup()

from django.db import connection
from django.test.utils import setup_test_environment
from django.utils import timezone

from coverage.models import Entry
from coverage.models.timeline import place_of
from tests.desk.desks import Desk
from tests.make import make_editor, make_page

ROUNDS = 10
LETTERS = "abcdefghijklmnoprstuvw"


def make(entries):
    page = make_page()
    some = random.Random(7)
    words = ["".join(some.choices(LETTERS, k=some.randint(3, 10))) for _ in range(20_000)]
    start = timezone.now() - timedelta(days=1)
    Entry.objects.bulk_create(
        (
            Entry(
                page=page, headline=f"Moon {n}", body=f"<p>{' '.join(some.choices(words, k=120))}</p>",
                status="published", published_at=start + timedelta(milliseconds=n),
            )
            for n in range(entries)
        ),
        batch_size=1000,
    )  # fmt: skip
    middle = page.entries.order_by("published_at")[entries // 2]
    place = place_of(middle.published_at, middle.pk)
    asked = {
        "a rare word": {"words": words[0]},
        "a word of all": {"words": "moon"},
        "far down": {"words": "moon", "before": place},
        "everything": {},
        "nothing there": {"words": "qqqq"},
    }
    return Desk(page, make_editor()), asked


def main():
    sizes = [int(size) for size in sys.argv[1:]] or [100, 5_000]
    setup_test_environment()
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    try:
        for size in sizes:
            desk, asked = make(size)
            with connection.cursor() as cursor:
                cursor.execute("ANALYZE")
            for name, query in asked.items():
                times = []
                for _round in range(ROUNDS):
                    began = time.perf_counter()
                    assert desk.get("desk_find", **query).status_code == 200
                    times.append(time.perf_counter() - began)
                print(f"{size:>8,} {name:16}{statistics.median(times) * 1000:8.1f} ms")
    finally:
        connection.creation.destroy_test_db(name, verbosity=0)


if __name__ == "__main__":
    main()
