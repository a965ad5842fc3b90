"""Many readers on one event stream, counted frame by frame: no more than a socket each."""

import asyncio
import json
import socket
import statistics
import time
from functools import lru_cache
from urllib.parse import urlsplit

FROM_ONE_ADDRESS = 5000  # so many loopback connections, or the ports run out


class Listeners:
    """`async with Listeners(address, number) as readers`: so many have been answered; all leave at the end.

    `delays`: seconds from each frame's sending to its arrival. `last_at`: when the last one came (Unix time).
    """

    def __init__(self, address, number):
        self.parts, self.number = urlsplit(address), number
        self.readers, self.delays, self.last_at = [], [], None

    async def __aenter__(self):
        gate = asyncio.Semaphore(200)
        self.readers = await asyncio.gather(*(self._one(gate, each) for each in range(self.number)))
        await asyncio.sleep(1)
        return self

    async def __aexit__(self, *_):
        for reader in self.readers:
            reader.transport.abort()
        await asyncio.sleep(0.5)

    async def _one(self, gate, each):
        loop = asyncio.get_running_loop()
        async with gate:
            line = socket.socket()
            line.setblocking(False)
            # The kernel picks the port at connect(): picked at bind(), the search for one takes most of the time.
            line.setsockopt(socket.IPPROTO_IP, getattr(socket, "IP_BIND_ADDRESS_NO_PORT", 24), 1)
            line.bind((f"127.0.0.{2 + each // FROM_ONE_ADDRESS}", 0))
            await loop.sock_connect(line, (self.parts.hostname, self.parts.port))
            _, reader = await loop.create_connection(lambda: Listener(self), sock=line)
            await asyncio.wait_for(reader.answered, 60)
        return reader

    async def until_settled(self, frames, within=30):
        """Until each has as many, or nothing more comes."""
        until = time.monotonic() + within
        while time.monotonic() < until and any(len(reader.ids) < frames for reader in self.readers):
            await asyncio.sleep(0.1)

    def account(self, frames):
        """`lost`: of so many frames to each; `swapped`: after a later one. `last`: what the last one said."""
        every = sorted(set().union(*(reader.ids for reader in self.readers)))
        place = {one: number for number, one in enumerate(every)}
        delays = sorted(self.delays) or [float("nan")]
        return {
            "lost": sum(frames - len(set(reader.ids)) for reader in self.readers),
            "doubled": sum(len(reader.ids) - len(set(reader.ids)) for reader in self.readers),
            "swapped": sum(
                place[one] > place[other]
                for reader in self.readers
                for one, other in zip(reader.ids, reader.ids[1:], strict=False)
            ),
            "p50": statistics.median(delays),
            "p99": delays[min(len(delays) - 1, int(len(delays) * 0.99))],
            "last": next((reader.last for reader in self.readers if reader.last), None),
        }


class Listener(asyncio.Protocol):
    """One connection: HTTP/1.1, chunked or not; frames are what carries `sent_at`, beats are passed over."""

    def __init__(self, all_of_them):
        self.all, self.ids, self.last = all_of_them, [], None
        self.raw, self.text, self.is_chunked, self.has_head = b"", b"", False, False
        self.answered = asyncio.get_running_loop().create_future()

    def connection_made(self, transport):
        self.transport = transport
        parts = self.all.parts
        target = parts.path + (f"?{parts.query}" if parts.query else "")
        transport.write(
            f"GET {target} HTTP/1.1\r\nHost: {parts.netloc}\r\nAccept: text/event-stream\r\n\r\n".encode()
        )

    def connection_lost(self, error):
        if not self.answered.done():
            self.answered.set_exception(ConnectionError("hung up before an answer"))

    def data_received(self, data):
        now = time.time()
        self.raw += data
        if not self.has_head and not self._take_head():
            return
        self.text += self._body()
        *frames, self.text = self.text.split(b"\n\n")
        for frame in frames:
            if found := parsed(frame):
                self.ids.append((found["sent_at"], found["version"]))
                self.last = found
                self.all.delays.append(now - found["sent_at"])
                self.all.last_at = now

    def _take_head(self):
        head, ended, rest = self.raw.partition(b"\r\n\r\n")
        if not ended:
            return False
        self.has_head, self.raw = True, rest
        self.is_chunked = b"chunked" in head.lower()
        status = int(head.split(b" ", 2)[1])
        if status == 200:
            self.answered.set_result(None)
        else:
            self.answered.set_exception(ConnectionError(f"answered with {status}"))
        return True

    def _body(self):
        if not self.is_chunked:
            body, self.raw = self.raw, b""
            return body
        body = b""
        while True:
            size, ended, rest = self.raw.partition(b"\r\n")
            if not ended:
                return body
            length = int(size.split(b";")[0] or b"0", 16)
            if len(rest) < length + 2:
                return body
            body, self.raw = body + rest[:length], rest[length + 2 :]
            if not length:
                return body


@lru_cache(1000)
def parsed(frame):
    """The JSON of a frame that says when it was sent; every reader gets the same bytes, so once for all."""
    for line in frame.split(b"\n"):
        if line.startswith(b"data:"):
            said = json.loads(line[5:])
            return said if "sent_at" in said else None
    return None
