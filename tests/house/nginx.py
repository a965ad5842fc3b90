"""The nginx of .docker/nginx on a folder and ports of this test, in front of a server of this test."""

import os
import re
import shutil
import socket
import subprocess
import urllib.request
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.serving import eventually

CONFIG = Path(__file__).parents[2] / ".docker/nginx"
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def nginx_before(site, folder):
    """(address for readers, inner address) of a running nginx that asks `site`, our own server."""
    if not NGINX:
        if os.environ.get("CI") == "true":
            pytest.fail("nginx is missing: install Debian's nginx.")
        pytest.skip("nginx is missing")
    outer, inner = _free_port(), _free_port()
    url = f"http://127.0.0.1:{outer}"
    (folder / "cache").mkdir()
    (folder / "site.conf").write_text(_site_conf(site.url, url, outer, inner, folder))
    (folder / "nginx.conf").write_text(_nginx_conf(folder))
    process = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
    try:
        eventually(lambda: process.poll() is not None or _answers(f"{url}/nginx-is-up"), within=20)
        assert process.poll() is None, "nginx ended while starting"
        yield url, f"http://127.0.0.1:{inner}"
    finally:
        process.terminate()
        process.wait(10)


def _site_conf(asked, url, outer, inner, folder):
    text = (CONFIG / "site.conf.template").read_text()
    text = text.replace("${SITE_URL}", url).replace("${TRUSTED_PROXY}", "127.0.0.1")
    text = text.replace("http://web:8000", asked).replace("/var/cache/nginx", str(folder / "cache"))
    return (
        text.replace("8080", f"127.0.0.1:{outer}", 1)
        .replace("8081;", f"127.0.0.1:{inner};", 1)
        .replace("8081 ", f"{inner} ", 1)
    )


def _nginx_conf(folder):
    text = (CONFIG / "nginx.conf").read_text().replace(" /tmp/", f" {folder}/")
    text = text.replace("/etc/nginx/conf.d/*.conf", str(folder / "site.conf"))
    text = re.sub(r"access_log [^;]*;", "access_log off;", text, count=1)
    return ("user root;\n" if os.getuid() == 0 else "") + text


def _free_port():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        return free.getsockname()[1]


def _answers(address):
    try:
        with urllib.request.urlopen(address, timeout=2) as answer:
            return answer.status == 204
    except OSError:
        return False
