"""What surrounds each request: an id, nginx's or one of ours, and the promise that it ends as it began.

The id stands on each line of log and before each statement.
"""

import asyncio
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


def undisturbed(application):
    """The ASGI application, which never hears that somebody has gone once it has the whole request.

    Django would cancel its answer then, while the view goes on in its thread; the end of the request
    comes before the view has taken its connection, or not at all (asgiref 3.13), so that nobody gives it
    back, and after as many as the pool holds there is none left.
    """

    async def answer(scope, receive, send):
        has_all = False

        async def undisturbed_receive():
            nonlocal has_all
            message = await receive()
            if has_all and message["type"] == "http.disconnect":
                await asyncio.Event().wait()  # until Django, at its end, cancels this
            has_all = has_all or (message["type"] == "http.request" and not message.get("more_body", False))
            return message

        await application(scope, undisturbed_receive, send)

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
