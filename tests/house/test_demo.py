"""`manage.py demo`: what README promises a newcomer."""

import re
import signal
import socket
import urllib.request

import pytest

from tests.house.commands import run, start
from tests.house.test_embedded import _is_running, _until


@pytest.fixture
def port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _read_until(process, phrase):
    """What it printed up to and with the line that has the phrase."""
    printed = []
    for line in process.stdout:
        printed.append(line)
        if phrase in line:
            return "".join(printed)
    raise AssertionError("".join(printed))


def test_the_demo_tells_its_story_and_ends_all_it_started(tmp_path, port):
    demo = start("demo", "--port", str(port), LIVEBLOG_DATA_DIR=str(tmp_path))
    try:
        welcome = _read_until(demo, "an entry arrives every")
        page = re.search(r"The page +(\S+)", welcome)[1]
        assert f"127.0.0.1:{port}/admin/coverage/livepage/" in welcome
        assert re.search(r"Logins +reporter, editor, chief\n +Password +\S{12} ", welcome)
        with urllib.request.urlopen(page) as answer:
            html = answer.read().decode()
        version = re.search(r'data-version="(\d+)"', html)[1]
        with urllib.request.urlopen(f"{page}stream?after={version}", timeout=30) as stream:
            heard = [stream.readline().decode() for _line in range(6)]
        assert "event: arrived\n" in heard
        beside = run("publish", "moon-landing", "--headline", "From beside", LIVEBLOG_DATA_DIR=str(tmp_path))
        assert beside == (0, "From beside\n")
        taken = run("demo", "--port", str(port), LIVEBLOG_DATA_DIR=str(tmp_path))
        assert taken[0] == 1
        assert "A demo is already running" in taken[1]
    finally:
        demo.send_signal(signal.SIGINT)
        rest = demo.stdout.read()
        demo.stdout.close()
    assert demo.wait(timeout=15) == 0
    assert rest.endswith(f"Stopped. The data stays in {tmp_path}.\n")
    _until(lambda: not _is_running(tmp_path))


def test_a_taken_port_is_said_in_a_sentence(tmp_path):
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        status, printed = run("demo", "--port", str(port), LIVEBLOG_DATA_DIR=str(tmp_path))
    assert (status, printed) == (
        1,
        f"127.0.0.1:{port} cannot be used (Address already in use); try another --port.\n",
    )
