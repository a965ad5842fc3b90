"""What a site on https is set to, to the letter; and what it consists of."""

import json
import re
import subprocess
import sys
from io import StringIO

import pytest
from django.core.management import call_command
from django.db import connection

from tests.house.commands import ROOT, run
from tests.house.test_env import GOOD

NAMES = "SESSION_COOKIE_NAME SESSION_COOKIE_SECURE SESSION_COOKIE_HTTPONLY SESSION_COOKIE_SAMESITE CSRF_COOKIE_NAME CSRF_COOKIE_SECURE CSRF_COOKIE_SAMESITE SESSION_COOKIE_DOMAIN DEBUG"


def test_cookies_are_for_this_site_alone():
    ask = f"import json; from django.conf import settings as s; print(json.dumps({{n: getattr(s, n) for n in '{NAMES}'.split()}}))"
    status, printed = run("shell", "-v0", "-c", ask, **GOOD)
    assert status == 0, printed
    assert json.loads(printed) == {
        "SESSION_COOKIE_NAME": "__Host-sessionid",
        "SESSION_COOKIE_SECURE": True,
        "SESSION_COOKIE_HTTPONLY": True,
        "SESSION_COOKIE_SAMESITE": "Lax",
        "SESSION_COOKIE_DOMAIN": None,
        "CSRF_COOKIE_NAME": "__Host-csrftoken",
        "CSRF_COOKIE_SECURE": True,
        "CSRF_COOKIE_SAMESITE": "Lax",
        "DEBUG": False,
    }


def test_the_list_of_parts_has_every_package_of_the_lock():
    made = subprocess.run(
        [sys.executable, ".docker/sbom.py", "requirements.lock"], cwd=ROOT, capture_output=True, check=True
    )
    said = json.loads(made.stdout)
    locked = re.findall(
        r"^([\w.-]+)(?:\[[^\]]*\])?==([^\s;\\]+)", (ROOT / "requirements.lock").read_text(), re.M
    )
    assert {(part["name"], part["version"]) for part in said["components"]} == set(locked)
    assert len(locked) > 20
    assert all(part["externalReferences"][0]["hashes"] for part in said["components"])
    assert "sbom.py /requirements.lock >sbom.cdx.json" in (ROOT / "Dockerfile").read_text()


@pytest.mark.django_db
def test_the_site_needs_no_superuser_of_the_database():
    """A role that owns nothing but a schema makes our first tables, their constraints, and listens."""
    with connection.cursor() as cursor:
        cursor.execute("CREATE ROLE liveblog_plain NOSUPERUSER")
        cursor.execute("CREATE SCHEMA plain AUTHORIZATION liveblog_plain")
        cursor.execute("SET LOCAL ROLE liveblog_plain")
        cursor.execute("SET LOCAL search_path TO plain")
        out = StringIO()
        for app, name in (("contenttypes", "0001"), ("auth", "0001"), ("coverage", "0001")):
            out.truncate(0)
            out.seek(0)
            call_command("sqlmigrate", app, name, stdout=out)
            cursor.execute(out.getvalue().replace("BEGIN;", "").replace("COMMIT;", ""))
        cursor.execute("SELECT count(*) FROM pg_tables WHERE schemaname = 'plain'")
        assert cursor.fetchone()[0] > 10
        cursor.execute("LISTEN plain")
