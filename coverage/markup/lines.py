"""One-line plain texts: headlines, names, credits."""

import re

from coverage.markup.canonical import UNWANTED

_SPACES = re.compile(r"[\s\u2028\u2029\x85]+")
_INVISIBLE = re.compile("[\u200b\ufeff\u2060]")


def line(text):
    """`text` on one line: control and direction marks dropped, every run of white space one space."""
    return _SPACES.sub(" ", _INVISIBLE.sub("", UNWANTED.sub("", text.replace("\x1f", " ")))).strip()


def lines(text):
    """A plain text of several lines, each as `line` has it; at most one empty line in a row."""
    kept = []
    for part in re.split(r"\r\n|[\n\r\u2028\u2029\x85]", text):
        part = line(part)
        if part or (kept and kept[-1]):
            kept.append(part)
    return "\n".join(kept).strip()
