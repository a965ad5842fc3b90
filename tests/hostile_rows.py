"""The rows of hostile_texts.json: texts that attack whoever shows them, and what must come of each.

`tests/hostile.py` says of its own texts exactly what a reader must see; these go into every field there is.
"""

import json
from dataclasses import dataclass
from html import unescape
from pathlib import Path

ELSEWHERE = {
    "slug",
    "tag",
}  # what must come of these is said of their own place; anywhere else they are words
FILE = Path(__file__).with_name("hostile_texts.json")


@dataclass(frozen=True)
class Row:
    """`field`: where it is meant for. `never` must not stand in an answer as it is, `keep` must, read or raw."""

    name: str
    field: str
    values: tuple
    never: tuple
    keep: str

    @property
    def is_rich(self):
        return self.field == "body"

    def broken_by(self, stored, html):
        """What is wrong with what is stored of it and the answer that shows it; nothing, mostly."""
        if self.field in ELSEWHERE:
            return []
        markup = () if self.is_rich else [words for words in self.never if set("<\"'") & set(words)]
        wrong = [f"{words!r} is stored" for words in self.never if words in stored and words not in markup]
        # A mark of quotation may stand in a text, if not in an attribute: a browser sees to that.
        wrong += [f"{words!r} is shown" for words in markup if "<" in words and words in html]
        if self.keep not in html and " ".join(self.keep.split()) not in " ".join(unescape(html).split()):
            wrong.append(f"{self.keep!r} is lost")
        return wrong


def rows(most=2_000_000):
    """All of them; what is long by repeating itself is cut to about `most` characters."""
    return [_row(row, most) for row in json.loads(FILE.read_text("utf-8"))["rows"]]


def _row(row, most):
    if "repeat" in row:
        times = min(row["times"], most // len(row["repeat"]))
        values = [row.get("prefix", "") + row["repeat"] * times + row.get("suffix", "")]
    else:
        values = row["value"] if isinstance(row["value"], list) else [row["value"]]
    # Half a character is no part of any request: a browser sends a question mark or U+FFFD for it.
    sent = tuple(value.encode("utf-8", "replace").decode() for value in values)
    return Row(row["id"], row["field"], sent, tuple(row.get("never", ())), row.get("keep", ""))
