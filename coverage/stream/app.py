"""The stream and the change list as a bare ASGI app beside Django: a reader costs a task and a future."""

import asyncio
import json
import re
from urllib.parse import quote

from django.conf import settings
from django.db import DatabaseError, InterfaceError

from coverage.stream import measures
from coverage.stream.cursor import cursor_of
from coverage.stream.frames import event
from coverage.stream.hub import RESET, Follower, Hub

PATH = re.compile(r"/live/([-\w]+)/(stream|changes)")

_NEVER_KEPT = (b"cache-control", b"no-store")
_SAFE = [(b"x-content-type-options", b"nosniff"), (b"content-security-policy", b"default-src 'none'")]
# Public, the same for all, and no cookie is looked at: pages elsewhere may follow, too.
_FOR_ALL_ORIGINS = (b"access-control-allow-origin", b"*")

EVENTS = ((b"content-type", b"text/event-stream"), _NEVER_KEPT, (b"x-accel-buffering", b"no"))
FULL = ("Full for now: ask the change list.", (b"retry-after", b"30"))

hub = Hub()
measures.STREAMS.set_function(lambda: hub.followers)
measures.STREAM_LIMIT.set_function(lambda: settings.STREAM_LIMIT)
measures.PAGES.set_function(lambda: hub.followed_pages)
measures.LISTENING.set_function(lambda: hub.is_listening)
measures.LAG.set_function(lambda: hub.lag)
measures.BEHIND.set_function(lambda: hub.behind_seconds)


async def serve(scope, receive, send):
    """Answer /live/<slug>/stream and /live/<slug>/changes (`PATH` has matched)."""
    slug, what = PATH.fullmatch(path_of(scope)).groups()
    is_stream = what == "stream"
    try:  # of the change list caches know the address, not the headers
        cursor = cursor_of(scope if is_stream else {**scope, "headers": []})
    except ValueError:
        return await _say(send, 400, "“after” must be one whole number: the version that you have.")
    if scope["method"] not in ("GET", "HEAD"):
        return await _say(send, 405, "Ask with GET.", (b"allow", b"GET, HEAD"))
    if not is_stream and (address := _elsewhere(scope, cursor)):
        return await _say(send, 302, f"Ask with “after” alone: {address.decode()}", (b"location", address))
    if not hub.is_running or (is_stream and hub.is_full):
        measures.REFUSED.inc()
        return await _say(send, 503, *FULL)
    try:
        page = await hub.page(slug)
        if page is None:
            return await _say(send, 404, "There is no such live page.")
        if cursor is None:
            cursor = page.chain.version
        can_follow = await hub.reach(page, cursor)
    except (DatabaseError, InterfaceError):
        return await _say(send, 503, "The database does not answer; ask again.", (b"retry-after", b"5"))
    if not is_stream:
        page.asks += 1
        return await _changes(send, page, cursor if can_follow else None)
    if hub.is_full:  # others came while the page was found
        measures.REFUSED.inc()
        return await _say(send, 503, *FULL)
    if scope["method"] == "HEAD" or not can_follow:
        measures.RESETS.inc(not can_follow)
        await _start(send, 200, *EVENTS)
        return await send({"type": "http.response.body", "body": RESET})
    return await _stream(page, cursor, receive, send)


def path_of(scope):
    """The path beneath the prefix that the site is served under."""
    return scope["path"].removeprefix(scope.get("root_path", ""))


async def _stream(page, cursor, receive, send):
    follower = Follower(asyncio.current_task(), send, cursor)
    leaving = asyncio.create_task(_left(receive))
    leaving.add_done_callback(lambda task: task.cancelled() or follower.task.cancel())
    page.followers.add(follower)
    hub.followers += 1
    try:
        await _start(send, 200, *EVENTS)
        if cursor == page.chain.version:  # nothing was missed: a beat says that the line is up
            await follower.send(event("beat", {"version": cursor}))
        while hub.follows(page):
            if not page.can_serve(follower.cursor):
                measures.RESETS.inc()
                await follower.send(RESET)
                break
            if body := page.next_for(follower):
                await follower.send(body)
            else:
                await follower.rest()
        await send({"type": "http.response.body", "body": b""})
    except asyncio.CancelledError:
        _hang_up(send)  # the reader has gone, or took nothing for too long
    finally:
        hub.followers -= 1
        page.followers.discard(follower)
        leaving.cancel()


def _hang_up(send):
    """Let go of the line at once: uvicorn's own way waits for the reader to take what was sent."""
    if transport := getattr(getattr(send, "__self__", None), "transport", None):
        transport.abort()


async def _left(receive):
    while (await receive())["type"] != "http.disconnect":
        pass


def _elsewhere(scope, cursor):
    """The one address at which all who have this cursor ask; None if this is it.

    So a cache holds each answer once, whatever is added to its address.
    """
    query = "" if cursor is None else f"after={cursor}"
    if scope["query_string"].decode("latin-1") == query:
        return None
    return f"{quote(scope['path'])}{'?' if query else ''}{query}".encode()


async def _changes(send, page, cursor):
    """The same frames as JSON; whoever has the same version asks the same address.

    A cursor that can't be followed is one of very many: no cache keeps its answer.
    """
    said = {"version": page.chain.version}
    if cursor is None:
        said["reset"] = True
    else:
        said["frames"] = [frame.content() for frame in page.chain.after(cursor)]
    body = json.dumps(said, separators=(",", ":")).encode()
    kept = _NEVER_KEPT if cursor is None else (b"cache-control", b"public, max-age=0, s-maxage=1")
    await _start(send, 200, (b"content-type", b"application/json"), kept)
    await send({"type": "http.response.body", "body": body})


async def _say(send, status, sentence, *headers):
    await _start(send, status, (b"content-type", b"text/plain; charset=utf-8"), _NEVER_KEPT, *headers)
    await send({"type": "http.response.body", "body": sentence.encode()})


async def _start(send, status, *headers):
    await send(
        {"type": "http.response.start", "status": status, "headers": [*headers, *_SAFE, _FOR_ALL_ORIGINS]}
    )
