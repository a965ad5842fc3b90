"""Where pictures are decoded: beside the process that serves, with limits, so that none can slow or fell it."""

import json
import os
import socket
import subprocess
import sys
import threading
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path

SECONDS = 20  # for one picture, by the clock
MEMORY = 1024**3  # bytes of address space
AT_ONCE = 2  # pictures that one process has in work; others wait
PATIENCE = 60  # seconds that they wait
QUIET = 10  # how nice the background is

_HOUSE = Path(__file__).resolve().parents[2]


class Gave(Exception):
    """What became of a picture instead of renditions; the text is the key of a sentence in take_in.py."""


def look_into(data, *, make, seconds=SECONDS, memory=MEMORY, nice=2):
    """Yield what the picture in `data` is, then each file to `make`, as (dictionary, bytes).

    `make`: Wanted; or "first" or "nothing", as in workbench.py. The last has `done`, `cpu` (seconds) and `peak` (bytes). Raises Gave: whatever goes wrong over there.
    """
    job = {
        "size": len(data),
        "make": make if isinstance(make, str) else [asdict(wanted) for wanted in make],
        "limits": {"seconds": seconds, "memory": memory, "nice": nice},
    }
    with _a_place(), _workshop.talk() as line:
        line.settimeout(seconds + 5)  # it ends itself sooner
        try:
            line.sendall(json.dumps(job).encode() + b"\n")
            line.sendall(data)
        except OSError:
            pass  # it has gone already; what it said is still to be read
        with line.makefile("rb") as answers:
            yield from _answers(answers)


def _answers(answers):
    while True:
        try:
            head = json.loads(answers.readline(100_000))
            content = answers.read(head["size"])
        except (OSError, ValueError):
            raise Gave("too much") from None
        if len(content) < head["size"]:
            raise Gave("too much")
        if "refused" in head:
            raise Gave(head["refused"])
        yield head, content
        if "done" in head:
            return


class _Workshop:
    """The waiting process of this one, started when it is first needed and again when it has gone."""

    def __init__(self):
        self._lock, self._line, self._process, self._owner = threading.Lock(), None, None, None

    @contextmanager
    def talk(self):
        """A socket to a fork of its own."""
        ours, theirs = socket.socketpair()
        with ours:
            with theirs, self._lock:
                self._hand_over(theirs)
            yield ours

    def _hand_over(self, theirs):
        try:
            self._start_if_needed()
            socket.send_fds(self._line, [b"."], [theirs.fileno()])
        except OSError:  # it was killed
            self._owner = None
            self._start_if_needed()
            socket.send_fds(self._line, [b"."], [theirs.fileno()])

    def _start_if_needed(self):
        if self._owner == os.getpid() and self._process.poll() is None:
            return
        self._line, theirs = socket.socketpair()
        with theirs:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "coverage.pictures.workbench", str(theirs.fileno())],
                pass_fds=[theirs.fileno()],
                cwd=_HOUSE,
                env=_nothing_secret(),
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                start_new_session=True,  # a Ctrl+C is for us; it ends when we close the line
            )
        self._owner = os.getpid()


def _nothing_secret():
    kept = ("PATH", "LANG", "LD_LIBRARY_PATH", "PYTHONDONTWRITEBYTECODE")
    return {**{name: os.environ[name] for name in kept if name in os.environ}, "MALLOC_ARENA_MAX": "2"}


@contextmanager
def _a_place():
    if not _places.acquire(timeout=PATIENCE):
        raise Gave("busy")
    try:
        yield
    finally:
        _places.release()


_places = threading.BoundedSemaphore(AT_ONCE)
_workshop = _Workshop()
