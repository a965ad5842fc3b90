"""How far are ready bytes from the fastest there is?  uv run python -m tests.bench.ready

A page of 20 entries from one process of ours and from a bare ASGI application that sends the same
bytes, in turn, under the same uvicorn and the same load (wrk, Debian's). Prints requests a second
and their ratio; the goal is 0.3 or more.
"""

import os
import re
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request

ROUNDS, SECONDS = 3, 4
BARE = """
body = open({body!r}, "rb").read()
async def application(scope, receive, send):
    await send({{"type": "http.response.start", "status": 200, "headers": [
        (b"content-type", b"text/html; charset=utf-8"), (b"content-encoding", b"gzip"),
        (b"content-length", str(len(body)).encode())]}})
    await send({{"type": "http.response.body", "body": body}})
"""
MAKE = """
from coverage.models import Entry, LivePage
page = LivePage.objects.create(slug="bench", title="A page of twenty")
page.open(by=None)
for number in range(20):
    text = f"<p>Sentence {number}. " + "What happened and who said it, told plainly. " * 8 + "</p>"
    Entry.objects.draft(page=page, by=None, headline=f"Headline {number}", body=text).publish(by=None)
"""


def main():
    if not shutil.which("wrk"):
        sys.exit("wrk is not here; install Debian's package of that name.")
    with tempfile.TemporaryDirectory(prefix="liveblog-bench-") as folder:
        env = {**os.environ, "LIVEBLOG_DATA_DIR": folder, "DEBUG": "false", "PYTHONPATH": f"{folder}:."}
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "-v0", "--noinput"],
            ["shell", "-v0", "-c", MAKE],
        ):
            subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)
        ours = started("liveblog.asgi:application", 8701, env)
        address = "http://127.0.0.1:8701/live/bench/"
        body = fetched(address)
        for _wait in range(20):  # until the hub follows the page
            fetched(address)
            time.sleep(0.1)
        with open(f"{folder}/body", "wb") as file:
            file.write(body)
        with open(f"{folder}/bare.py", "w") as file:
            file.write(BARE.format(body=f"{folder}/body"))
        bare = started("bare:application", 8702, env)
        fetched("http://127.0.0.1:8702/")
        rates = {"ours": [], "bare": []}
        for _round in range(ROUNDS):
            rates["ours"].append(rate(address))
            rates["bare"].append(rate("http://127.0.0.1:8702/"))
        for process in (ours, bare):
            process.terminate()
            process.wait()
        best = {name: max(found) for name, found in rates.items()}
        print(
            f"{len(body)} bytes of gzip; requests a second: {rates}; ours ÷ bare: {best['ours'] / best['bare']:.2f}"
        )


def started(application, port, env):
    command = [
        sys.executable,
        "-m",
        "uvicorn",
        application,
        "--port",
        str(port),
        "--log-level",
        "warning",
        "--no-access-log",
    ]
    process = subprocess.Popen(command, env=env)
    for _try in range(600):
        try:
            fetched(f"http://127.0.0.1:{port}/")
            return process
        except OSError:
            time.sleep(0.1)
    sys.exit(f"{application} did not start")


def fetched(address, encoding="gzip"):
    asked = urllib.request.Request(address, headers={"Accept-Encoding": encoding})
    return urllib.request.urlopen(asked, timeout=10).read()


def rate(address, encoding="gzip"):
    command = ["wrk", "-t1", "-c32", f"-d{SECONDS}s", "-H", f"Accept-Encoding: {encoding}", address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    assert "Non-2xx" not in said, said
    return float(re.search(r"Requests/sec:\s+([\d.]+)", said)[1])


if __name__ == "__main__":
    main()
