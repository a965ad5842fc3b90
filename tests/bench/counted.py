"""The application, each request of which leaves its path in the file COUNTED: for cdn.py."""

import os

from liveblog.asgi import application as served

asked = open(os.environ["COUNTED"], "a", buffering=1)  # noqa: SIM115  for as long as the process lives


async def application(scope, receive, send):
    if scope["type"] == "http":
        print(scope["path"], file=asked)
    await served(scope, receive, send)
