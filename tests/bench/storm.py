"""How soon has everybody who comes back at once what they missed?  uv run python -m tests.bench.storm [READERS]

So many readers (10,000 by default, which wants `ulimit -n 12000`) whose streams broke, each five entries
behind, come to a process that has just started and keeps nothing yet. Prints how long it took from the first
reader's coming to the last one's last frame, frames lost, doubled and out of order, and how often
the log was asked: the goal is ≤ 10 s, and once for a page and a range of versions.
"""

import asyncio
import contextlib
import os
import resource
import subprocess
import sys
import tempfile
import time

from liveblog.listeners import Listeners
from tests.bench.ready import started
from tests.bench.streams import MAKE

PORT, BEHIND = 8731, 5
PUBLISH = """
from coverage.models import Entry, LivePage
page = LivePage.objects.get(slug="bench")
text = "<p>" + "What happened and who said it, told plainly. " * 30 + "</p>"
for number in range(20):
    Entry.objects.draft(page=page, by=None, headline=f"Headline {number}", body=text).publish(by=None)
page.refresh_from_db()
print(page.version)
"""


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (number + 1000, max(hard, number + 1000)))
    with tempfile.TemporaryDirectory(prefix="liveblog-bench-") as folder:
        counted = f"{folder}/asked"
        env = {**os.environ, "LIVEBLOG_DATA_DIR": folder, "DEBUG": "false", "PYTHONPATH": ".", "COUNTED": counted,
               "STREAM_LIMIT": str(number + 100)}  # fmt: skip
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "-v0", "--noinput"],
            ["shell", "-v0", "-c", MAKE],
        ):
            subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)
        version = int(
            subprocess.check_output([sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH], env=env)
        )
        web = started("tests.bench.counted:application", PORT, env)
        try:
            took, found = asyncio.run(all_at_once(number, version - BEHIND))
        finally:
            web.terminate()
            web.wait(20)
        with open(counted) as lines:
            asked = sum('SELECT "coverage_change".' in line for line in lines)
    print(
        f"{number:,} readers, {BEHIND} entries behind: all had them after {took:.1f} s; lost {found['lost']}, "
        f"doubled {found['doubled']}, out of order {found['swapped']}; the log was asked {asked} times; "
        f"load average {os.getloadavg()[0]:.1f}"
    )


async def all_at_once(number, cursor):
    began = time.time()
    async with Listeners(f"http://127.0.0.1:{PORT}/live/bench/stream?after={cursor}", number) as readers:
        await readers.until_settled(BEHIND)
        return readers.last_at - began, readers.account(BEHIND)


if __name__ == "__main__":
    main()
