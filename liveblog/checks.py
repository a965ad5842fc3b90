"""`manage.py check --deploy`, beside Django's own: what would hurt on the day that matters.

Those that ask PostgreSQL run with `--database default` as well.
"""

import os
from datetime import timedelta
from pathlib import Path
from uuid import uuid4

from django.conf import settings
from django.core.checks import Error, Tags, Warning, register
from django.core.files.base import ContentFile
from django.core.files.storage import FileSystemStorage, storages
from django.db import DatabaseError, InterfaceError, connections
from django.utils import timezone

CLOCKS_APART = timedelta(seconds=2)
DURABLE = ("fsync", "full_page_writes", "synchronous_commit")  # an answered publish is on disk


@register(Tags.security, deploy=True)
def check_address(app_configs, **more):
    """The public address, and whose word is taken about it."""
    found = []
    if not settings.IS_HTTPS:
        found.append(
            Warning(
                "SITE_URL begins with http: cookies and passwords travel in the open.",
                hint="Set SITE_URL to the https address.",
                id="liveblog.W001",
            )
        )
    if settings.SECURE_PROXY_SSL_HEADER and not settings.IS_HTTPS:
        found.append(
            Warning(
                "BEHIND_PROXY is true, but SITE_URL is not https: X-Forwarded-Proto is believed for nothing.",
                hint="Set SITE_URL to the https address, or BEHIND_PROXY to false.",
                id="liveblog.W002",
            )
        )
    if "*" in settings.ALLOWED_HOSTS:
        found.append(
            Warning(
                "ALLOWED_HOSTS holds *: the site answers under whatever name it is asked by.",
                hint="Name the hosts, or leave it unset: the host of SITE_URL.",
                id="liveblog.W003",
            )
        )
    return found


@register(Tags.files, deploy=True)
def check_storage(app_configs, **more):
    return [found for alias in ("default", "originals") if (found := _unwritable(alias))]


def _unwritable(alias):
    """An Error where a store takes no file; of a disk its folder is asked, of a bucket only a file of our own tells."""
    store = storages[alias]
    if isinstance(store, FileSystemStorage):
        name = "MEDIA_ROOT" if alias == "default" else "ORIGINALS_ROOT"
        if _is_writable(Path(store.location)):
            return None
        return Error(
            f"{name} ({store.location}) cannot be written.", hint="Uploads would fail.", id="liveblog.E001"
        )
    try:
        store.delete(store.save(f"check-{uuid4()}", ContentFile(b"written, and deleted at once")))
    except OSError as error:
        return Error(
            f"S3_BUCKET ({store.bucket_name}/{store.location}) cannot be written: {error}.",
            hint="Uploads would fail. The key needs the right to put, get, list and delete objects.",
            id="liveblog.E001",
        )
    return None


def _is_writable(folder):
    """Itself, or where it will be made."""
    while not folder.exists() and folder != folder.parent:
        folder = folder.parent
    return folder.is_dir() and os.access(folder, os.W_OK)


@register(Tags.database, deploy=True)
def check_database(app_configs, databases=None, **more):
    return [found for alias in databases or () for found in _asked(connections[alias])]


def _asked(connection):
    try:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT name, current_setting(name) FROM unnest(%s::text[]) name",
                [[*DURABLE, "is_superuser"]],
            )
            said = dict(cursor.fetchall())
            asked_at = timezone.now()
            cursor.execute("SELECT clock_timestamp()")
            apart = abs(cursor.fetchone()[0] - asked_at)
    except (DatabaseError, InterfaceError):
        yield Error("PostgreSQL does not answer.", hint="See DATABASE_URL.", id="liveblog.E002")
        return
    for name in sorted(name for name in DURABLE if said[name] == "off"):
        yield Error(
            f"PostgreSQL runs with {name} off: what was published can be lost.",
            hint=f"Set {name} to on in postgresql.conf.",
            id="liveblog.E003",
        )
    if said["is_superuser"] == "on":
        yield Warning(
            "The site's login at PostgreSQL is a superuser: whoever gets hold of it has the whole server.",
            hint="Name a role in DATABASE_URL that owns its database and no more; see “Upgrade” in docs/ops.md.",
            id="liveblog.W005",
        )
    if apart > CLOCKS_APART:
        yield Warning(
            f"This machine's clock and PostgreSQL's are {apart.total_seconds():.0f} s apart.",
            hint="Keep both by NTP: what is scheduled goes out by one, and is shown by the other.",
            id="liveblog.W004",
        )
