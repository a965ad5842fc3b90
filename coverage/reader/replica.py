"""Public pages read from a replica of PostgreSQL, where there is one and it is not behind.

A replica says what was true a moment ago. Which version a page has reached the hub of this process
knows, and `ready` hands it over with the request: a replica that is not there yet, is away, or of
which that can't be told, is passed over, and the database itself is asked. So is it for everything
else: the desk, streams and change lists, lists of many pages.
"""

import time
from contextlib import contextmanager
from contextvars import ContextVar

from django.conf import settings
from django.db import DatabaseError, InterfaceError
from django.http import Http404

ALIAS = "replica"
VERSION = "liveblog.version"  # in the request's scope: the version that its page has reached; None: not known
AWAY_SECONDS = 5  # a replica that failed is left alone so long

_is_read = ContextVar("replica_is_read", default=False)
_away_until = 0.0


class Router:
    """Settings' DATABASE_ROUTERS: reads go where `first` says, all else to the database itself."""

    def db_for_read(self, model, **hints):
        return ALIAS if _is_read.get() else None

    def allow_relation(self, one, other, **hints):
        return True  # the same rows, wherever they were read

    def allow_migrate(self, database, app_label, **hints):
        return False if database == ALIAS else None  # it is told by its primary


def first(request, ask):
    """What `ask(least)` gives, read from the replica if that may be, else from the database itself.

    `least`: the version that the page must have; `ask` raises Http404 if it has not.
    """
    least = getattr(request, "scope", {}).get(VERSION)
    if least is not None and ALIAS in settings.DATABASES and time.monotonic() >= _away_until:
        try:
            with _reading():
                return ask(least)
        except Http404:
            pass  # behind, or there is no such thing: the database itself knows
        except (DatabaseError, InterfaceError):  # away, or not yet migrated, or it had to cancel a query
            _leave_alone()
    return ask(0)


@contextmanager
def _reading():
    token = _is_read.set(True)
    try:
        yield
    finally:
        _is_read.reset(token)


def _leave_alone():
    global _away_until
    _away_until = time.monotonic() + AWAY_SECONDS
