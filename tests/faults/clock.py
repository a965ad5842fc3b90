"""A web process's own clock, which the nemesis sets: a file says by how many seconds it is wrong."""

import os
import time
from datetime import timedelta
from pathlib import Path

from django.utils import timezone

FILE = "CLOCK_IS_WRONG_BY"  # in the environment: the file's path

_time, _now = time.time, timezone.now


def seconds_wrong():
    try:
        return float(Path(os.environ[FILE]).read_text())
    except (OSError, ValueError):
        return 0


def go_by_it():
    """Before any model is imported: they keep the function that they found."""
    time.time = lambda: _time() + seconds_wrong()
    timezone.now = lambda: _now() + timedelta(seconds=seconds_wrong())
