"""The whole application over real HTTP, in a thread of this process and on the test's database.

Needs `transactional_db`: what a test does not commit, the server does not see.
"""

import asyncio
import http.client
import json
import threading
import time
from contextlib import contextmanager

import uvicorn


def eventually(promise, within=5, what="this"):
    """What `promise()` gives once it is true; AssertionError if it isn't after so many seconds, naming `what`."""
    until = time.monotonic() + within
    while not (kept := promise()):
        assert time.monotonic() < until, f"{what}: not within {within} s"
        time.sleep(0.01)
    return kept


@contextmanager
def serving(**options):
    """A `Site` that answers until the block ends; `options` are uvicorn's."""
    from coverage.stream.app import hub
    from liveblog.asgi import application

    options = {"host": "127.0.0.1", "port": 0, "lifespan": "on", "log_level": "critical", **options}
    config = uvicorn.Config(application, timeout_graceful_shutdown=5, **options)
    server, loop = uvicorn.Server(config), config.get_loop_factory()()
    thread = threading.Thread(target=loop.run_until_complete, args=[server.serve()], name="server")
    thread.start()
    try:
        eventually(lambda: (server.started and hub.is_listening) or not thread.is_alive(), within=20)
        yield Site(server, loop, hub)
    finally:
        loop.call_soon_threadsafe(hub.end_streams)
        server.should_exit = True
        thread.join(15)
        loop.close()


class Site:
    def __init__(self, server, loop, hub):
        self.server, self.loop, self.hub = server, loop, hub
        self.port = server.servers[0].sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"

    def get(self, path, method="GET", within=10, **headers):
        """(status, headers, text); `_` in a header's name stands for `-`."""
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=within)
        try:
            line.request(
                method, path, headers={name.replace("_", "-"): value for name, value in headers.items()}
            )
            answer = line.getresponse()
            return answer.status, answer.headers, answer.read().decode()
        finally:
            line.close()

    def changes(self, page, after, **headers):
        """The change list of a page, as JSON says it."""
        status, _headers, text = self.get(f"{page.changes_url}?after={after}", **headers)
        assert status == 200, text
        return json.loads(text)

    def stream(self, page, after=None, **headers):
        return Stream(self.port, page.stream_url + ("" if after is None else f"?after={after}"), headers)

    def do(self, function, *args):
        """Call something where the hub lives."""

        async def done():
            return function(*args)

        return asyncio.run_coroutine_threadsafe(done(), self.loop).result(10)


class Stream:
    """An open stream, read event by event."""

    def __init__(self, port, path, headers, within=10):
        self.line = http.client.HTTPConnection("127.0.0.1", port, timeout=within)
        self.line.request(
            "GET", path, headers={name.replace("_", "-"): value for name, value in headers.items()}
        )
        self.answer = self.line.getresponse()
        self.status, self.headers = self.answer.status, self.answer.headers

    def __enter__(self):
        return self

    def __exit__(self, *_):
        self.close()

    def close(self):
        self.answer.close()
        self.line.close()

    def text(self, within=10):
        """One event as it came over the line, its empty line included; "" at the end."""
        if self.line.sock:
            self.line.sock.settimeout(within)
        lines = []
        while line := self.answer.readline().decode():
            lines.append(line)
            if line == "\n":
                break
        return "".join(lines)

    def event(self, within=10):
        """The next event; None at the stream's end."""
        from tests.stream.reader import events_in

        text = self.text(within)
        return events_in(text)[0] if text else None

    def frame(self, within=10):
        """The next event that is no beat."""
        while (event := self.event(within)) and event.name == "beat":
            pass
        return event
