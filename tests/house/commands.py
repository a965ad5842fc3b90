"""Runs manage.py as ops do: a process of its own, with an environment of its own."""

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent.parent
# The last is of the browser tests, which may have run before in this process.
OURS = (
    "DATABASE_URL", "SECRET_KEY", "SITE_URL", "ALLOWED_HOSTS", "DEBUG", "EMAIL_URL", "LIVEBLOG_DATA_DIR",
    "DJANGO_ALLOW_ASYNC_UNSAFE",
)  # fmt: skip


def environment(**variables):
    """This process's, without any variable of ours but these; None leaves one out."""
    kept = {name: value for name, value in os.environ.items() if name not in OURS}
    return kept | {name: value for name, value in variables.items() if value is not None}


def start(*arguments, **variables):
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(**variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def run(*arguments, **variables):
    """(exit status, what it printed)"""
    process = start(*arguments, **variables)
    printed, _nothing = process.communicate(timeout=300)
    return process.returncode, printed
