"""Backups made while editors publish, each restored to an empty machine: whole, in order, every file there.

BACKUPS=20 makes as many, as `tests/faults` asks for; CI makes three.
"""

import json
import os
import threading
from pathlib import Path

import psycopg
import pytest
from django.conf import settings

from liveblog import keeping
from tests.house.commands import run
from tests.house.postgres import PROGRAMS, postgresql
from tests.house.test_env import GOOD
from tests.make import make_entry, make_image, make_login, make_page
from tests.serving import serving

BACKUPS = int(os.environ.get("BACKUPS", "3"))
# Of the version to which a restored page leaps, and of those up to that of the dump: newest and how many.
LAWS = """
    SELECT p.slug, p.version - max(c.version), max(c.version) FILTER (WHERE c.version < p.version),
        count(*) FILTER (WHERE c.version < p.version),
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
            [(slug, unsaid, version, changes, unlogged)] = line.execute(LAWS).fetchall()
            assert (slug, unsaid, changes, unlogged) == ("storm", 0, version, 0)
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


# On the restored machine: what a page is at once, and what comes to a reader who slept since before it was lost.
RETURNING = """
import json
from coverage.models import LivePage
from tests.make import make_entry, make_page
from tests.serving import serving
page = LivePage.objects.get(slug="storm")
with serving() as site:
    host = {"Host": "live.example.org"}
    at_once = site.get(page.get_absolute_url(), **host)[2]
    remade = make_page(slug="lost")
    for number in range(15):
        make_entry(page, headline=f"Goes on {number}")
        make_entry(remade)
    seen = {"If-None-Match": ETAG, "If-Modified-Since": SINCE, **host}
    status, headers, afterwards = site.get(page.get_absolute_url(), **seen)
    lists = [site.changes(page, cursor, **host) for cursor in range(1, NEWEST + 20)]
    lists += [site.changes(remade, cursor, **host) for cursor in range(20)]
    events = []
    for address, cursor in ((page, NEWEST), (remade, LOST)):
        with site.stream(address, after=cursor, **host) as stream:
            events.append(stream.event().name)
print(json.dumps([at_once, status, headers["ETag"], afterwards, lists, events]))
"""


def test_who_slept_while_a_page_was_restored_begins_anew_though_it_has_passed_their_version(
    transactional_db, elsewhere, tmp_path
):
    page = make_page(slug="storm")
    make_entry(page, headline="Doors open", body=f'<figure data-image="{make_image().pk}"></figure>')
    make_login("chief")
    with serving() as site:
        before = site.get(page.get_absolute_url())[2]
        dump = keeping.backup(tmp_path / "backups")
        for number in range(10):
            make_entry(page, headline=f"After the backup {number}")
        make_entry(lost := make_page(slug="lost"))  # its address is used again
        seen = site.get(page.get_absolute_url())[1]
    page.refresh_from_db()
    lost.refresh_from_db()
    machine = _site(elsewhere, "app", tmp_path / "machine")
    assert run("restore", str(tmp_path / "backups"), **machine)[0] == 0
    status, printed = run("restore", str(tmp_path / "backups"), "--dump", dump.name, **machine)
    assert (status, "holds 1 live pages already; restore into an empty one" in printed) == (1, True)
    ask = RETURNING.replace("NEWEST", str(page.version)).replace("ETAG", repr(seen["ETag"]))
    ask = ask.replace("LOST", str(lost.version))
    status, said = run(
        "shell", "-v0", "-c", ask.replace("SINCE", repr(seen["Date"])), **machine, DEBUG="true"
    )
    assert status == 0, said
    at_once, status, etag, afterwards, lists, events = json.loads(said)
    same = [line for line in before.splitlines() if "headline" in line.lower() and "http" not in line]
    assert all(line in at_once for line in same)
    assert "After the backup" not in at_once + afterwards
    assert (status, "Doors open" in afterwards, "Goes on 14" in afterwards) == (200, True, True)
    assert int(etag.removeprefix('W/"').partition("-")[0]) > 10**12  # no ETag of before is ever right again
    assert events == ["reset", "reset"]
    assert all(said.get("reset") for said in lists)


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
