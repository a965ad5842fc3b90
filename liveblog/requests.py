"""Each request has an id, nginx's or one of ours: it stands on each line of log and before each statement."""

import re
import secrets
from contextvars import ContextVar

from django.db.backends.signals import connection_created

request_id = ContextVar("request_id", default="")
_GOOD = re.compile(rb"[0-9A-Za-z-]{8,64}")  # it goes into SQL, in a comment


def identified(application):
    """The ASGI application, run with `request_id` set: threads that Django starts for it have it, too."""

    async def answer(scope, receive, send):
        if scope["type"] == "http":
            request_id.set(_id_of(scope))
        await application(scope, receive, send)

    return answer


def _id_of(scope):
    said = [value for name, value in scope["headers"] if name == b"x-request-id"]
    if len(said) == 1 and _GOOD.fullmatch(said[0]):
        return said[0].decode("ascii")
    return secrets.token_hex(16)


def _say_before_statements(connection, **more):
    if _with_id not in connection.execute_wrappers:
        connection.execute_wrappers.append(_with_id)


def _with_id(execute, sql, params, many, context):
    """At the front: pg_stat_activity and PostgreSQL's log cut long statements at their end."""
    if isinstance(sql, str) and (said := request_id.get()):
        sql = f"/* {said} */ {sql}"
    return execute(sql, params, many, context)


connection_created.connect(_say_before_statements)
