"""PostgreSQL away and back: pages come from the cache or say when to come again, streams stay, and all goes on by itself."""

import subprocess
import sys
import time
import urllib.error
import urllib.request
from contextlib import ExitStack
from types import SimpleNamespace

import pytest

from tests.faults.house import free_port
from tests.house.commands import ROOT, environment, run
from tests.house.nginx import nginx_before
from tests.house.postgres import postgresql
from tests.house.test_env import GOOD
from tests.serving import Stream, eventually


def answer(url, **headers):
    """(status, headers, text)"""
    asked = urllib.request.Request(url, headers={"Host": "live.example.org", **headers})
    try:
        asked = urllib.request.urlopen(asked, timeout=15)
    except urllib.error.HTTPError as error:
        asked = error
    except OSError:
        return None, {}, ""
    with asked:
        return asked.status, asked.headers, asked.read().decode()


@pytest.fixture
def server():
    with postgresql() as server:
        yield server


def test_kept_pages_stay_others_say_503_streams_say_behind_and_all_is_back_in_ten_seconds(server, tmp_path):
    site = {**GOOD, "DATABASE_URL": server.make(), "LIVEBLOG_DATA_DIR": str(tmp_path), "DEBUG": "true"}
    site |= {"STREAM_BEAT_SECONDS": "1", "SITE_URL": "http://live.example.org"}
    run("migrate", "-v0", **site)
    make = "from coverage.models import LivePage as L; L.objects.create(slug='storm', title='Storm').open(by=None)"
    assert run("shell", "-v0", "-c", make, **site) == (0, "")
    port = free_port()
    site["DEBUG"] = "false"
    assert run("collectstatic", "--noinput", "-v0", **site) == (0, "")
    command = [sys.executable, "-m", "uvicorn", "liveblog.asgi:application", "--port", str(port)]
    with open(tmp_path / "log", "w") as log:
        web = subprocess.Popen(command, cwd=ROOT, env=environment(**site) | {"PYTHONPATH": str(ROOT)}, stderr=log, stdout=log)  # fmt: skip
    url = f"http://127.0.0.1:{port}"
    opened = ExitStack()
    try:
        eventually(lambda: answer(f"{url}/healthz")[0] == 200, within=30)
        front, _inner = opened.enter_context(nginx_before(SimpleNamespace(url=url), tmp_path))
        status, kept, page = answer(f"{front}/live/storm/")
        assert status == 200
        found = answer(f"{url}/live/storm/feed.atom")
        assert found[0] == 200, found
        stream = Stream(port, "/live/storm/stream", {"Host": "live.example.org"}, within=30)
        assert "behind" not in stream.event(within=30).data
        server.stop()
        gone_at = time.monotonic()
        for path, cookie in (("/live/storm/feed.atom?away", ""), ("/admin/", "sessionid=" + "k" * 32)):
            status, headers, text = answer(url + path, Cookie=cookie)
            assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store"), text
            assert "cannot reach its database" in text
        eventually(lambda: answer(f"{front}/live/storm/")[1]["X-Cache"] == "STALE", within=10)
        status, headers, text = answer(f"{front}/live/storm/")
        assert (status, headers["Date"], text) == (200, kept["Date"], page)  # as old as it says
        status, headers, _text = answer(f"{front}/authors/nobody/")
        assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store")
        assert answer(f"{url}/readyz/web")[0] == 503
        assert "liveblog_database_up 0.0" in answer(f"{url}/metrics")[2]
        eventually(lambda: stream.event(within=30).data.get("behind"), within=40)
        eventually(
            lambda: time.monotonic() - gone_at > 15, within=20
        )  # longer than a pool would soon ask again
        server.start()
        eventually(lambda: answer(f"{url}/live/storm/feed.atom?back")[0] == 200, within=10)
        assert run("publish", "storm", "--headline", "Back", **site) == (0, "Back\n")
        frame = stream.frame(within=10)
        assert (frame.name, "Back" in frame.data["html"]) == ("arrived", True)
        stream.close()
    finally:
        opened.close()
        web.terminate()
        web.wait(20)
    assert "Traceback" not in (tmp_path / "log").read_text()
