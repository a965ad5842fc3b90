"""The ASGI lifespan, which Django has none of: it starts and ends the hub of this process."""

import asyncio
import signal
import threading

from coverage.stream.app import hub
from coverage.stream.pulse import Pulse


async def lifespan(receive, send):
    """Answer lifespan.startup and lifespan.shutdown (ASGI lifespan 2.0)."""
    # A process of our own: whoever runs us beside other things would end with us.
    pulse = Pulse() if threading.current_thread() is threading.main_thread() else None
    while True:
        message = await receive()
        if message["type"] == "lifespan.startup":
            await hub.start()
            _end_streams_on_signals()
            await send({"type": "lifespan.startup.complete"})
        else:
            await hub.stop()
            if pulse:
                pulse.beating.cancel()  # what is left to end has so long
            await send({"type": "lifespan.shutdown.complete"})
            return


def _end_streams_on_signals():
    """uvicorn waits for open answers before it says shutdown, and a stream never ends by itself."""
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        before = signal.getsignal(number)

        def handle(number, frame, before=before):
            loop.call_soon_threadsafe(hub.end_streams)
            if callable(before):
                before(number, frame)

        try:
            signal.signal(number, handle)
        except ValueError:
            return  # not the main thread: whoever runs us there ends the hub
