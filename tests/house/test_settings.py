"""What a site on https is set to, to the letter, and what its login at the database may."""

import json

import psycopg

from tests.house.commands import run
from tests.house.postgres import postgresql
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


def test_compose_s_login_at_the_database_owns_it_and_may_nothing_else():
    """The tests of upgrades, backups and a database away run whole sites by it (house/postgres.py)."""
    with postgresql() as server, psycopg.connect(server.make()) as line:
        rights = "rolsuper, rolcreatedb, rolcreaterole, rolreplication, rolbypassrls"
        me = line.execute(f"SELECT {rights} FROM pg_roles WHERE rolname = current_user").fetchone()
        assert not any(me)
        owned = "SELECT datname FROM pg_database WHERE pg_get_userbyid(datdba) = current_user"
        assert line.execute(owned).fetchall() == [("liveblog",)]
        with psycopg.connect(server.superuser_url) as line:
            superuser = "SELECT rolpassword FROM pg_authid WHERE rolname = current_user"
            assert line.execute(superuser).fetchone() == (None,)  # so nobody is it from another machine
