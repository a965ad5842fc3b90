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


@pytest.mark.skipif(not shutil.which("nginx") and not os.environ.get("CI"), reason="nginx is not here")
def test_nothing_is_lost_doubled_or_leaked_whatever_goes_wrong():
    command = [
        sys.executable,
        "-m",
        "tests.faults.play",
        "--seconds",
        "60",
        "--between",
        "2",
        "--readers",
        "60",
    ]
    own = {"DATABASE_URL", "LIVEBLOG_DATA_DIR", "LIVEBLOG_TEST_DIR", "DEBUG", "SECRET_KEY"}
    env = {name: value for name, value in os.environ.items() if name not in own}
    day = subprocess.run(command, cwd=ROOT, env=env, capture_output=True, text=True, timeout=400, check=False)
    print(day.stderr[-3000:], day.stdout)
    said = json.loads(day.stdout)
    assert said["broken"] == []
    assert said["behind"] == []
    assert len(said["faults"]) >= 5
    assert said["attempts"]["publish ok"] >= 20
    assert said["frames"] > 0
