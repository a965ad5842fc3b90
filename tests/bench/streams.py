"""What a reader on a stream costs, beside nchan in the same run.  uv run python -m tests.bench.streams [READERS ...]

So many readers (1,000 by default; 10,000 want `ulimit -n 12000`) hold a stream of one page
and get 20 entries, one a second: first ours (one web process), then the very same bytes from nchan
(Debian's libnginx-mod-nchan, one worker), which sends what it is told and knows no page. Readers are
another process, on the same cores. Prints for each: frames lost, doubled and out of order, the time
from the entry's sending to its arrival, memory a reader (of a fresh server) and CPU a million frames.
Goals: lost 0, p99 ≤ 0.5 s, ≤ 14 KiB a reader, CPU ≤ 2.0 × nchan's. Says the load average: on a busy
machine only the ratios mean something.
"""

import asyncio
import contextlib
import json
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.request
from pathlib import Path

from liveblog.capacity import cpu_seconds, memory_kib
from liveblog.listeners import Listeners
from tests.bench.ready import started

FRAMES, SECONDS_BETWEEN = 20, 1.0
OURS, NCHAN = 8711, 8712
MAKE = """
from coverage.models import LivePage
page = LivePage.objects.create(slug="bench", title="A page to follow")
page.open(by=None)
"""
# A publisher that is asked by a line and answers by a line, so that its own start is not measured.
PUBLISH = """
import sys
from coverage.models import Entry, LivePage
page = LivePage.objects.get(slug="bench")
text = "<p>" + "What happened and who said it, told plainly. " * 30 + "</p>"
for line in sys.stdin:
    Entry.objects.draft(page=page, by=None, headline=line.strip(), body=text).publish(by=None)
    print("out", flush=True)
"""
CONFIG = """
load_module /usr/lib/nginx/modules/ngx_nchan_module.so;
{user}worker_processes 1; pid {folder}/nginx.pid; error_log stderr error;
events {{ worker_connections 11000; }}
http {{
  access_log off; client_body_temp_path {folder}/body; proxy_temp_path {folder}/proxy;
  fastcgi_temp_path {folder}/f; uwsgi_temp_path {folder}/u; scgi_temp_path {folder}/s;
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location = /publish {{ nchan_publisher; nchan_channel_id bench; }}
    location = /stream {{ nchan_subscriber eventsource; nchan_channel_id bench;
      nchan_subscriber_first_message newest; nchan_eventsource_ping_interval 15; }}
    location = / {{ return 204; }}
  }}
}}
"""


def main():
    numbers = [int(number) for number in sys.argv[1:]] or [1000]
    _soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    most = max(numbers) + 1000
    with contextlib.suppress(ValueError):
        resource.setrlimit(resource.RLIMIT_NOFILE, (most, max(hard, most)))
    print(f"load average before: {os.getloadavg()[0]:.1f}, {os.cpu_count()} cores")
    print(
        f"{'':14}{'lost':>6}{'doubled':>9}{'swapped':>9}{'p50 s':>8}{'p99 s':>8}{'KiB':>7}{'CPU-s/M frames':>16}"
    )
    for number in numbers:
        with tempfile.TemporaryDirectory(prefix="liveblog-bench-") as folder:
            ours = asyncio.run(ours_with(number, folder))
            said(f"ours {number:,}", ours)
            theirs = asyncio.run(nchan_with(number, folder, ours["last"]))
            said(f"nchan {number:,}", theirs)
        print(
            f"{'ratio':14}{'':47}{ours['cpu'] / theirs['cpu']:16.2f}   load {os.getloadavg()[0]:.1f}",
            flush=True,
        )


def said(name, found):
    print(
        f"{name:14}{found['lost']:6}{found['doubled']:9}{found['swapped']:9}{found['p50']:8.3f}{found['p99']:8.3f}"
        f"{found['kib']:7.1f}{found['cpu']:16.1f}",
        flush=True,
    )


async def ours_with(number, folder):
    env = {**os.environ, "LIVEBLOG_DATA_DIR": folder, "DEBUG": "false", "PYTHONPATH": "."}
    for command in (["migrate", "-v0"], ["collectstatic", "-v0", "--noinput"], ["shell", "-v0", "-c", MAKE]):
        subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)
    server = started("liveblog.asgi:application", OURS, env)
    publisher = subprocess.Popen(
        [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH],
        env=env, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
    )  # fmt: skip

    def publish(headline):
        publisher.stdin.write(f"{headline}\n")
        publisher.stdin.flush()
        publisher.stdout.readline()

    try:
        return await measured(number, f"http://127.0.0.1:{OURS}/live/bench/stream", server.pid, publish)
    finally:
        publisher.stdin.close()
        publisher.wait(10)
        server.terminate()
        server.wait(20)


async def nchan_with(number, folder, frame):
    """`frame`: the JSON of one of ours, so that both send as much."""
    config = Path(folder) / "nchan.conf"
    user = "user root;\n" if os.getuid() == 0 else ""
    config.write_text(CONFIG.format(folder=folder, port=NCHAN, user=user))
    binary = shutil.which("nginx") or "/usr/sbin/nginx"
    nginx = subprocess.Popen([binary, "-c", str(config), "-g", "daemon off;"])

    def publish(_headline):
        data = json.dumps({**frame, "sent_at": time.time()}).encode()
        urllib.request.urlopen(f"http://127.0.0.1:{NCHAN}/publish", data, timeout=10).read()

    try:
        for _try in range(100):
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"http://127.0.0.1:{NCHAN}/", timeout=2)
                break
            await asyncio.sleep(0.1)
        worker = int(Path(f"/proc/{nginx.pid}/task/{nginx.pid}/children").read_text().split()[0])
        return await measured(number, f"http://127.0.0.1:{NCHAN}/stream", worker, publish)
    finally:
        nginx.terminate()
        nginx.wait(20)


async def measured(number, address, pid, publish):
    loop = asyncio.get_running_loop()
    async with Listeners(address, 5) as few:  # whatever is made once is made before
        await loop.run_in_executor(None, publish, "first")
        await few.until_settled(1)
    before = memory_kib(pid)
    async with Listeners(address, number) as readers:
        kib = (memory_kib(pid) - before) / number
        used = cpu_seconds(pid)
        for each in range(FRAMES):
            began = time.monotonic()
            await loop.run_in_executor(None, publish, f"Headline {each}")
            await asyncio.sleep(max(0, SECONDS_BETWEEN - (time.monotonic() - began)))
        await readers.until_settled(FRAMES)
        found = readers.account(FRAMES)
        return {**found, "kib": kib, "cpu": (cpu_seconds(pid) - used) / (number * FRAMES) * 1e6}


if __name__ == "__main__":
    main()
