"""What must hold after a day of faults (FAULTS §1, laws a to f), judged from histories alone.

Pure: it asks nobody. `test_laws.py` plants losses, doubles, swaps, gaps and stale text and
wants each of them found.
"""

import itertools
from collections import Counter
from dataclasses import dataclass, field

OK, UNKNOWN, REFUSED = "ok", "unknown", "refused"


@dataclass
class Attempt:
    """An editor's try to put one text on the page, or to take an entry away or bring it back.

    `outcome`: ok (answered), unknown (no answer, or a 5xx), refused (a 4xx: it must not be there).
    """

    key: str
    verb: str  # publish, edit, withdraw, restore
    outcome: str
    token: str = ""


@dataclass
class Row:
    """An entry as the table has it at the end: its status, and the token of each of its revisions."""

    pk: int
    status: str
    token: str
    revisions: list


@dataclass
class Followed:
    """What a reader went through: the versions it took, connection by connection, and its page at the end."""

    name: str
    lines: list = field(default_factory=list)
    shown: object = None
    stale: list = field(default_factory=list)  # tokens seen on a line begun after they were gone


@dataclass
class History:
    attempts: list
    rows: dict  # key → [Row]
    changes: list  # versions, as the table has them, ascending
    version: int
    readers: list
    fresh: object  # the page as a new reader gets it, in the form of Followed.shown
    formats: dict  # name → ids of the entries it shows, newest first
    leaked: list = field(default_factory=list)  # (where, token) of what was never published


def broken(history):
    """Every law that does not hold, a sentence each; empty when all do."""
    return [
        *each_answered_text_is_there_once(history),
        *versions_have_no_gap(history),
        *every_reader_ends_with_the_page_of_today(history),
        *nobody_saw_what_was_gone(history),
        *all_formats_agree(history),
        *unknowns_are_whole_or_absent(history),
    ]


def each_answered_text_is_there_once(history):
    """Law (a), and that what was refused is not there."""
    for attempt in history.attempts:
        if attempt.verb in ("publish", "edit"):
            rows = history.rows.get(attempt.key, [])
            times = sum(row.revisions.count(attempt.token) for row in rows)
            if attempt.outcome == OK and times != 1:
                yield f"(a) {attempt.verb} of {attempt.token} was answered and is there {times} times"
            if attempt.outcome == REFUSED and times:
                yield f"(a) {attempt.verb} of {attempt.token} was refused and is there"
    for key, rows in history.rows.items():
        if len(rows) > 1:
            yield f"(a) key {key} is there {len(rows)} times"
    for key, states in _statuses(history).items():
        for row in history.rows.get(key, []):
            if row.status not in states:
                yield f"(a) entry {row.pk} is {row.status}; its editors left it {' or '.join(sorted(states))}"


def versions_have_no_gap(history):
    """Law (b)."""
    if history.changes != list(range(1, history.version + 1)):
        yield f"(b) the log has {len(history.changes)} changes, the page is at version {history.version}"


def every_reader_ends_with_the_page_of_today(history):
    """Law (c): on each line one version after another, and at the end what a fresh page shows."""
    for reader in history.readers:
        for line in reader.lines:
            if any(later != earlier + 1 for earlier, later in itertools.pairwise(line)):
                yield f"(c) reader {reader.name} got versions out of order: {line}"
        if reader.shown != history.fresh:
            yield f"(c) reader {reader.name} does not end with the page of today"


def nobody_saw_what_was_gone(history):
    """Law (d), and that no draft leaked."""
    for reader in history.readers:
        for token in reader.stale:
            yield f"(d) reader {reader.name} saw {token} after it was gone"
    for where, token in history.leaked:
        yield f"(d) {token} leaked: {where}"


def all_formats_agree(history):
    """Law (e)."""
    said = {name: tuple(ids) for name, ids in history.formats.items()}
    table = said.get("table")
    for name, ids in said.items():
        if ids != table[: len(ids)]:
            yield f"(e) {name} shows {ids}, the table has {table[: len(ids)]}"


def unknowns_are_whole_or_absent(history):
    """Law (f): at most one revision of it, and the entry says what its last revision says."""
    for attempt in history.attempts:
        if attempt.outcome == UNKNOWN and attempt.token:
            times = sum(row.revisions.count(attempt.token) for row in history.rows.get(attempt.key, []))
            if times > 1:
                yield f"(f) {attempt.token} had no answer and is there {times} times"
    for rows in history.rows.values():
        for row in rows:
            if not row.revisions:
                yield f"(f) entry {row.pk} has no revision"
            elif row.revisions[-1] != row.token:
                yield f"(f) entry {row.pk} says {row.token}, its last revision {row.revisions[-1]}"
            doubled = [token for token, times in Counter(row.revisions).items() if times > 1]
            if doubled:
                yield f"(f) entry {row.pk} has two revisions that say {doubled}"


def _statuses(history):
    """key → the statuses that the attempts leave open, each entry having one editor who acts in turn."""
    after = {"publish": "published", "edit": None, "withdraw": "withdrawn", "restore": "published"}
    statuses = {}
    for attempt in history.attempts:
        status = after[attempt.verb]
        if status is None or attempt.outcome == REFUSED:
            continue
        if attempt.outcome == OK or attempt.verb == "publish":
            statuses[attempt.key] = {status}
        else:
            statuses[attempt.key] = statuses.get(attempt.key, set()) | {status}
    return statuses
