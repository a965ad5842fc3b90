"""A line between a browser and the server that can be slow, go dead or be cut.

Chromium's own "offline" refuses new requests only: a stream that is open goes on.
"""

import asyncio
import threading
from contextlib import contextmanager

PIECE = 4096  # bytes that come at a time


@contextmanager
def bad_line(port):
    """A `Line` to a port of this machine, until the block ends."""
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever, name="bad line")
    thread.start()
    line = Line(port, loop)
    try:
        yield line
    finally:
        asyncio.run_coroutine_threadsafe(line.end(), loop).result(5)
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


class Line:
    """Forwards from `url`. `pace`: bytes a second; 0: all at once."""

    def __init__(self, port, loop):
        self.pace = 0
        self._port, self._loop, self._is_dead, self._ways = port, loop, False, set()
        door = asyncio.start_server(self._let_in, "127.0.0.1", 0)
        self._door = asyncio.run_coroutine_threadsafe(door, loop).result(5)
        self.url = f"http://127.0.0.1:{self._door.sockets[0].getsockname()[1]}"

    def die(self):
        """A phone without signal: nothing gets through and nothing is said to anybody."""
        self._is_dead = True

    def cut(self):
        """Every connection ends at once; new ones are let in."""
        self._is_dead = False
        self._loop.call_soon_threadsafe(self._end_all)

    async def end(self):
        self._door.close()
        self._end_all()
        await asyncio.gather(*self._ways, return_exceptions=True)

    def _end_all(self):
        for way in self._ways:
            way.cancel()

    async def _let_in(self, reader, writer):
        self._ways.add(way := asyncio.current_task())
        there, to_there = await asyncio.open_connection("127.0.0.1", self._port)
        try:
            await asyncio.gather(self._forward(reader, to_there), self._forward(there, writer))
        except (OSError, asyncio.CancelledError):
            writer.transport.abort()  # one of the ends has gone, or the line is cut
            to_there.transport.abort()
        finally:
            self._ways.discard(way)

    async def _forward(self, reader, writer):
        while data := await reader.read(PIECE):
            if self.pace:
                await asyncio.sleep(len(data) / self.pace)
            if not self._is_dead:
                writer.write(data)
                await writer.drain()
        writer.close()
