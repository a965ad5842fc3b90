"""The release before, with data, is brought up to date while it is read and written: nobody waits long.

The release before is commit 092d529: migrations up to 0034_entry_moments, and its own SQL. ENTRIES=100000 READERS=50
makes it as large as tests/faults asks for.
"""

import os
import threading
import time
import uuid

import psycopg
import pytest

from tests.house.commands import run
from tests.house.postgres import postgresql
from tests.house.test_env import GOOD
from tests.serving import eventually

BEFORE = "0034_entry_moments"
ENTRIES = int(os.environ.get("ENTRIES", "5000"))
READERS = int(os.environ.get("READERS", "10"))
TABLES = ("coverage_livepage", "coverage_entry", "coverage_change")

FILL = f"""
    INSERT INTO coverage_entry (key, page_id, status, kicker, headline, body, is_key_event, version, created_at,
        updated_at, published_at {{names}})
    SELECT gen_random_uuid(), p.id, 'published', '', 'Entry ' || n, '<p>Text</p>', false, n, now(), now(),
        now() - interval '1 day' + n * interval '1 second' {{values}}
    FROM coverage_livepage p, generate_series(1, {ENTRIES}) n;
    INSERT INTO coverage_change (page_id, version, kind, entry_id, at)
    SELECT page_id, version, 'arrived', id, now() FROM coverage_entry;
    UPDATE coverage_livepage SET version = {ENTRIES};
"""
READ = "SELECT id, headline, body FROM coverage_entry WHERE status = 'published' ORDER BY published_at DESC, id DESC LIMIT 20"
LOCKS = """
    SELECT l.pid, c.relname, l.mode FROM pg_locks l JOIN pg_class c ON c.oid = l.relation
    WHERE c.relname = ANY(%s) AND l.granted
        AND l.mode IN ('AccessExclusiveLock', 'ExclusiveLock', 'ShareRowExclusiveLock', 'ShareLock')
"""


def _columns(line, table):
    """name → what the release before writes into it where it has no default of its own."""
    asked = line.execute(
        "SELECT column_name, data_type FROM information_schema.columns WHERE table_name = %s"
        " AND is_nullable = 'NO' AND column_default IS NULL AND is_identity = 'NO'",
        [table],
    )
    empty = {"boolean": "false", "timestamp with time zone": "now()", "uuid": "gen_random_uuid()"}
    return {name: empty.get(kind, "''" if "char" in kind or kind == "text" else "0") for name, kind in asked}


class Old:
    """What processes of the release before do meanwhile, and how long it took them."""

    def __init__(self, url, entry_columns):
        self.url, self.over, self.errors = url, threading.Event(), []
        self.slowest = {"read": 0, "post": 0}
        self.posts, self.held = 0, {}
        self.insert = f"INSERT INTO coverage_entry ({', '.join(entry_columns)}) VALUES ({', '.join(entry_columns.values())}) RETURNING id"
        jobs = [self.read] * READERS + [self.post, self.sample]
        self.threads = [threading.Thread(target=self._until_over, args=[job]) for job in jobs]

    def _until_over(self, job):
        with psycopg.connect(self.url, autocommit=True) as line:
            while not self.over.is_set():
                try:
                    job(line)
                except psycopg.Error as error:
                    self.errors.append(f"{job.__name__}: {error}")
                    return

    def read(self, line):
        began = time.monotonic()
        assert len(line.execute(READ).fetchall()) == 20
        self.slowest["read"] = max(self.slowest["read"], time.monotonic() - began)
        self.over.wait(0.05)

    def post(self, line):
        began = time.monotonic()
        with line.transaction():
            page, version = line.execute(
                "SELECT id, version FROM coverage_livepage FOR NO KEY UPDATE"
            ).fetchone()
            values = {"key": uuid.uuid4(), "page": page, "version": version + 1}
            (entry,) = line.execute(self.insert, values).fetchone()
            line.execute("UPDATE coverage_livepage SET version = %s", [version + 1])
            line.execute(
                "INSERT INTO coverage_change (page_id, version, kind, entry_id, at) VALUES (%s, %s, 'arrived', %s, now())",
                [page, version + 1, entry],
            )
        self.slowest["post"] = max(self.slowest["post"], time.monotonic() - began)
        self.posts += 1
        self.over.wait(1)

    def sample(self, line):
        now = time.monotonic()
        seen = {tuple(row) for row in line.execute(LOCKS, [list(TABLES)]).fetchall()}
        for lock in seen:
            first, _last = self.held.get(lock, (now, now))
            self.held[lock] = (first, now)
        for lock in set(self.held) - seen:  # let go: what comes again is another
            first, last = self.held.pop(lock)
            self.slowest[lock[1:]] = max(self.slowest.get(lock[1:], 0), last - first)
        self.over.wait(0.02)


@pytest.fixture
def server():
    with postgresql() as server:
        yield server


def test_the_release_before_is_read_and_written_while_it_is_brought_up_to_date(server, tmp_path):
    site = {**GOOD, "DATABASE_URL": server.make(), "LIVEBLOG_DATA_DIR": str(tmp_path)}
    assert run("migrate", "coverage", BEFORE, "-v0", **site)[0] == 0
    with psycopg.connect(site["DATABASE_URL"], autocommit=True) as line:
        page = _columns(line, "coverage_livepage") | {
            "slug": "'storm'",
            "state": "'live'",
            "time_zone": "'UTC'",
            "language": "'en'",
            "direction": "'ltr'",
            "opened_at": "now()",
            "published_at": "now()",
        }
        line.execute(f"INSERT INTO coverage_livepage ({', '.join(page)}) VALUES ({', '.join(page.values())})")
        columns = _columns(line, "coverage_entry")
        told = ("key", "page_id", "status", "kicker", "headline", "body", "is_key_event", "version", "created_at", "updated_at", "published_at")  # fmt: skip
        more = {name: value for name, value in columns.items() if name not in told}
        names, values = ("".join(f", {part}" for part in parts) for parts in (more, more.values()))
        line.execute(FILL.format(names=names, values=values))
        columns |= {"key": "%(key)s", "page_id": "%(page)s", "version": "%(version)s", "status": "'published'", "headline": "'News'", "body": "'<p>Text</p>'", "published_at": "clock_timestamp()"}  # fmt: skip
    old = Old(site["DATABASE_URL"], columns)
    for thread in old.threads:
        thread.start()
    status, printed = run("migrate", "-v0", **site)
    posts_then = old.posts
    eventually(
        lambda: old.errors or old.posts > posts_then + 1, within=10
    )  # it goes on against the new schema
    old.over.set()
    for thread in old.threads:
        thread.join()
    assert (status, printed.replace("Others hold a lock; trying again where it stopped.\n", "")) == (0, "")
    assert old.errors == []
    assert old.posts > posts_then
    print("slowest, in seconds:", {str(what): round(seconds, 3) for what, seconds in old.slowest.items()})
    assert max(old.slowest.values()) < 2
    with psycopg.connect(site["DATABASE_URL"]) as line:
        laws = "SELECT version, (SELECT count(*) FROM coverage_change) FROM coverage_livepage"
        version, changes = line.execute(laws).fetchone()
    assert version == changes == ENTRIES + old.posts
    assert run("migrate", "--check", **site)[0] == 0
