"""What do 100,000 polling readers cost the origin behind a CDN?  uv run python -m tests.bench.cdn [READERS]

Ours, the nginx of .docker/nginx before it, and before that a second nginx that caches as a CDN's edge
does: what the answers' Cache-Control says. So many readers (2,000 by default) each ask the change list
as the page's own script does, about every five seconds, and the page every ten, while an entry goes out on
each of two pages every ten seconds. Counted is what reaches nginx and what reaches the web process. The goal:
≤ 2 requests a second a page.

It is a count of addresses, not of readers: an edge asks at most once a second for each address that anybody
asks for, and all readers at one version ask for one address. For five seconds after an entry there are two
versions about, so a page costs one request a second, its change list one to two. 100,000 readers at one edge
are that again; a CDN of many edges without a shield before the origin multiplies it by the edges.
"""

import asyncio
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections import Counter
from pathlib import Path

from tests.bench.ready import started
from tests.bench.streams import PUBLISH
from tests.house.nginx import NGINX, nginx_before

PORT, EDGE = 8721, 8722
SECONDS, ASKS_EVERY, PAGES_EVERY, ENTRIES_EVERY = 30, 5.0, 10.0, 10.0
SLUGS = ("bench", "other")
MAKE = """
from coverage.models import LivePage
for slug in ("bench", "other"):
    LivePage.objects.create(slug=slug, title="A page to ask for").open(by=None)
"""
CONFIG = """
{user}worker_processes 1; pid {folder}/edge.pid; error_log stderr error;
events {{ worker_connections 8000; }}
http {{
  access_log off; client_body_temp_path {folder}/e1; proxy_temp_path {folder}/e2;
  fastcgi_temp_path {folder}/e3; uwsgi_temp_path {folder}/e4; scgi_temp_path {folder}/e5;
  proxy_cache_path {folder}/edge keys_zone=edge:10m use_temp_path=off;
  upstream origin {{ server {origin}; keepalive 16; }}
  server {{
    listen 127.0.0.1:{port} backlog=4096;
    location / {{
      proxy_pass http://origin; proxy_http_version 1.1;
      proxy_set_header Connection ""; proxy_set_header Host {host}; proxy_set_header Accept-Encoding gzip;
      proxy_cache edge; proxy_cache_key $request_uri; proxy_ignore_headers Vary;
      proxy_cache_lock on; proxy_cache_background_update on; proxy_cache_use_stale error timeout;
    }}
  }}
}}
"""


class Site:
    def __init__(self, url):
        self.url = url


def main():
    number = int(sys.argv[1]) if len(sys.argv) > 1 else 2000
    with tempfile.TemporaryDirectory(prefix="liveblog-bench-") as folder:
        folder = Path(folder)
        env = {**os.environ, "LIVEBLOG_DATA_DIR": str(folder / "data"), "DEBUG": "false", "PYTHONPATH": "."}
        for command in (
            ["migrate", "-v0"],
            ["collectstatic", "-v0", "--noinput"],
            ["shell", "-v0", "-c", MAKE],
        ):
            subprocess.run([sys.executable, "manage.py", *command], env=env, check=True)
        web = started("tests.bench.counted:application", PORT, {**env, "COUNTED": str(folder / "asked")})
        publishers = [
            subprocess.Popen(
                [sys.executable, "manage.py", "shell", "-v0", "-c", PUBLISH.replace("bench", slug)],
                env=env,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
            for slug in SLUGS
        ]
        try:
            with nginx_before(Site(f"http://127.0.0.1:{PORT}"), folder, REQUESTS_PER_ADDRESS=5000) as (
                url,
                _inner,
            ):
                edge = edge_before(url.removeprefix("http://"), folder)
                try:
                    took, asked, before = asyncio.run(ask(number, publishers, folder))
                finally:
                    edge.terminate()
                    edge.wait(10)
                time.sleep(3)  # nginx writes its log every two
                report(
                    number, took, asked, [now - was for now, was in zip(counted(folder), before, strict=True)]
                )
        finally:
            for publisher in publishers:
                publisher.stdin.close()
                publisher.wait(10)
            web.terminate()
            web.wait(20)


def edge_before(origin, folder):
    config = folder / "edge.conf"
    user = "user root;\n" if os.getuid() == 0 else ""
    config.write_text(
        CONFIG.format(folder=folder, origin=origin, host=f"127.0.0.1:{PORT}", port=EDGE, user=user)
    )
    edge = subprocess.Popen([NGINX, "-c", str(config), "-g", "daemon off;"])
    time.sleep(1)
    return edge


async def ask(number, publishers, folder):
    """(seconds, how many requests the readers made, and how many nginx and the web process had before)"""
    for slug in SLUGS:  # no cold start: the first answers are made
        await got(f"/live/{slug}/")
        await got(f"/live/{slug}/changes")
    await asyncio.sleep(3)  # nginx writes its log every two
    before = counted(folder)
    asked, until = Counter(), time.monotonic() + SECONDS
    began = time.monotonic()
    publishing = asyncio.create_task(publish(publishers, until))
    await asyncio.gather(*(reader(each, until, asked) for each in range(number)))
    await publishing
    return time.monotonic() - began, asked, before


async def publish(publishers, until):
    loop = asyncio.get_running_loop()
    while time.monotonic() < until:
        for publisher in publishers:
            publisher.stdin.write("A headline\n")
            publisher.stdin.flush()
            await loop.run_in_executor(None, publisher.stdout.readline)
        await asyncio.sleep(min(ENTRIES_EVERY, max(0, until - time.monotonic())))


async def reader(each, until, asked):
    slug, chance, version, page_at = SLUGS[each % len(SLUGS)], random.Random(each), None, 0
    await asyncio.sleep(chance.uniform(0, ASKS_EVERY))
    while time.monotonic() < until:
        if time.monotonic() > page_at:
            await got(f"/live/{slug}/")
            asked["page"] += 1
            page_at = time.monotonic() + PAGES_EVERY
        query = "" if version is None else f"?after={version}"
        said = json.loads(await got(f"/live/{slug}/changes{query}"))
        asked["changes"] += 1
        version = said["version"]
        await asyncio.sleep(ASKS_EVERY * chance.uniform(0.75, 1.25))


async def got(path):
    reader, writer = await asyncio.open_connection("127.0.0.1", EDGE)
    try:
        writer.write(f"GET {path} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode())
        head, _, body = (await asyncio.wait_for(reader.read(), 30)).partition(b"\r\n\r\n")
        assert b" 200 " in head[:20], head
        return body
    finally:
        writer.close()


def counted(folder):
    """How often nginx and the web process were asked for what, so far."""
    nginx, web = (folder / name for name in ("access.log", "asked"))
    return [
        Counter(kind(json.loads(line)["path"]) for line in nginx.read_text().splitlines()),
        Counter(kind(line) for line in web.read_text().splitlines()),
    ]


def report(number, took, asked, at_origin):
    print(f"{number:,} readers on {len(SLUGS)} pages for {took:.0f} s, load average {os.getloadavg()[0]:.1f}")
    print(f"{'a second and page':20}{'readers ask':>14}{'nginx is asked':>16}{'web is asked':>14}")
    for what in ("page", "changes"):
        figures = (counts[what] / took / len(SLUGS) for counts in (asked, *at_origin))
        print(f"{what:20}" + "{:14.1f}{:16.2f}{:14.2f}".format(*figures))


def kind(path):
    path = path.split("?")[0]
    return "changes" if path.endswith("/changes") else "page" if path.startswith("/live/") else "other"


if __name__ == "__main__":
    main()
