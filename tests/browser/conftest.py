"""A real browser against a real server process."""

import os
import socket
import subprocess
import sys
import time
import urllib.request
from pathlib import Path

import pytest
from django.db import connection

from tests.serving import eventually

CHROMIUM = Path(os.environ.get("CHROME_PATH", "/usr/bin/chromium"))
FLAGS = [
    "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update",
]  # fmt: skip


class Server:
    """Liveblog on a port of its own. `url` begins every address; `env` is added to its environment."""

    def __init__(self, media, **env):
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url = f"http://127.0.0.1:{self.port}"
        self._env = {
            **os.environ,
            "TEST_DATABASE": connection.settings_dict["NAME"],
            "MEDIA_ROOT": str(media / "media"),
            "ORIGINALS_ROOT": str(media / "originals"),
            **env,
        }
        self._process = None

    def start(self):
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.browser.serve", str(self.port)], env=self._env
        )
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                with urllib.request.urlopen(f"{self.url}/healthz"):
                    return self
            except OSError:
                assert self._process.poll() is None, "the server ended while starting"
        raise AssertionError("the server did not answer in 30 s")

    def kill(self):
        """As when the power goes: nothing is said to anybody."""
        self._process.kill()
        self._process.wait()

    def stop(self):
        if self._process.poll() is None:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self.kill()


def pytest_collection_modifyitems(items):
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.browser)


@pytest.fixture(scope="session")
def media(tmp_path_factory):
    """The folders of renditions and of originals, from which the server makes those that are not there yet."""
    folder = tmp_path_factory.mktemp("files")
    for name in ("media", "originals"):
        (folder / name).mkdir()
    return folder


@pytest.fixture(autouse=True)
def _own_files(settings, media):
    """Instead of folders a test: the server process knows only one of each."""
    settings.MEDIA_ROOT = media / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {
            **settings.STORAGES["originals"],
            "OPTIONS": {"location": str(media / "originals"), "base_url": None},
        },
    }


@pytest.fixture(scope="session")
def _running(django_db_setup, django_db_blocker, media):
    with django_db_blocker.unblock():
        server = Server(media).start()
    yield server
    server.stop()


@pytest.fixture
def server(_running, transactional_db):
    """The site, running on this test's database."""
    yield _running
    # The flush and a request that is still at work could each wait for the other.
    eventually(_nobody_works, within=15, what="the last request's end")


def _nobody_works():
    others = "datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) = 0 FROM pg_stat_activity WHERE {others}")
        return cursor.fetchone()[0]


@pytest.fixture
def other_server(transactional_db, media):
    """Makes a Server of the test's own, with an environment of its own; it may kill it."""
    made = []

    def make(**env):
        made.append(Server(media, **env).start())
        return made[-1]

    yield make
    for server in made:
        server.stop()


@pytest.fixture(scope="session")
def chromium():
    if not CHROMIUM.exists():
        if os.environ.get("CI") == "true":
            pytest.fail(f"{CHROMIUM} is missing: install Debian's chromium, or set CHROME_PATH.")
        pytest.skip(f"{CHROMIUM} is missing")
    from playwright.sync_api import sync_playwright

    # Its event loop stays set in this thread while it runs; Django would take us for asynchronous code.
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=CHROMIUM,
            headless=True,
            chromium_sandbox=False,
            args=FLAGS,
            ignore_default_args=["--disable-back-forward-cache"],
        )
        yield browser
        browser.close()


@pytest.fixture
def new_context(chromium, server):
    """Makes a browser's profile (`new_context(java_script_enabled=False)`), ended with the test."""
    made = []

    def make(**options):
        options = {
            "base_url": server.url,
            "viewport": {"width": 1280, "height": 900},
            "reduced_motion": "reduce",
            **options,
        }
        made.append(chromium.new_context(**options))
        made[-1].set_default_timeout(15_000)
        return made[-1]

    yield make
    for context in made:
        context.close()


@pytest.fixture
def context(new_context):
    return new_context()


@pytest.fixture
def tab(context):
    """One open tab. What its console says in red, and what its policy refused, fails the test at its end."""
    tab = context.new_page()
    wrong = []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on(
        "console",
        lambda message: message.type == "error" and wrong.append(f"{message.text} {message.location}"),
    )
    tab.wrong = wrong
    yield tab
    assert tab.wrong == []
