"""Answers about a live page as ready bytes, for as long as the page's version stays: Django is asked once.

For those who run without a cache in front. Django under ASGI gives ready bytes at a thirtieth of a bare
application's rate, because it hops threads; so this stands before it. What may be kept, and whether it
is still right, is asked of whoever follows the pages' versions (the hub): nothing is given out while
that one is not sure.
"""

import asyncio
import gzip
import re
import time
from collections import OrderedDict

import brotli

from coverage.models import site_face
from coverage.reader import replica

PATH = re.compile(r"/live/([-\w]+)/[-\w./]*")
ETAG = re.compile(rb'W/"(\d+)-')  # as `asking` writes it: begins with the page's version
MOST_BYTES = 64 * 1024 * 1024
LONGEST_SECONDS = 20  # for what is on a page and no part of its version: the year
OF_THIS_ANSWER = {b"content-length", b"content-encoding", b"x-request-id", b"date", b"server"}
NOT_FOR_READY = {b"range", b"if-modified-since", b"if-match", b"if-unmodified-since", b"authorization"}
CONDITIONAL = {b"etag", b"cache-control", b"last-modified", b"vary", b"content-security-policy"}


class Answer:
    """Status 200 with its headers and its body in each encoding that was asked for."""

    def __init__(self, headers, body, etag, version, face):
        self.headers, self.etag, self.version, self.face = headers, etag, version, face
        self.bodies = {b"": body}
        self.made_at = time.monotonic()

    def body(self, encoding):
        """Compressed once, however many ask."""
        if encoding not in self.bodies:
            plain = self.bodies[b""]
            self.bodies[encoding] = (
                brotli.compress(plain, quality=5) if encoding == b"br" else gzip.compress(plain, 6, mtime=0)
            )
        return self.bodies[encoding]

    @property
    def size(self):
        return 2 * len(self.bodies[b""])  # the compressed ones are a part of it


class Ready:
    """An ASGI application before `app`.

    `version_of(slug)`: the page's version, None when it is not followed or not surely current.
    `follow(slug)`: an awaitable; from then on `version_of` knows this page.
    """

    def __init__(self, app, *, version_of, follow):
        self.app, self.version_of, self.follow = app, version_of, follow
        self._kept, self._size, self._asking = OrderedDict(), 0, {}

    async def __call__(self, scope, receive, send):
        asked = _asked(scope)
        if asked is None:
            return await self.app(self._with_version(scope), receive, send)
        slug, key, headers = asked
        answer = self._current(slug, key)
        if answer is None:
            answer = await self._ask(slug, key, scope)
        if answer is None:
            return await self.app(scope, receive, send)
        return await _give(answer, scope, headers, send)

    def _with_version(self, scope):
        """Whoever reads a page from a replica must know which version it has to be there."""
        found = PATH.fullmatch(scope["path"].removeprefix(scope.get("root_path", "")))
        return {**scope, replica.VERSION: self.version_of(found[1])} if found else scope

    def _current(self, slug, key):
        answer = self._kept.get(key)
        if answer is None:
            return None
        is_old = time.monotonic() - answer.made_at > LONGEST_SECONDS
        if is_old or answer.version != self.version_of(slug) or answer.face != site_face.known().version:
            self._forget(key)
            return None
        self._kept.move_to_end(key)
        return answer

    async def _ask(self, slug, key, scope):
        """One asks, whoever comes meanwhile waits for it; None if the answer is not one to be kept."""
        version = self.version_of(slug)
        if version is None:
            await self.follow(slug)
            version = self.version_of(slug)
            if version is None:
                return None
        asking = self._asking.get((key, version))
        if asking is None:
            asking = asyncio.ensure_future(self._make(slug, key, version, scope))
            self._asking[key, version] = asking
            asking.add_done_callback(lambda _done: self._asking.pop((key, version), None))
        return await asyncio.shield(asking)

    async def _make(self, slug, key, version, scope):
        face = site_face.known().version  # before it is asked: one that changes meanwhile is another
        status, headers, body = await _collected(self.app, {**scope, replica.VERSION: version})
        names = dict(headers)
        etag = names.get(b"etag", b"")
        said = ETAG.match(etag)
        if status != 200 or said is None or b"set-cookie" in names:
            return None
        kept = [(name, value) for name, value in headers if name not in OF_THIS_ANSWER]
        answer = Answer(kept, body, etag, int(said[1]), face)
        if answer.version == version == self.version_of(slug):
            self._keep(key, answer)
        # An older one than the page is by now came from a database that lags behind: not for the next.
        return answer if answer.version >= version else None

    def _keep(self, key, answer):
        self._forget(key)
        self._kept[key] = answer
        self._size += answer.size
        while self._size > MOST_BYTES:
            self._forget(next(iter(self._kept)))

    def _forget(self, key):
        if answer := self._kept.pop(key, None):
            self._size -= answer.size


def _asked(scope):
    """(slug, key, headers) of a request that a ready answer may serve."""
    if scope["method"] not in ("GET", "HEAD"):
        return None
    found = PATH.fullmatch(scope["path"].removeprefix(scope.get("root_path", "")))
    if not found or found[0].endswith("/search"):  # of which there is no end
        return None
    headers = dict(scope["headers"])
    if NOT_FOR_READY & headers.keys():
        return None
    # The host, since a wrong one must be refused; nothing else of a request makes a difference.
    return found[1], (headers.get(b"host"), scope["path"], scope["query_string"]), headers


async def _collected(app, scope):
    """(status, headers, body) as `app` gives them to a plain request for the same address."""
    plain = [
        (name, value)
        for name, value in scope["headers"]
        if name not in (b"accept-encoding", b"if-none-match", b"cookie")
    ]
    status, headers, parts = 500, [], []

    async def take(message):
        nonlocal status, headers
        if message["type"] == "http.response.start":
            status, headers = message["status"], [(name.lower(), value) for name, value in message["headers"]]
        else:
            parts.append(message.get("body", b""))

    await app({**scope, "method": "GET", "headers": plain}, _nothing_more(), take)
    return status, headers, b"".join(parts)


def _nothing_more():
    """A reader who stays: one who leaves must not end the answer for those who wait for it."""
    said = False

    async def receive():
        nonlocal said
        if said:
            await asyncio.Event().wait()
        said = True
        return {"type": "http.request", "body": b"", "more_body": False}

    return receive


async def _give(answer, scope, headers, send):
    if answer.etag in _etags(headers.get(b"if-none-match", b"")):
        kept = [(name, value) for name, value in answer.headers if name in CONDITIONAL]
        await send({"type": "http.response.start", "status": 304, "headers": kept})
        return await send({"type": "http.response.body", "body": b""})
    encoding = _encoding(headers.get(b"accept-encoding", b""))
    body = answer.body(encoding)
    length = (b"content-length", str(len(body)).encode())
    encoded = [(b"content-encoding", encoding)] if encoding else []
    await send({"type": "http.response.start", "status": 200, "headers": [*answer.headers, length, *encoded]})
    return await send({"type": "http.response.body", "body": b"" if scope["method"] == "HEAD" else body})


def _encoding(accepted):
    """br, gzip or none. One with a q of its own is taken for unwanted: no browser writes that."""
    names = {part.strip() for part in accepted.split(b",")}
    return b"br" if b"br" in names else b"gzip" if b"gzip" in names else b""


def _etags(asked):
    return {b"W/" + part.strip().removeprefix(b"W/") for part in asked.split(b",") if part.strip()}
