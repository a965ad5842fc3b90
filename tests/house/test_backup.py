"""Backups made while editors publish, each restored to an empty machine: whole, in order, every file there.

BACKUPS=20 makes as many, as `tests/faults` asks for; CI makes three.
"""

import os
import threading
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from coverage.models import LivePage
from liveblog import keeping
from tests.house.commands import run
from tests.house.postgres import PROGRAMS, postgresql
from tests.house.test_env import GOOD
from tests.make import make_entry, make_image, make_login, make_page
from tests.serving import serving

BACKUPS = int(os.environ.get("BACKUPS", "3"))
LAWS = """
    SELECT p.slug, p.version, count(c.version), coalesce(max(c.version), 0),
        (SELECT count(*) FROM coverage_entry e WHERE e.page_id = p.id AND e.status = 'published'
            AND NOT EXISTS (SELECT 1 FROM coverage_change x WHERE x.entry_id = e.id))
    FROM coverage_livepage p LEFT JOIN coverage_change c ON c.page_id = p.id GROUP BY p.id
"""


@pytest.fixture
def elsewhere():
    with postgresql() as server:
        yield server


def _site(server, name, folder):
    """Settings of an empty machine."""
    files = {"MEDIA_ROOT": str(folder / "media"), "ORIGINALS_ROOT": str(folder / "originals")}
    path = f"{PROGRAMS}:{os.environ['PATH']}"
    return {
        **GOOD,
        "DATABASE_URL": server.make(name),
        "PATH": path,
        "LIVEBLOG_DATA_DIR": str(folder),
        **files,
    }


@pytest.fixture
def publishing(transactional_db):
    """Editors at work, pictures and all, until the test ends."""
    page, is_over = make_page(slug="storm"), threading.Event()

    def work(number):
        from django.db import connection

        while not is_over.is_set():
            image = make_image(alt=f"By {number}")
            entry = make_entry(page, body=f'<figure data-image="{image.pk}"></figure>')
            entry.withdraw(by=None)
        connection.close()

    editors = [threading.Thread(target=work, args=[number]) for number in range(2)]
    for editor in editors:
        editor.start()
    yield page
    is_over.set()
    for editor in editors:
        editor.join()


def test_each_backup_made_under_load_is_whole_on_an_empty_machine(publishing, elsewhere, tmp_path):
    versions = []
    for number in range(BACKUPS):
        dump = keeping.backup(tmp_path / "backups")
        site = _site(elsewhere, f"app{number}", tmp_path / f"machine{number}")
        status, printed = run("restore", str(tmp_path / "backups"), "--dump", dump.name, **site)
        assert (status, printed) == (0, "Restored. Whoever was logged in logs in again.\n")
        with psycopg.connect(site["DATABASE_URL"]) as line:
            [(slug, version, changes, newest, unlogged)] = line.execute(LAWS).fetchall()
            assert (slug, changes, newest, unlogged) == ("storm", version, version, 0)
            files = [f"media/{name}" for (name,) in line.execute("SELECT file FROM coverage_rendition")]
            files += [f"originals/{name}" for (name,) in line.execute("SELECT original FROM coverage_image")]
            assert line.execute("SELECT count(*) FROM django_session").fetchone() == (0,)
        missing = [name for name in files if not (tmp_path / f"machine{number}" / name).exists()]
        assert missing == []
        media = (tmp_path / f"machine{number}" / "media").rglob("*")
        assert all(path.stat().st_mode & 0o004 for path in media)  # nginx, another user, gives them out
        versions.append(version)
    assert versions == sorted(set(versions))  # work went on meanwhile
    print(f"{BACKUPS} backups restored, versions {versions[0]} to {versions[-1]}")


def test_a_restored_page_is_the_page_and_goes_on_from_its_version(transactional_db, elsewhere, tmp_path):
    page = make_page(slug="storm")
    make_entry(page, headline="Doors open", body=f'<figure data-image="{make_image().pk}"></figure>')
    make_login("chief")
    with serving() as site:
        before = site.get(page.get_absolute_url())[2]
    dump = keeping.backup(tmp_path / "backups")
    make_entry(page, headline="After the backup")
    machine = _site(elsewhere, "app", tmp_path / "machine")
    assert run("restore", str(tmp_path / "backups"), **machine)[0] == 0
    status, printed = run("restore", str(tmp_path / "backups"), "--dump", dump.name, **machine)
    assert (status, "holds 1 live pages already; restore into an empty one" in printed) == (1, True)
    ask = "from django.test import Client; print(Client().get('/live/storm/', headers={'host': 'live.example.org'}).text)"
    status, after = run("shell", "-v0", "-c", ask, **machine, DEBUG="true")
    same = [line for line in before.splitlines() if "data-version" in line or "headline" in line.lower()]
    assert status == 0
    assert all(
        line.replace(settings.SITE_URL, GOOD["SITE_URL"]) in after for line in same if "http" not in line
    )
    assert "Doors open" in after
    assert "After the backup" not in after
    status, headline = run("publish", "storm", "--headline", "Goes on", **machine)
    assert headline == "Goes on\n"
    with psycopg.connect(machine["DATABASE_URL"]) as line:
        version = line.execute("SELECT version FROM coverage_livepage").fetchone()[0]
    assert version == LivePage.objects.get(slug="storm").version  # one more than in the dump, there as here


def test_a_reader_with_a_newer_cursor_than_a_restored_page_begins_anew(transactional_db, monkeypatch):
    monkeypatch.setattr("coverage.stream.hub.AHEAD_SECONDS", 0.2)
    page = make_page()
    make_entry(page)
    page.refresh_from_db()
    newest = page.version
    for cursor in (newest + 1, newest + 400, newest + 10_000):
        with serving() as site:
            with site.stream(page, after=cursor) as stream:
                assert stream.event().name == "reset"
            assert site.changes(page, cursor)["reset"] is True


def test_a_backup_that_fails_says_why_and_leaves_no_dump(tmp_path, db, monkeypatch):
    (tmp_path / "file").touch()
    with pytest.raises(keeping.Failed, match="Not a directory"):
        keeping.backup(tmp_path / "file" / "backups")
    monkeypatch.setitem(settings.DATABASES["default"], "NAME", "nothing")
    with pytest.raises(keeping.Failed, match="nothing"):
        keeping.backup(tmp_path / "backups")
    assert list(Path(tmp_path / "backups").glob("*.dump")) == []


def test_an_empty_folder_is_said_to_be_empty(tmp_path):
    status, printed = run("restore", str(tmp_path), LIVEBLOG_DATA_DIR=str(tmp_path / "data"))
    assert (status, "There is no dump in" in printed) == (1, True)
