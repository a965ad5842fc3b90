"""A process whose event loop stands still does not stay."""

import subprocess
import sys

STANDS_STILL = """
import asyncio, threading
from coverage.stream.pulse import Pulse

async def main():
    pulse = Pulse(still_seconds=1)
    await asyncio.sleep(1.5)  # beats are heard meanwhile
    print("alive", flush=True)
    threading.Event().wait()

asyncio.run(main())
"""


def test_a_loop_that_waits_for_ever_ends_its_process():
    done = subprocess.run([sys.executable, "-c", STANDS_STILL], capture_output=True, text=True, timeout=30)
    assert (done.returncode, done.stdout) == (1, "alive\n")
    assert "stands still" in done.stderr
