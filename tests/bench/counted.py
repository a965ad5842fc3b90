"""The application, each request and statement of which leaves a line in the file COUNTED: for cdn.py, storm.py."""

import os

from django.db.backends.signals import connection_created

from liveblog.asgi import application as served

asked = open(os.environ["COUNTED"], "a", buffering=1)  # noqa: SIM115  for as long as the process lives


async def application(scope, receive, send):
    if scope["type"] == "http":
        print(scope["path"], file=asked)
    await served(scope, receive, send)


def _count(execute, sql, *rest):
    print("SQL", " ".join(str(sql).split()), file=asked)
    return execute(sql, *rest)


def _count_statements(connection, **more):
    if _count not in connection.execute_wrappers:
        connection.execute_wrappers.append(_count)


connection_created.connect(_count_statements)
