"""What this very machine can carry: a site of its own for a minute, one web process of it under a small load.

The readers that ask run on the same cores, so nothing is driven to its end: from the processor time
that the web process spent on each answer it follows what one core of it could give.
"""

import asyncio
import contextlib
import http.client
import os
import resource
import secrets
import socket
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.parse import urlsplit, urlunsplit

import psycopg
from django.conf import settings

from liveblog.env import env_str
from liveblog.listeners import Listeners

READERS, FRAMES, SECONDS = 1000, 10, 3
SOON = 0.5  # seconds in which an entry should be with every reader
STARTS_WITHIN = 60
MAKE = """
from coverage.models import Entry, LivePage
page = LivePage.objects.create(slug="capacity", title="A page to measure by")
page.open(by=None)
text = "<p>" + "What happened and who said it, told plainly. " * 8 + "</p>"
for number in range(20):
    Entry.objects.draft(page=page, by=None, headline=f"Headline {number}", body=text).publish(by=None)
"""
# Publishes once for each line that it reads; for “rate”, as often as it can for some seconds.
PUBLISH = f"""
import sys, time
from coverage.models import Entry, LivePage
page = LivePage.objects.get(slug="capacity")
text = "<p>" + "What happened and who said it, told plainly. " * 30 + "</p>"
def publish():
    Entry.objects.draft(page=page, by=None, headline="News", body=text).publish(by=None)
publish()
for line in sys.stdin:
    until, times = time.monotonic() + ({SECONDS} if line == "rate\\n" else 0), 0
    while not times or time.monotonic() < until:
        publish()
        times += 1
    print(times, flush=True)
"""


def table():
    """Rows of (what, figure as text), measured within a minute. Unmeasurable when something does not start."""
    with a_site() as env:
        files = [] if _has_static_files() else [["collectstatic", "-v0", "--noinput"]]
        for command in (["migrate", "-v0"], *files, ["shell", "-v0", "-c", MAKE]):
            try:
                done = subprocess.run(
                    [sys.executable, "manage.py", *command], env=env, cwd=settings.BASE_DIR,
                    capture_output=True, text=True, timeout=STARTS_WITHIN, check=False,
                )  # fmt: skip
            except subprocess.TimeoutExpired:
                raise Unmeasurable("This machine is too busy: try again when it is quiet.") from None
            if done.returncode:
                raise Unmeasurable(done.stderr.strip().splitlines()[-1])
        with a_web_process(env) as (port, pid), a_publisher(env) as publish:
            return rows(asyncio.run(measured(port, pid, publish)))


class Unmeasurable(Exception):
    """Says why in a sentence."""


def rows(found):
    frames = 1 / found["frame"]
    streams = min(settings.STREAM_LIMIT, int(frames * SOON))
    return [
        ("cores, load average when it began", f"{os.cpu_count()}, {found['load']:.1f}"),
        ("memory of a web process with nobody there", f"{found['idle'] / 1024:.0f} MiB"),
        ("memory for each reader by stream", f"{found['reader']:.1f} KiB"),
        ("frames a second, by one process", f"{frames:,.0f}"),
        (f"readers by stream of a process, an entry with all in {SOON} s", f"{streams:,}"),
        ("their entries' way here, median and slowest of 100", f"{found['p50']:.2f} s, {found['p99']:.2f} s"),
        ("answers of the change list a second, by one process", f"{found['changes']:,.0f}"),
        ("readers by poll of a process without a cache, each every 5 s", f"{found['changes'] * 5:,.0f}"),
        ("page views a second, by one process without a cache", f"{found['page']:,.0f}"),
        ("publishes a second, one after the other", f"{found['publishes']:.0f}"),
        ("frames lost", f"{found['lost']}"),
    ]


async def measured(port, pid, publish):
    loop, address = asyncio.get_running_loop(), f"http://127.0.0.1:{port}/live/capacity/"
    async with Listeners(f"{address}stream", 5) as few:  # what is made once is made before
        await loop.run_in_executor(None, publish, "one")
        await few.until_settled(1, within=10)
    found = {"load": os.getloadavg()[0], "idle": memory_kib(pid)}
    number = min(READERS, resource.getrlimit(resource.RLIMIT_NOFILE)[0] - 200)
    async with Listeners(f"{address}stream", number) as readers:
        found["reader"] = (memory_kib(pid) - found["idle"]) / number
        used = cpu_seconds(pid)
        for _each in range(FRAMES):
            await loop.run_in_executor(None, publish, "one")
            await asyncio.sleep(0.3)
        await readers.until_settled(FRAMES, within=10)
        found["frame"] = max(0.01, cpu_seconds(pid) - used) / (number * FRAMES)
        found |= readers.account(FRAMES)
    version = readers.account(FRAMES)["last"]["version"]
    found["changes"] = await loop.run_in_executor(
        None, answers_a_second, port, pid, f"changes?after={version}"
    )
    found["page"] = await loop.run_in_executor(None, answers_a_second, port, pid, "")
    found["publishes"] = int(await loop.run_in_executor(None, publish, "rate")) / SECONDS
    return found


def answers_a_second(port, pid, path):
    """By the processor time of the web process: the one who asks shares its cores and is slower than it."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.closing(line):
        used, until, times = cpu_seconds(pid), time.monotonic() + SECONDS, 0
        while time.monotonic() < until:
            line.request("GET", f"/live/capacity/{path}", headers={"Accept-Encoding": "gzip"})
            answer = line.getresponse()
            answer.read()
            if answer.status != 200:
                raise Unmeasurable(f"/live/capacity/{path} is answered with {answer.status}.")
            times += 1
        return times / max(0.01, cpu_seconds(pid) - used)


@contextlib.contextmanager
def a_site():
    """The environment of a site of its own: an embedded database, or one made on the server of DATABASE_URL."""
    with tempfile.TemporaryDirectory(prefix="liveblog-capacity-") as folder:
        env = {**os.environ, "LIVEBLOG_DATA_DIR": folder, "DEBUG": "false", "LOG_LEVEL": "ERROR"}
        env |= {"MEDIA_ROOT": folder, "ORIGINALS_ROOT": folder, "PURGE_URLS": "", "WEBSUB_HUB": ""}
        env |= {"STATIC_ROOT": str(settings.STATIC_ROOT) if _has_static_files() else f"{folder}/static"}
        if settings.IS_EMBEDDED:
            yield env
            return
        url = env_str("DATABASE_URL")
        name = f"liveblog_capacity_{secrets.token_hex(4)}"
        for other in ("DATABASE_URL_FILE", "DATABASE_REPLICA_URL", "DATABASE_REPLICA_URL_FILE"):
            env.pop(other, None)
        try:
            with psycopg.connect(url, autocommit=True, connect_timeout=5) as line:
                line.execute(f'CREATE DATABASE "{name}"')
        except psycopg.Error as error:
            raise Unmeasurable(f"No database for the test can be made: {str(error).strip()}") from None
        try:
            yield {**env, "DATABASE_URL": urlunsplit(urlsplit(url)._replace(path=f"/{name}"))}
        finally:
            with psycopg.connect(url, autocommit=True, connect_timeout=5) as line:
                line.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def a_web_process(env):
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    env = {**env, "SITE_URL": f"http://127.0.0.1:{port}", "ALLOWED_HOSTS": "127.0.0.1"}
    command = [sys.executable, "-m", "uvicorn", "liveblog.asgi:application", "--port", str(port),
               "--log-level", "error", "--no-access-log", "--backlog", "4096"]  # fmt: skip
    process = subprocess.Popen(command, env=env, cwd=settings.BASE_DIR)
    try:
        until = time.monotonic() + STARTS_WITHIN
        while not _answers(port):
            if process.poll() is not None or time.monotonic() > until:
                raise Unmeasurable("The web process did not start.")
            time.sleep(0.1)
        yield port, process.pid
    finally:
        process.terminate()
        process.wait(20)


@contextlib.contextmanager
def a_publisher(env):
    """A function: publish once, and what the publisher then says."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH],
        env=env, cwd=settings.BASE_DIR, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def publish(how):
        process.stdin.write(f"{how}\n")
        process.stdin.flush()
        return process.stdout.readline()

    try:
        yield publish
    finally:
        process.stdin.close()
        process.wait(10)


def _has_static_files():
    return (Path(settings.STATIC_ROOT) / "staticfiles.json").exists()


def _answers(port):
    try:
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)
        line.request("GET", "/live/capacity/changes")
        return line.getresponse().status == 200
    except OSError:
        return False


def memory_kib(pid):
    with open(f"/proc/{pid}/smaps_rollup") as lines:
        return next(int(line.split()[1]) for line in lines if line.startswith("Pss:"))


def cpu_seconds(pid):
    ticks = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(ticks[11]) + int(ticks[12])) / os.sysconf("SC_CLK_TCK")
