"""`manage.py capacity` says why it can't, in a sentence, and no secret in it."""

from tests.house.commands import run
from tests.house.test_env import GOOD


def test_without_a_database_server_nothing_is_measured():
    status, printed = run("capacity", **GOOD)
    assert status == 1
    assert "No database for the test can be made:" in printed
    assert "Traceback" not in printed
    assert "hunter2" not in printed
