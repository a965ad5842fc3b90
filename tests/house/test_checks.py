"""`manage.py check --deploy --database default` says what would hurt, and nothing of a sound site."""

from datetime import timedelta

from django.core import checks
from django.db import connection
from django.utils import timezone

from tests.house.commands import run
from tests.house.test_env import GOOD


def found(**more):
    return {message.id for message in checks.run_checks(include_deployment_checks=True, **more)}


def test_a_sound_site_has_nothing_to_hear(tmp_path):
    sound = {**GOOD, "SECRET_KEY": "kqzjvxwpyb-0123456789" * 3, "HSTS_SECONDS": "31536000"}
    status, printed = run(
        "check", "--deploy", "--fail-level", "WARNING", LIVEBLOG_DATA_DIR=str(tmp_path), **sound
    )
    assert (status, "no issues" in printed) == (0, True), printed


def test_it_names_debug_a_weak_key_and_an_open_address(tmp_path):
    weak = {**GOOD, "DEBUG": "true", "SITE_URL": "http://live.example.org", "BEHIND_PROXY": "true"}
    status, printed = run("check", "--deploy", "--fail-level", "WARNING", LIVEBLOG_DATA_DIR=str(tmp_path), ALLOWED_HOSTS="*", **weak)  # fmt: skip
    assert status == 1
    for named in ("security.W018", "security.W009", "liveblog.W001", "liveblog.W002", "liveblog.W003"):
        assert named in printed


def test_it_names_folders_that_cannot_be_written(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path / "media"
    assert "liveblog.E001" not in found()
    (tmp_path / "file").touch()
    settings.MEDIA_ROOT = tmp_path / "file" / "media"
    assert "liveblog.E001" in found()


def test_it_names_a_database_that_may_lose_what_was_published(db):
    with connection.cursor() as cursor:
        cursor.execute("SET LOCAL synchronous_commit = off")
    assert "liveblog.E003" in found(databases=["default"])


def test_it_names_a_login_at_the_database_that_may_everything(db):
    assert "liveblog.W005" in found(databases=["default"])  # as tests have it
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE liveblog_plain; SET LOCAL ROLE liveblog_plain")
    assert "liveblog.W005" not in found(databases=["default"])


def test_it_names_clocks_that_are_apart(db, monkeypatch):
    now = timezone.now
    assert "liveblog.W004" not in found(databases=["default"])
    monkeypatch.setattr(timezone, "now", lambda: now() - timedelta(minutes=1))
    assert "liveblog.W004" in found(databases=["default"])


def test_it_names_a_database_that_does_not_answer(tmp_path):
    status, printed = run(
        "check", "--deploy", "--database", "default", LIVEBLOG_DATA_DIR=str(tmp_path), **GOOD
    )
    assert (status, "(liveblog.E002) PostgreSQL does not answer." in printed) == (1, True)
