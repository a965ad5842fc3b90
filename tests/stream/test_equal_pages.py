"""Whoever applies the changes to a page has exactly the page of today (DESIGN §5, 1 to 4 and 6)."""

from datetime import timedelta
from itertools import pairwise

from django.test import Client
from django.utils import timezone
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.make import make_entry, make_page
from tests.stream.reader import Reader
from tests.stream.world import Follower, Line, Process, World


def test_every_open_page_ends_as_a_fresh_one_whatever_happens(world):
    run_state_machine_as_test(World, settings=settings(max_examples=settings.default.max_examples // 5))
    print(f"{World.examples} examples, {World.steps} steps, {World.by_the_hour} times by the hour")


def test_a_closed_pages_chapters_stay_true_while_its_entries_change(world):
    page = make_page()
    noon = timezone.now().replace(minute=0, second=0, microsecond=0) - timedelta(days=2)
    entries = [make_entry(page, at=noon + timedelta(hours=hours)) for hours in range(3)]
    page.close(by=None)

    def fetch():
        return Client().get(page.get_absolute_url()).text

    process, follower = Process(), Follower(Reader(fetch))
    follower.line = Line(process, page.slug, follower.reader.version)

    def move(entry, **by):
        entry.published_at += timedelta(**by)
        entry.edit(by=None)

    seen = [follower.reader.parts["chapters"]]
    for change in (
        lambda: move(entries[1], hours=1),
        lambda: move(entries[0], minutes=5),  # the same hour, so nothing is said of chapters
        lambda: entries[2].withdraw(by=None),
        lambda: entries[2].restore(by=None),
        lambda: make_entry(page, at=noon - timedelta(days=2)),
        lambda: page.open(by=None),
        lambda: page.close(by=None),
    ):
        change()
        process.is_told()
        follower.line.pull()
        follower.deliver(1000)
        assert follower.reader.parts == Reader(fetch).parts
        seen.append(follower.reader.parts["chapters"])
    changed = [before != after for before, after in pairwise(seen)]
    assert changed == [True, False, True, True, True, True, True]
