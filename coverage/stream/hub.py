"""One hub a process: it hears of changes, renders each once and hands it to every reader.

NOTIFY is a hint, the table is the truth: the hub also compares versions every few seconds.
Everything here runs in the event loop; only `_read` goes to the database, in one thread of its own.
"""

import asyncio
import logging
import random
import re
import time
import uuid
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress

import psycopg
from django.conf import settings
from django.db import DatabaseError, InterfaceError, close_old_connections, connections
from django.urls import set_script_prefix

from coverage.models import ReaderCount, site_face
from coverage.models.change import CHANNEL
from coverage.stream import measures, replay
from coverage.stream.frames import KEPT, Chain, event

log = logging.getLogger(__name__)

COUNT_SECONDS = 5  # between two times that the desks are told how many read
COMPARE_SECONDS = 3  # between two looks at the versions
BEHIND_SECONDS = 10  # without a look at the versions, and readers are told that this process may be behind
LISTEN_TIMEOUT = 5  # the listening line says something in this time, or is made anew
RETRY_SECONDS = 1  # about so long after a fault a job begins again
AHEAD_SECONDS = 4  # a reader that is ahead of this process waits so long for it
SENDING_SECONDS = 30  # a reader whose socket takes nothing for so long is let go
IDLE_SECONDS = 300  # a page nobody asked for is forgotten
RESET = event("reset", {})
NOTICE = re.compile(r"([0-9]{1,18}) ([0-9]{1,18})")  # a page's id and version
OUT_OF_REACH = (DatabaseError, InterfaceError, psycopg.Error, OSError, TimeoutError)


class Follower:
    """One open stream: its reader's cursor, and since when it has been sending.

    While its task rests, the hub sends for it: to resume a task costs more than to send.
    """

    __slots__ = ("_resting", "_send", "cursor", "sending_since", "task")

    def __init__(self, task, send, cursor):
        self.task, self._send, self.cursor = task, send, cursor
        self._resting, self.sending_since = None, None

    async def send(self, body):
        self.sending_since = asyncio.get_running_loop().time()
        await self._send({"type": "http.response.body", "body": body, "more_body": True})
        self.sending_since = None

    async def rest(self):
        """Until `wake`; what is still being sent then is waited for."""
        self._resting = asyncio.get_running_loop().create_future()
        if sending := await self._resting:
            await sending

    @property
    def is_resting(self):
        return self._resting is not None and not self._resting.done()

    def hand(self, body):
        """Send this at once. Its task is woken only when the socket takes no more, or is broken."""
        sending = asyncio.Task(self.send(body), loop=asyncio.get_running_loop(), eager_start=True)
        if not sending.done() or sending.exception():
            self.wake(sending)

    def wake(self, sending=None):
        if self.is_resting:
            self._resting.set_result(sending)


class FollowedPage:
    """A page that somebody follows: its chain, its parts and its readers."""

    def __init__(self, pk, news):
        self.pk, self.slug = pk, news.slug
        self.chain, self.parts = Chain(news.version), news.parts
        self.followers = set()
        self.asked_at = 0.0
        self.asks = 0  # of its change list, since the desks were told
        self.reading = asyncio.Lock()  # one read at a time: a thousand readers who are behind ask once

    def can_serve(self, cursor):
        return self.chain.floor <= cursor <= self.chain.version

    def take(self, news):
        """Add what happened, and hand it to every reader."""
        if news.frames is None:
            self.chain.clear(news.version)
        else:
            for frame in news.frames:
                self.chain.append(frame)
        self.slug, self.parts = news.slug, news.parts
        self._hand_out()
        self._measure(news.frames or [])

    def _hand_out(self):
        """Whoever is sending already, or must begin anew, sees to it in its own task."""
        for follower in list(self.followers):
            if follower.is_resting and self.can_serve(follower.cursor):
                follower.hand(self.next_for(follower))
            else:
                follower.wake()

    def next_for(self, follower):
        """The bytes that its reader lacks, none if it has everything; from now on they count as sent."""
        cursor, follower.cursor = follower.cursor, self.chain.version
        return self.chain.bytes_after(cursor)

    def _measure(self, frames):
        """After the loop has written to every socket what was just handed out."""
        measures.FRAMES.inc(len(frames) * len(self.followers))
        written = [frame.changed_at.timestamp() for frame in frames if frame.changed_at]
        if written and self.followers:
            asyncio.get_running_loop().call_soon(_measure_delay, written)

    def wake(self):
        for follower in self.followers:
            follower.wake()


def _measure_delay(written):
    for at in written:
        measures.DELAY.observe(max(0, time.time() - at))


class Hub:
    def __init__(self):
        self.is_running = False
        self.is_listening = False
        self.followers = 0  # open streams in this process
        self.lag = 0  # versions that the page furthest behind was behind when they were last compared
        self._compared_at = time.monotonic()
        self._pages = {}  # id → FollowedPage
        self._slugs = {}  # slug → FollowedPage, which may have another slug by now
        self._joining = {}  # slug → the task that finds its page
        self._writing = set()  # ids of pages whose readers are told that somebody writes just now
        self._stale = set()  # ids of pages that may have news
        self._news = asyncio.Event()
        self._tasks = []
        self._thread = None
        self._name, self._has_told = uuid.uuid4(), False

    # Its life

    async def start(self):
        self.__init__()  # what it may have followed before belonged to another event loop
        self._thread = ThreadPoolExecutor(1, "hub", set_script_prefix, [settings.FORCE_SCRIPT_NAME or "/"])
        self.is_running = True
        self._tasks = [
            asyncio.create_task(self._forever(job))
            for job in (self._listen, self._compare, self._advance, self._beat, self._count)
        ]

    async def stop(self):
        self.end_streams()
        self.is_running = False
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await asyncio.get_running_loop().run_in_executor(self._thread, connections.close_all)
        self._thread.shutdown()

    def end_streams(self):
        """Ask every reader to come back in a while, not all at once, and let it go."""
        self.is_running = False
        for page in self._pages.values():
            for follower in list(page.followers):
                if follower.is_resting:
                    follower.hand(b"retry: %d\n\n" % random.randint(500, 5000))  # noqa: S311
                    follower.wake()

    # What streams and change lists ask

    @property
    def behind_seconds(self):
        """Since this process last knew that it was as current as the database."""
        return time.monotonic() - self._compared_at

    @property
    def followed_pages(self):
        return len(self._pages)

    @property
    def is_full(self):
        return self.followers >= settings.STREAM_LIMIT

    def follows(self, page):
        """False once the page is forgotten or gone: nobody tells its readers anything any more."""
        return self.is_running and self._pages.get(page.pk) is page

    def version_of(self, slug):
        """The version of a followed page; None when it is not followed, or may have another by now."""
        page = self._by_slug(slug)
        if page is None or not self.is_listening or page.pk in self._stale or page.reading.locked():
            return None
        page.asked_at = asyncio.get_running_loop().time()
        return page.chain.version

    async def page(self, slug):
        """The FollowedPage of a slug; None if no public page has it."""
        page = self._by_slug(slug)
        if page is None:
            if slug not in self._joining:
                self._joining[slug] = asyncio.ensure_future(self._join(slug))
            page = await asyncio.shield(self._joining[slug])
        if page is not None:
            page.asked_at = asyncio.get_running_loop().time()
        return page

    async def try_to_follow(self, slug):
        """As `page`, of a database that may be away."""
        if self.is_running:
            with suppress(*OUT_OF_REACH):
                await self.page(slug)

    async def reach(self, page, cursor):
        """Make the page's chain able to serve a cursor; False if the reader must begin anew."""
        waited = 0
        while page.chain.version < cursor <= page.chain.version + KEPT and waited < AHEAD_SECONDS:
            await asyncio.sleep(0.1)  # its page came from a process that was told sooner: so will we be
            waited += 0.1
        if cursor < page.chain.floor:
            async with page.reading:
                if page.chain.version - KEPT <= cursor < page.chain.floor:
                    await self._extend(page, cursor)
        return page.can_serve(cursor)

    # Its jobs

    async def _forever(self, job):
        while True:
            try:
                await job()
            except OUT_OF_REACH as error:
                log.warning("hub: %s failed (%s); trying again", job.__name__, type(error).__name__)
            except Exception:  # a job that ends would leave every reader in silence
                log.exception("hub: %s failed; trying again", job.__name__)
            await asyncio.sleep(RETRY_SECONDS * random.uniform(0.5, 1.5))  # noqa: S311

    async def _listen(self):
        async with await psycopg.AsyncConnection.connect(**_line()) as line:
            await line.execute(f"LISTEN {CHANNEL}")
            self._look_at(self._pages)  # LISTEN first, then read: nothing falls between
            self.is_listening = True
            try:
                while True:
                    if not await _has_said_something(line, LISTEN_TIMEOUT):
                        async with asyncio.timeout(LISTEN_TIMEOUT):
                            await line.execute("SELECT 1")
                    async for notice in line.notifies(timeout=0):
                        self._heard(notice.payload)
            finally:
                self.is_listening = False

    def _heard(self, payload):
        if payload == site_face.NOTICE:
            site_face.forget()
            return
        notice = NOTICE.fullmatch(payload)
        if notice is None:
            log.warning("hub: a stranger's notice on channel %s", CHANNEL)
            return
        pk, version = map(int, notice.groups())
        if (page := self._pages.get(pk)) and page.chain.version != version:
            self._look_at([pk])

    def _look_at(self, pks):
        self._stale.update(pks)
        self._news.set()

    async def _compare(self):
        while True:
            await asyncio.sleep(COMPARE_SECONDS)
            now = asyncio.get_running_loop().time()
            for page in list(self._pages.values()):
                if not page.followers and now - page.asked_at > IDLE_SECONDS:
                    self._forget(page)
            await self._read(site_face.look_again)
            found = await self._read(replay.versions, list(self._pages)) if self._pages else {}
            self._look_at(pk for pk, page in self._pages.items() if found.get(pk) != page.chain.version)
            behind = [found[pk] - page.chain.version for pk, page in self._pages.items() if pk in found]
            self.lag, self._compared_at = max([0, *behind]), time.monotonic()
            if self._pages:
                await self._look_who_writes()

    async def _look_who_writes(self):
        """Beats say so, and no version: it changes nothing that a page holds, and passes by itself."""
        before, self._writing = self._writing, await self._read(replay.writing, list(self._pages))
        for pk in before ^ self._writing:
            if page := self._pages.get(pk):
                self._beat_to(page)

    async def _advance(self):
        while True:
            await self._news.wait()
            while self._stale:
                pk = self._stale.pop()  # before it is read: a notice that comes meanwhile counts again
                if page := self._pages.get(pk):
                    await self._try_to_bring_up_to_date(page)
            self._news.clear()

    async def _beat(self):
        while True:
            await asyncio.sleep(settings.STREAM_BEAT_SECONDS)
            now = asyncio.get_running_loop().time()
            for page in list(self._pages.values()):
                for follower in list(page.followers):
                    if follower.sending_since and now - follower.sending_since > SENDING_SECONDS:
                        follower.task.cancel()
                self._beat_to(page)

    def _beat_to(self, page):
        said = {"version": page.chain.version}
        if self.behind_seconds > BEHIND_SECONDS:
            said["behind"] = True
        if page.pk in self._writing:
            said["writing"] = True
        beat = event("beat", said)
        for follower in list(page.followers):
            if follower.is_resting:
                follower.hand(beat)

    async def _count(self):
        while True:
            await asyncio.sleep(COUNT_SECONDS)
            numbers = {}
            for page in self._pages.values():
                if page.followers or page.asks:
                    numbers[page.pk] = len(page.followers), page.asks
                page.asks = 0
            if numbers or self._has_told:
                await self._read(ReaderCount.objects.tell, self._name, numbers)
            self._has_told = bool(numbers)

    # How it finds and reads

    def _by_slug(self, slug):
        page = self._slugs.get(slug)
        return page if page and page.slug == slug and self._pages.get(page.pk) is page else None

    def _forget(self, page):
        self._pages.pop(page.pk, None)
        self._slugs.pop(page.slug, None)

    async def _read(self, ask, *args, **kwargs):
        return await asyncio.get_running_loop().run_in_executor(
            self._thread, lambda: _fresh(ask, *args, **kwargs)
        )

    async def _join(self, slug):
        try:
            pk = await self._read(replay.find, slug)
            if pk is None:
                return None
            if pk not in self._pages:
                news = await self._read(replay.news, pk)
                if news is None:
                    return None
                self._pages.setdefault(pk, FollowedPage(pk, news))  # it may have come by another slug
                self._look_at([pk])  # a notice may have come while nobody followed
            page = self._pages[pk]
            page.slug = slug
            page.asked_at = asyncio.get_running_loop().time()  # `_compare` may come before whoever asks
            self._slugs[slug] = page
            return page
        finally:
            del self._joining[slug]

    async def _try_to_bring_up_to_date(self, page):
        try:
            await self._bring_up_to_date(page)
        except OUT_OF_REACH:
            self._look_at([page.pk])
            raise
        except Exception:  # one page that can't be rendered must not stop the others
            log.exception("hub: page %s cannot be brought up to date", page.pk)

    async def _bring_up_to_date(self, page):
        async with page.reading:
            version = page.chain.version
            news = await self._read(replay.news, page.pk, after=version, known=page.parts)
            if news is None:
                self._forget(page)
                page.wake()
            elif news.version != version:
                page.take(news)

    async def _extend(self, page, cursor):
        floor, parts = page.chain.floor, page.parts
        page.chain.prepend(await self._read(replay.earlier, page.pk, after=cursor, up_to=floor, parts=parts))


async def _has_said_something(line, seconds):
    """Whether the server has within so many seconds; psycopg's own waiting looks ten times a second."""
    loop, said = asyncio.get_running_loop(), asyncio.Event()
    loop.add_reader(line.fileno(), said.set)
    try:
        async with asyncio.timeout(seconds):
            return await said.wait()
    except TimeoutError:
        return False
    finally:
        loop.remove_reader(line.fileno())


def _fresh(ask, *args, **kwargs):
    """A thread that lives on keeps its connection: one that broke is thrown away before and after."""
    close_old_connections()
    try:
        return ask(*args, **kwargs)
    finally:
        close_old_connections()


def _line():
    database = connections["default"].settings_dict
    wanted = {
        "dbname": database["NAME"],
        "user": database["USER"],
        "password": database["PASSWORD"],
        "host": database["HOST"],
        "port": database["PORT"],
    }
    return {name: value for name, value in wanted.items() if value} | {
        "autocommit": True,  # a listener that sits in a transaction fills the queue of notices
        "connect_timeout": LISTEN_TIMEOUT,
        "application_name": "liveblog hub",
    }
