"""The application with a clock of its own (clock.py), and five places (places.py) in a publish at which it can be made to die.

A request for /admin/… with the header X-Die-At names the place; only the faults' own web processes
run this module. Dying is os._exit: nothing is cleaned up, as with a power cut for this process.
"""

# ruff: noqa: E402, I001  (Django is set up by the application, before its models can be imported)
import os
from contextvars import ContextVar

from tests.faults import clock

clock.go_by_it()

from liveblog.asgi import application as served

from django.db import transaction

from coverage.models import LivePage, live_page

_die_at = ContextVar("die_at", default="")


def die(place):
    if _die_at.get() == place:
        os._exit(9)


_lock, _save, _notify = LivePage.lock, LivePage.save, live_page.notify
_atomic_exit = transaction.Atomic.__exit__


def lock(page):
    _lock(page)
    die("after lock")


def save(page, *args, update_fields=None, **kwargs):
    _save(page, *args, update_fields=update_fields, **kwargs)
    if update_fields == ["version"]:
        die("after version")


def notify(page):
    die("after change")
    _notify(page)


def atomic_exit(atomic, *failure):
    is_outermost = len(transaction.get_connection(atomic.using).savepoint_ids) == 0
    if is_outermost and failure == (None, None, None):
        die("before commit")
    _atomic_exit(atomic, *failure)
    if is_outermost and failure == (None, None, None):
        die("after commit")


LivePage.lock, LivePage.save, live_page.notify = lock, save, notify
transaction.Atomic.__exit__ = atomic_exit


async def application(scope, receive, send):
    if scope["type"] == "http" and scope["path"].startswith("/admin/"):
        headers = dict(scope["headers"])
        _die_at.set(headers.get(b"x-die-at", b"").decode())
    await served(scope, receive, send)
