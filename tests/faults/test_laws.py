"""A checker that cannot fail is a defect: in any good history each planted fault is found."""

import copy

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.faults.laws import OK, REFUSED, UNKNOWN, Attempt, Followed, History, Row, broken


@st.composite
def good_histories(draw):
    """Editors publish, edit, withdraw and restore, some without an answer; readers see it all."""
    attempts, rows, version, shown = [], {}, 0, {}
    for number in range(draw(st.integers(2, 8))):
        key, pk = f"key-{number}", number + 1
        revisions, status = [f"tok-{number}-0"], "published"
        attempts.append(Attempt(key, "publish", draw(st.sampled_from([OK, UNKNOWN])), revisions[0]))
        version += 1
        for turn in range(1, draw(st.integers(1, 4))):
            verb = draw(st.sampled_from(["edit", "withdraw", "restore", "refused", "lost"]))
            token = f"tok-{number}-{turn}"
            if verb == "edit":
                attempts.append(Attempt(key, verb, draw(st.sampled_from([OK, UNKNOWN])), token))
                revisions.append(token)
            elif verb == "refused":
                attempts.append(Attempt(key, "edit", REFUSED, token))
                continue
            elif verb == "lost":
                attempts.append(Attempt(key, "edit", UNKNOWN, token))
                continue
            else:
                attempts.append(Attempt(key, verb, OK))
                status = "withdrawn" if verb == "withdraw" else "published"
            version += 1
        rows[key] = [Row(pk, status, revisions[-1], revisions)]
        if status == "published":
            shown[pk] = revisions[-1]
    readers = []
    for number in range(draw(st.integers(1, 3))):
        begin = draw(st.integers(1, version))
        cut = draw(st.integers(begin, version))
        lines = [list(range(begin, cut + 1)), list(range(cut + 1, version + 1))]
        readers.append(Followed(f"r{number}", lines, dict(shown)))
    newest = tuple(sorted(shown, reverse=True))
    formats = {"table": newest, "page": newest[:3], "feed": newest}
    return History(attempts, rows, list(range(1, version + 1)), version, readers, shown, formats)


def a_row(history):
    return history.rows[history.attempts[0].key][0]


def the_answered(history):
    """The first text that was answered; made so if there is none."""
    found = next((one for one in history.attempts if one.outcome == OK and one.token), history.attempts[0])
    found.outcome = OK
    return found


def loss(history):
    lost = the_answered(history)
    history.rows[lost.key][0].revisions.remove(lost.token)


def whole_entry_lost(history):
    del history.rows[the_answered(history).key]


def double(history):
    row = history.rows[the_answered(history).key][0]
    history.rows[the_answered(history).key].append(copy.deepcopy(row))


def text_twice(history):
    found = the_answered(history)
    history.rows[found.key][0].revisions.insert(0, found.token)


def refused_yet_there(history):
    found = the_answered(history)
    history.attempts.append(Attempt(found.key, "edit", REFUSED, found.token))


def overwritten(history):
    a_row(history).token = "tok-of-nobody"


def undone(history):
    row = a_row(history)
    row.status = "withdrawn" if row.status == "published" else "published"


def gap(history):
    history.changes.pop(len(history.changes) // 2)


def numbered_twice(history):
    history.changes.append(history.changes[-1])


def swap(history):
    line = max((line for reader in history.readers for line in reader.lines), key=len)
    if len(line) < 2:
        history.readers[0].lines.append([2, 1])
    else:
        line[0], line[1] = line[1], line[0]


def frame_lost(history):
    history.readers[0].lines.append([history.version, history.version + 2])


def frame_doubled(history):
    history.readers[0].lines.append([history.version, history.version])


def reader_left_behind(history):
    history.readers[-1].shown = {**history.readers[-1].shown, 10_000: "tok-gone"}


def withdrawn_text_seen(history):
    history.readers[0].stale.append("tok-0-0")


def draft_leaked(history):
    history.leaked.append(("the feed", "secret-1"))


def feed_out_of_order(history):
    history.formats["table"] = (3, 2, 1)
    history.formats["feed"] = (2, 3, 1)


def feed_shows_what_is_gone(history):
    history.formats["feed"] = (10_000, *history.formats["feed"])


PLANTED = [
    loss, whole_entry_lost, double, text_twice, refused_yet_there, overwritten, undone, gap, numbered_twice,
    swap, frame_lost, frame_doubled, reader_left_behind, withdrawn_text_seen, draft_leaked,
    feed_out_of_order, feed_shows_what_is_gone,
]  # fmt: skip


@given(good_histories())
def test_a_good_day_breaks_no_law(history):
    assert broken(history) == []


@pytest.mark.parametrize("plant", PLANTED, ids=lambda plant: plant.__name__)
@settings(max_examples=60)
@given(history=good_histories())
def test_every_planted_fault_is_found(plant, history):
    plant(history)
    assert broken(history)
