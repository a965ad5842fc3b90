"""The same promise as test_equal_pages, on real lines: uvicorn, LISTEN, sockets, editors at once, lines cut."""

from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Event

import pytest
from django.db import connection

from coverage.models import LivePage
from tests.at_once import at_once
from tests.serving import serving
from tests.stream.reader import Reader

ACTIONS = [
    *[("publishing", number) for number in range(8)],
    *[("editing", number, what) for number in range(3) for what in ("body", "headline", "key event", "time", "byline", "correction")],
    *[(what, number) for number in range(3) for what in ("withdrawing", "restoring", "pinning", "renaming_author")],
    *[("changing_page", 0, what) for what in ("title", "summary", "standfirst", "close", "open", "story")],
]  # fmt: skip


@pytest.mark.parametrize("seed", range(2))
def test_every_reader_on_a_real_line_ends_with_the_page_of_today(world, settings, seed):
    settings.STREAM_BEAT_SECONDS = 0.2
    newsroom, is_over = world(), Event()
    page = LivePage.objects.get(pk=newsroom.page_pk)

    def editor(number):
        chance = Random(f"{seed} {number}")

        def work():
            for _ in range(40):
                newsroom.doing(chance.choice(ACTIONS))()
                if chance.random() < 0.1:
                    cut_the_listening_line()

        return work

    def follow(number):
        chance, reader = Random(f"{seed} reader {number}"), Reader(fetch)
        while not (is_over.is_set() and reader.version >= LivePage.objects.get(pk=page.pk).version):
            with site.stream(page, after=reader.version) as stream:
                while (event := stream.event()) and event.name != "retry" and reader.take(event):
                    if (event.name == "beat" and is_over.is_set()) or chance.random() < 0.05:
                        break  # a line is cut, too
        connection.close()
        return reader

    def fetch():
        return site.get(page.get_absolute_url())[2]

    with serving() as site, ThreadPoolExecutor(4) as pool:
        readers = [pool.submit(follow, number) for number in range(4)]
        at_once(*[editor(number) for number in range(3)])
        is_over.set()
        followed = [reader.result(30) for reader in readers]
        now = Reader(fetch)
    assert now.version > 20
    for reader in followed:
        assert reader.version == now.version
        assert reader.shown == now.shown


def cut_the_listening_line():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'liveblog hub' AND datname = current_database()"
        )
