"""How many entries a second can eight editors publish on one page?  uv run python -m tests.bench.publishing

Each editor is a process of its own that calls `Entry.publish` on drafts made before; PostgreSQL is the
embedded one. Prints entries a second; beside it, in the same run, the rate of the bare SQL that such a
publish cannot do without (lock the page, count, update, one change, NOTIFY). The goal is 150.
"""

import multiprocessing
import os
import tempfile
import time

os.environ.setdefault("LIVEBLOG_DATA_DIR", tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
import django

django.setup()

from django.core.management import call_command
from django.db import connection, connections, transaction

from coverage.models import Entry, LivePage

EDITORS, EACH = 8, 60


def main():
    call_command("migrate", verbosity=0)
    for name, work in (("Entry.publish", publish), ("bare SQL", bare)):
        page = LivePage.objects.create(slug=name.lower().replace(".", "-").replace(" ", "-"), title=name)
        page.open(by=None)
        text = "<p>" + "What happened and who said it, told plainly. " * 8 + "</p>"
        drafts = [
            Entry.objects.draft(page=page, by=None, headline=f"Headline {n}", body=text).pk
            for n in range(EDITORS * EACH)
        ]
        before = LivePage.objects.get(pk=page.pk).version
        connections.close_all()
        anew = multiprocessing.get_context("spawn")  # a fork would inherit a pool whose threads stayed behind
        ready = anew.Barrier(EDITORS + 1)
        editors = [
            anew.Process(target=editor, args=[work, page.pk, drafts[n::EDITORS], ready])
            for n in range(EDITORS)
        ]
        for process in editors:
            process.start()
        ready.wait()
        began = time.perf_counter()
        for process in editors:
            process.join()
        seconds = time.perf_counter() - began
        after = LivePage.objects.get(pk=page.pk).version
        assert after - before == EDITORS * EACH, f"{after - before} versions for {EDITORS * EACH} entries"
        print(f"{name}: {EDITORS * EACH / seconds:.0f} a second, {EDITORS} editors, versions without gap")


def editor(work, page_pk, drafts, ready):
    connection.ensure_connection()
    ready.wait()
    for pk in drafts:
        work(page_pk, pk)
    connections.close_all()


def publish(page_pk, pk):
    Entry.objects.get(pk=pk).publish(by=None)


def bare(page_pk, pk):
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT 1 FROM coverage_livepage WHERE id = %s FOR NO KEY UPDATE", [page_pk])
        cursor.execute(
            "UPDATE coverage_livepage SET version = version + 1 WHERE id = %s RETURNING version", [page_pk]
        )
        version = cursor.fetchone()[0]
        cursor.execute(
            "UPDATE coverage_entry SET status = 'published', published_at = clock_timestamp(), version = %s WHERE id = %s",
            [version, pk],
        )
        cursor.execute(
            "INSERT INTO coverage_change (page_id, version, kind, entry_id, at) VALUES (%s, %s, 'arrived', %s, now())",
            [page_pk, version, pk],
        )
        cursor.execute("SELECT pg_notify('liveblog', %s)", [f"{page_pk} {version}"])


if __name__ == "__main__":
    main()
