"""A provider that runs here, over real HTTP: in a list of its own, as a site's own provider would be."""

import json
import threading
from contextlib import contextmanager, suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


class StandIn:
    """`answers`: path → (status, headers, body) or a function that writes to the connection; `hits`: what was asked."""

    def __init__(self, folder):
        self.hits, self.answers, self._folder = [], {}, folder
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self._server.daemon_threads = True
        self.port = self._server.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self.player = "<!doctype html><title>Player</title><p>The provider's player</p>"
        self.answers["/player/7"] = (200, {"Content-Type": "text/html"}, self.player.encode())
        threading.Thread(target=self._server.serve_forever, args=[0.02], daemon=True).start()

    def says(self, path="/oembed", status=200, kind="application/json", **said):
        self.answers[path] = (status, {"Content-Type": kind}, json.dumps(said).encode())

    def list(self, **more):
        """The path of a list of providers that has only this one besides ours."""
        rows = {
            "label": "Stand-in",
            "kind": "post",
            "addresses": [r"https://posts\.example/(?P<id>\d+)"],
            "oembed": f"{self.url}/oembed",
            "player": f"{self.url}/player/{{id}}",
            "pictures": ["127.0.0.1"],
            "is_inside": True,
            **more,
        }
        path = self._folder / f"providers-{len(list(self._folder.iterdir()))}.toml"
        path.write_text("[standin]\n" + "".join(f"{key} = {_toml(value)}\n" for key, value in rows.items()))
        return path

    def stop(self):
        self._server.shutdown()
        self._server.server_close()


def _toml(value):
    return json.dumps(value)  # of strings, lists of these, and truths it is the same


def _handler(stand_in):
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            stand_in.hits.append((self.path, dict(self.headers)))
            answer = stand_in.answers.get(self.path.partition("?")[0], (404, {}, b""))
            if callable(answer):
                answer(self)
                return
            status, headers, body = answer
            self.send_response(status)
            for name, value in {"Content-Length": str(len(body)), **headers}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(body)

        def handle(self):
            with suppress(ConnectionError):  # they had enough
                super().handle()

        def log_message(self, *said):
            pass

    return Handler


@contextmanager
def standing_in(folder):
    made = StandIn(folder)
    try:
        yield made
    finally:
        made.stop()
