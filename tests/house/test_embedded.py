"""The embedded PostgreSQL: shared while somebody uses it, gone when nobody does, however they ended."""

import signal
import time

from tests.house.commands import run, start

HOLD = "print(1 + 1, flush=True); import time; time.sleep(600)"


def _is_running(folder):
    return (folder / "postgres" / "data" / "postmaster.pid").exists()


def _until(promise, seconds=20):
    end = time.monotonic() + seconds
    while not promise():
        assert time.monotonic() < end
        time.sleep(0.05)


def test_a_killed_process_leaves_no_server_behind(tmp_path):
    first = start("shell", "-v0", "-c", HOLD, LIVEBLOG_DATA_DIR=str(tmp_path))
    second = start("shell", "-v0", "-c", HOLD, LIVEBLOG_DATA_DIR=str(tmp_path))
    assert (first.stdout.readline(), second.stdout.readline()) == ("2\n", "2\n")
    first.send_signal(signal.SIGKILL)
    first.wait()
    status, printed = run("shell", "-v0", "-c", _ASK, LIVEBLOG_DATA_DIR=str(tmp_path))
    assert (status, printed) == (0, "18\n")
    second.send_signal(signal.SIGKILL)
    second.wait()
    _until(lambda: not _is_running(tmp_path))
    first.stdout.close()
    second.stdout.close()


def test_what_was_written_is_there_next_time(tmp_path):
    write = "from django.db import connection as c; c.cursor().execute('CREATE TABLE kept (x int)'); print(c.introspection.table_names())"
    assert run("shell", "-v0", "-c", write, LIVEBLOG_DATA_DIR=str(tmp_path)) == (0, "['kept']\n")
    read = "from django.db import connection as c; print(c.introspection.table_names())"
    assert run("shell", "-v0", "-c", read, LIVEBLOG_DATA_DIR=str(tmp_path)) == (0, "['kept']\n")


def test_a_folder_that_can_not_be_written_is_named_in_a_sentence(tmp_path):
    (tmp_path / "file").write_text("")
    status, printed = run("check", LIVEBLOG_DATA_DIR=str(tmp_path / "file"))
    assert status == 1
    assert printed.startswith("LIVEBLOG_DATA_DIR: ")
    assert "name a folder that you may write to." in printed
    assert "Traceback" not in printed


_ASK = "from django.db import connection as c; c.ensure_connection(); print(c.pg_version // 10000)"
