"""A minute of everything that goes wrong, with real processes, in CI; `tests/faults/run --long` for half an hour.

The seed is printed: `tests/faults/run --seed N` does the same again, as far as the machine lets it.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tests.faults.house import ROOT

needs_nginx = pytest.mark.skipif(
    not shutil.which("nginx") and not os.environ.get("CI"), reason="nginx is not here"
)


@needs_nginx
def test_nothing_is_lost_doubled_or_leaked_whatever_goes_wrong():
    said = a_day("--seconds", "60", "--between", "2", "--readers", "60")
    assert len(said["faults"]) >= 3  # about ten, but a machine that others use may be slow
    assert said["attempts"]["publish ok"] > 0
    assert said["frames"] > 0


@needs_nginx
def test_a_replica_that_lags_or_is_away_gives_nobody_an_older_page():
    """Three web processes, pictures in an S3 store, pages read from a streaming replica.

    And fewer streams than readers: the others ask the change list, and are left behind no more than these.
    """
    said = a_day(
        "--machines",
        "--strikes",
        "2",
        "--between",
        "1",
        "--readers",
        "30",
        "--streams",
        "6",
        "--only",
        "replica",
    )
    assert said["polls"] > 0
    assert len(said["faults"]) == 2
    assert said["frames"] > 0


def a_day(*arguments):
    """What the house of faults says; every law holds, and nobody is left behind."""
    own = {"DATABASE_URL", "LIVEBLOG_DATA_DIR", "LIVEBLOG_TEST_DIR", "DEBUG", "SECRET_KEY"}
    env = {name: value for name, value in os.environ.items() if name not in own}
    command = [sys.executable, "-m", "tests.faults.play", *arguments]
    day = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=400, check=False)
    print(day.stderr[-3000:], day.stdout)
    said = json.loads(day.stdout)
    assert said["broken"] == []
    assert said["behind"] == []
    return said
