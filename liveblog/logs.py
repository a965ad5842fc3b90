"""The log: one JSON line for each thing worth saying, with its request's id.

No secret and no text of a draft: of an exception it says kind and place, not its words, for those of
PostgreSQL and of Python's own conversions repeat the values that they were given.
"""

import json
import logging
import re
import traceback
from datetime import UTC, datetime

from django.core.exceptions import ImproperlyConfigured
from prometheus_client import Counter

from liveblog.env import Misconfigured
from liveblog.requests import request_id

LINES = Counter("liveblog_log_lines", "Lines of log by level.", ["level"])
for _level in ("WARNING", "ERROR", "CRITICAL"):
    LINES.labels(_level)  # there from the start: a rule can ask for a rise from 0
SPEAKING = (ImproperlyConfigured, Misconfigured)  # their words are ours, or about settings
_ONE_TIME_LINK = re.compile(r"(password/reset/)[^/\s]+-[^/\s]+")


class JsonLine(logging.Formatter):
    def format(self, record):
        said = {
            "at": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _ONE_TIME_LINK.sub(r"\1…", record.getMessage().strip()),
        }
        if said_by := request_id.get():
            said["request"] = said_by
        if record.exc_info and record.exc_info[1]:
            said["error"] = [_told(error) for error in _chain(record.exc_info[1])]
        return json.dumps(said, ensure_ascii=False)


class Counting(logging.Handler):
    """Counts lines for /metrics."""

    def emit(self, record):
        LINES.labels(record.levelname).inc()


def _chain(error):
    """The exception and what led to it, that first; at most ten."""
    chain = []
    while error is not None and error not in chain and len(chain) < 10:
        chain.insert(0, error)
        error = error.__cause__ or (None if error.__suppress_context__ else error.__context__)
    return chain


def _told(error):
    told = {"kind": f"{type(error).__module__}.{type(error).__qualname__}"}
    if isinstance(error, SPEAKING):
        told["words"] = str(error)
    elif isinstance(error, OSError) and error.strerror:
        told["words"] = error.strerror
    if code := getattr(error, "sqlstate", None):
        told["sqlstate"] = code
        told |= {
            what: name for what in ("table_name", "constraint_name") if (name := getattr(error.diag, what))
        }
    frames = traceback.extract_tb(error.__traceback__)[-25:]
    told["at"] = [f"{frame.filename}:{frame.lineno} {frame.name}" for frame in frames]
    return told
