"""How long do all rules of the desk need for 100 kB?  uv run python -m tests.bench.checks

Prints the best of three for each text that would keep a careless rule busy, and for its way into
canonical HTML, which comes first. Ends with 1 if the rules need more than half a second for any.
"""

import os
import sys
import tempfile
import time

os.environ.setdefault("LIVEBLOG_DATA_DIR", tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
import django

django.setup()

from coverage.desk.checks import findings
from coverage.markup import blocks
from coverage.markup.canonical import canonical
from tests.desk.checks.attacks import ATTACKS, attack

MOST = 0.5  # seconds


def best(work):
    return min(_timed(work) for _ in range(3))


def _timed(work):
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def main():
    slowest = 0
    for name, text in ATTACKS.items():
        draft, html = attack(name), "<p>" + text.replace("&", "&amp;").replace("<", "&lt;")
        rules = best(lambda draft=draft: findings(draft))
        reading = best(lambda html=html: blocks.lines(canonical(html)))
        slowest = max(slowest, rules)
        print(f"{name:16} rules {1000 * rules:6.1f} ms   canonical {1000 * reading:6.1f} ms")
    return slowest > MOST


if __name__ == "__main__":
    sys.exit(main())
