"""Something done once, however many ask for it at the same time, on one machine."""

import fcntl
import os
import tempfile
from contextlib import contextmanager
from pathlib import Path
from zlib import crc32

DOORS = 256  # files there are at most; two names that share one only wait for one another


@contextmanager
def one_at_a_time(name):
    """Alone with this name among all threads and processes here; a killed one lets go."""
    folder = Path(tempfile.gettempdir()) / f"liveblog-{os.getuid()}"
    folder.mkdir(mode=0o700, exist_ok=True)
    with (folder / f"{crc32(name.encode()) % DOORS}.lock").open("a") as door:
        fcntl.flock(door, fcntl.LOCK_EX)
        yield
