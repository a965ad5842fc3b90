"""What a day at the house of faults came to, in figures."""

import re
import statistics
import time
from collections import Counter
from pathlib import Path

from tests.faults.laws import broken

SOON = 1  # s: within this a publish is with 95 of 100 readers, when all is well


def report(history, nemesis, editors, audience, behind, asked, began):
    outcomes = Counter(f"{attempt.verb} {attempt.outcome}" for attempt in history.attempts)
    delays = [delay for editor in editors for delay in editor.delays]
    back = [done.answering_s for done in nemesis.done]
    spread = spread_of(editors, audience)
    current = [(done.name, current_again(done.mended, spread)) for done in nemesis.done]
    return {
        "seed": asked.seed, "seconds": round(time.monotonic() - began), "readers": asked.readers,
        "version": history.version, "attempts": dict(sorted(outcomes.items())),
        "refusals": dict(Counter(re.sub(r"/\d+/", "/#/", text) for editor in editors for text in editor.refusals).most_common(6)),
        "retries": sum(editor.retries for editor in editors),
        "drafts_watched_for": sum(len(editor.secrets) for editor in editors),
        "polls": audience.polls,
        "lines": sum(len(reader.lines) for reader in history.readers),
        "frames": sum(len(line) for reader in history.readers for line in reader.lines),
        "faults": dict(sorted(Counter(done.name for done in nemesis.done).items())),
        "answering_again_s": middle_and_worst(back),
        "current_again_s": middle_and_worst([found for _name, found in current if found is not None]),
        "slowest_to_be_current_s": slowest(current),
        "publish_to_reader_s": middle_and_worst([delay for _asked_at, delay in spread]),
        "publish_s": middle_and_worst(delays),
        "held_up_s": round(audience.held_up, 2),
        "behind": behind, "broken": broken(history) + nemesis.wrong, "logs": {},
    }  # fmt: skip


def spread_of(editors, audience):
    """(when it was asked, seconds until 95 of 100 readers on a line had it) of each publish, in order."""
    asked = {token: at for editor in editors for token, at in editor.asked_at.items()}
    spread = []
    for token, at in sorted(asked.items(), key=lambda item: item[1]):
        if times := sorted(audience.seen[token]):
            spread.append((at, times[len(times) * 95 // 100 - (len(times) > 1)] - at))
    return spread


def current_again(mended, spread):
    """Seconds from the end of a fault until a publish was asked that was with readers soon; None: not seen."""
    return next((at - mended for at, delay in spread if at >= mended and delay <= SOON), None)


def slowest(current):
    """Of each kind of fault the longest that it took, the worst kind first."""
    worst = {}
    for name, found in current:
        if found is not None:
            worst[name] = max(worst.get(name, 0), round(found, 2))
    return dict(sorted(worst.items(), key=lambda item: -item[1]))


def middle_and_worst(seconds):
    if not seconds:
        return {}
    ranked = sorted(seconds)
    return {
        "median": round(statistics.median(ranked), 2),
        "p95": round(ranked[len(ranked) * 95 // 100], 2),
        "worst": round(ranked[-1], 2),
    }


def complaints(log: Path):
    """How often each kind of exception stands in a process's log."""
    if not log.exists():
        return {}
    return dict(
        Counter(
            re.findall(r"^([\w.]+(?:Error|Exception))\b", log.read_text("utf-8", "replace"), re.M)
        ).most_common(8)
    )
