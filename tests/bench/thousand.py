"""A thousand live pages at once in one process?  uv run python -m tests.bench.thousand [PAGES]

One hub follows so many pages (1,000 by default), a reader on each; then an entry goes out on every page,
one after the other. Prints what following costs in memory a page, how long from an entry's
change to its frame at the reader's side of the hub, and whether anybody missed one. On the embedded PostgreSQL.
"""

import asyncio
import os
import sys
import tempfile
import time

os.environ.setdefault("LIVEBLOG_DATA_DIR", tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
import django

django.setup()

from django.core.management import call_command

from coverage.models import Entry, LivePage
from coverage.stream.hub import Follower, Hub
from liveblog.capacity import cpu_seconds, memory_kib

ROUNDS = 1


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 1000
    call_command("migrate", verbosity=0)
    pages = [LivePage.objects.create(slug=f"page-{n}", title=f"Page {n}") for n in range(number)]
    for page in pages:
        page.open(by=None)
    asyncio.run(followed(pages))


async def followed(pages):
    hub, pid, delays = Hub(), os.getpid(), []
    await hub.start()
    try:
        before, began = memory_kib(pid), time.monotonic()
        found = [await hub.page(page.slug) for page in pages]
        kib = (memory_kib(pid) - before) / len(pages)
        print(f"{len(pages):,} pages followed in {time.monotonic() - began:.1f} s, {kib:.0f} KiB each")
        readers = [asyncio.create_task(read(hub, page, delays)) for page in found]
        await asyncio.sleep(5)
        used, began = cpu_seconds(pid), time.monotonic()
        await asyncio.get_running_loop().run_in_executor(None, publish, pages)
        took = time.monotonic() - began
        came, until = -1, 0  # missed is what has not come when nothing came for half a minute
        while len(delays) < ROUNDS * len(pages) and (len(delays) > came or time.monotonic() < until):
            if len(delays) > came:
                came, until = len(delays), time.monotonic() + 30
            await asyncio.sleep(0.05)
        for reader in readers:
            if reader.done():
                print("a reader ended:", reader.exception())
            reader.cancel()
        delays.sort()
        print(
            f"{ROUNDS * len(pages):,} entries at {ROUNDS * len(pages) / took:.0f} a second, "
            f"missed {ROUNDS * len(pages) - len(delays)}; delay p50 {delays[len(delays) // 2]:.2f} s, "
            f"p99 {delays[int(len(delays) * 0.99)]:.2f} s, longest {delays[-1]:.2f} s; {cpu_seconds(pid) - used:.1f} CPU-s with the publishing; "
            f"{(memory_kib(pid) - before) / len(pages):.0f} KiB a page at the end; "
            f"load average {os.getloadavg()[0]:.1f}"
        )
    finally:
        await hub.stop()


async def read(hub, page, delays):
    """As the stream's reader does, but for the socket."""
    version = page.chain.version

    async def send(_message):
        nonlocal version
        for frame in page.chain.after(version):
            delays.append(time.time() - frame.changed_at.timestamp())
        version = page.chain.version

    follower = Follower(asyncio.current_task(), send, version)
    page.followers.add(follower)
    while hub.follows(page):
        if not page.can_serve(follower.cursor):
            print(f"page {page.pk}: its chain begins anew at {page.chain.version}")
        await follower.rest()
    print(f"page {page.pk} is followed no more")


def publish(pages):
    for _round in range(ROUNDS):
        for page in pages:
            Entry.objects.draft(page=page, by=None, headline="News").publish(by=None)


if __name__ == "__main__":
    main()
