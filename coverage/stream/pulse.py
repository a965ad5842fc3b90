"""A process whose event loop stands still ends, and whoever keeps it starts it again.

Where memory runs out, a thread can die before it has told Python that it lives, and the loop that began it
waits for ever: a process that answers nobody, and that no restart policy sees.
"""

import asyncio
import os
import threading
import time

STILL_SECONDS = 10
LEFT_OUT = 20  # so many beats in that time
_SAID = b'{"level": "CRITICAL", "logger": "coverage.stream.pulse", "message": "The event loop stands still; this process ends."}\n'


class Pulse:
    """Watches the loop that it is made in, from a thread that needs no memory for it."""

    def __init__(self, still_seconds=STILL_SECONDS):
        self.seconds_between, self.left_out = still_seconds / LEFT_OUT, 0
        self.beating = asyncio.create_task(self._beat())
        threading.Thread(target=self._watch, name="pulse", daemon=True).start()

    async def _beat(self):
        while True:
            self.left_out = 0
            await asyncio.sleep(self.seconds_between)

    def _watch(self):
        """It counts and looks at no clock: a process that was stopped and goes on has left out one."""
        while self.left_out < LEFT_OUT:
            time.sleep(self.seconds_between)
            self.left_out += 1
        os.write(2, _SAID)
        os._exit(1)
