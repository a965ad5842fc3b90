"""Readers as the page's own script behaves: a stream, its cursor, silence noticed, the change list when full.

Plain HTTP/1.0 over asyncio: hundreds of them share the machine with what they read.
"""

import asyncio
import json
import random
import re
import time
from collections import defaultdict

from tests.faults.laws import Followed
from tests.stream.reader import Event, Reader

TOKEN = re.compile(r"tok-[0-9a-f]{12}")
SECRET = re.compile(r"secret-[0-9a-f]{12}")
KEPT = 150  # entries that a page holds, as in live-page.js
SILENCE_SECONDS = 5  # beats come every second
HUB_SECONDS = 6  # a process whose LISTEN is dead learns of a change so much later (DESIGN §6)
CACHE_SECONDS = 40  # nginx may give out a page so long: one second, and 30 more while nobody answers


class Audience:
    """All readers of one page; `gone`: token → when its withdrawal or correction was answered."""

    def __init__(self, page_path, nginx_port, web_ports, gone):
        self.path, self.nginx_port, self.web_ports, self.gone = page_path, nginx_port, web_ports, gone
        self.readers, self.leaked = [], []
        self.seen = defaultdict(list)  # token → when each reader was brought it by a frame
        self.lines = set()
        self.held_up = (
            0.0  # the longest that this machine left a task that was due waiting: no limit is shorter
        )
        self.polls = 0  # answers of the change list, to readers whom no stream was free for

    async def gather(self, number, seconds_between=0.02):
        self.tasks = [asyncio.create_task(self._watch_the_clock())]
        for one in range(number):
            reader = Follower(self, str(one))
            self.readers.append(reader)
            self.tasks.append(asyncio.create_task(reader.follow()))
            await asyncio.sleep(seconds_between)

    async def _watch_the_clock(self):
        while True:
            due = time.monotonic() + 0.2
            await asyncio.sleep(0.2)
            self.held_up = max(self.held_up, time.monotonic() - due)

    def cut_all(self):
        for line in list(self.lines):
            line.transport.abort()

    async def until_all_are_at(self, version, within):
        """The names of those who are not there in time."""
        until = time.monotonic() + within
        while behind := [reader.name for reader in self.readers if reader.version != version]:
            if time.monotonic() > until:
                return behind
            await asyncio.sleep(0.1)
        return []

    def leave(self):
        for task in self.tasks:
            task.cancel()


class Follower:
    def __init__(self, audience, name):
        self.audience, self.name, self.chance = audience, name, random.Random(name)
        self.went, self.page, self.version = Followed(name), None, None
        self.had = set()  # tokens that frames have brought

    async def follow(self):
        while True:
            try:
                if self.page is None:
                    await self._open()
                await self._stream()
            except (TimeoutError, OSError, asyncio.IncompleteReadError, ValueError):
                pass
            await asyncio.sleep(self.chance.uniform(0.1, 1.0))

    async def _open(self):
        """Half of them through the cache in front, half past it."""
        cached = self.chance.random() < 0.5
        port = self.audience.nginx_port if cached else self.chance.choice(self.audience.web_ports)
        began = time.monotonic()
        status, html = await get(port, self.audience.path)
        if status != 200:
            raise ValueError(status)
        self._look(html, began - (CACHE_SECONDS if cached else HUB_SECONDS))
        self.page = Reader(lambda: html)
        self.version = self.page.version
        self.went.lines.append([])

    async def _stream(self):
        began = time.monotonic()
        reader, writer = await _ask(
            self.audience.nginx_port, f"{self.audience.path}stream?after={self.version}"
        )
        self.audience.lines.add(writer)
        self.went.lines.append([])
        try:
            if await _status(reader) != 200:
                return await self._poll()
            while True:
                block = await asyncio.wait_for(reader.readuntil(b"\n\n"), SILENCE_SECONDS)
                event = parsed(block.decode())
                if event.name == "retry":
                    return None
                if event.name == "reset":
                    self.page = None
                    return None
                if event.name == "beat":
                    if event.data["version"] > self.version:
                        return None
                    continue
                self._take(event.data, block.decode(), began - HUB_SECONDS)
        finally:
            self.audience.lines.discard(writer)
            writer.transport.abort()

    async def _poll(self):
        began = time.monotonic()
        status, text = await get(
            self.audience.nginx_port, f"{self.audience.path}changes?after={self.version}"
        )
        if status != 200:
            return
        self.audience.polls += 1
        said = json.loads(text)
        if said.get("reset"):
            self.page = None
            return
        for frame in said["frames"]:
            self._take(frame, json.dumps(frame), began - CACHE_SECONDS)

    def _take(self, frame, text, began):
        self._look(text, began)
        if frame["version"] <= self.version:
            return  # applying twice changes nothing
        self.went.lines[-1].append(frame["version"])
        if (found := TOKEN.search(text)) and found[0] not in self.had:
            self.had.add(found[0])
            self.audience.seen[found[0]].append(time.monotonic())
        if not self.page.apply(frame):
            raise ValueError("a gap")
        self.version = self.page.version
        if len(self.page.entries) > KEPT:
            del self.page.entries[KEPT:]
            self.page.has_older = True

    def _look(self, text, began):
        """What was gone before `began` may not be in it."""
        began -= self.audience.held_up
        for token in TOKEN.findall(text):
            if self.audience.gone.get(token, began) < began:
                self.went.stale.append(token)
        self.audience.leaked += [(f"reader {self.name}", token) for token in SECRET.findall(text)]

    def ended(self):
        self.went.shown = self.page and self.page.shown
        return self.went


def parsed(block):
    said = dict(line.partition(": ")[::2] for line in block.strip().split("\n"))
    if "event" not in said:
        return Event("retry", {})
    return Event(said["event"], json.loads(said["data"]), said.get("id"))


async def get(port, path, within=15):
    """(status, text)"""
    reader, writer = await _ask(port, path)
    try:
        async with asyncio.timeout(within):
            status = await _status(reader)
            return status, (await reader.read()).decode()
    finally:
        writer.transport.abort()


async def _ask(port, path):
    reader, writer = await asyncio.wait_for(asyncio.open_connection("127.0.0.1", port, limit=2**22), 10)
    writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
    return reader, writer


async def _status(reader):
    head = await asyncio.wait_for(reader.readuntil(b"\r\n\r\n"), 15)
    return int(head.split(b" ", 2)[1])
