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
DEFAULTS = {
    "ADMIN_PATH": "admin",
    "ADMIN_ADDRESSES": "",
    "TRUSTED_PROXY": "127.0.0.1",
    "STREAMS_PER_ADDRESS": 1000,
    "REQUESTS_PER_ADDRESS": 300,
    "MEDIA_MAX_MB": 500,
}
NGINX = shutil.which("nginx", path=f"{os.environ['PATH']}:/usr/sbin")


@contextmanager
def nginx_before(site, folder, **variables):
    """(address for readers, inner address) of a running nginx that asks `site`, our own server.

    It logs to `access.log`, keeps its certificate, if any, in `tls`, and serves files from `srv`, all in `folder`.
    `variables`: of the template.
    """
    if not NGINX:
        if os.environ.get("CI") == "true":
            pytest.fail("nginx is missing: install Debian's nginx.")
        pytest.skip("nginx is missing")
    outer, inner = _free_port(), _free_port()
    url = f"http://127.0.0.1:{outer}"
    (folder / "cache").mkdir()
    (folder / "conf.d").mkdir()
    check_settings(folder, **{"SITE_URL": url, **variables})
    _certify(folder, variables.get("SITE_URL", url))
    (folder / "conf.d" / "site.conf").write_text(_site_conf(site.url, url, outer, inner, folder, variables))
    (folder / "nginx.conf").write_text(_nginx_conf(folder))
    process = subprocess.Popen([NGINX, "-c", str(folder / "nginx.conf"), "-g", "daemon off;"])
    try:
        eventually(lambda: process.poll() is not None or _answers(f"{url}/nginx-is-up"), within=20)
        assert process.poll() is None, "nginx ended while starting"
        yield url, f"http://127.0.0.1:{inner}"
    finally:
        process.terminate()
        process.wait(10)


def _site_conf(asked, url, outer, inner, folder, variables):
    text = (CONFIG / "site.conf.template").read_text()
    for name, value in {**DEFAULTS, "SITE_URL": url, **variables}.items():
        text = text.replace(f"${{{name}}}", str(value))
    text = text.replace("http://web:8000", asked).replace("/var/cache/nginx", str(folder / "cache"))
    text = text.replace("/etc/nginx/conf.d", str(folder / "conf.d")).replace(
        "root /srv;", f"root {folder}/srv;"
    )
    return (
        text.replace("8080", f"127.0.0.1:{outer}", 1)
        .replace("8081;", f"127.0.0.1:{inner};", 1)
        .replace("8081 ", f"{inner} ", 1)
    )


def _nginx_conf(folder):
    text = (CONFIG / "nginx.conf").read_text().replace(" /tmp/", f" {folder}/")
    text = text.replace("/etc/nginx/conf.d/*.conf", str(folder / "conf.d" / "site.conf"))
    text = re.sub(r"access_log [^;]*;", f"access_log {folder}/access.log json;", text, count=1)
    return ("user root;\n" if os.getuid() == 0 else "") + text


def check_settings(folder, **variables):
    """As the image's start script does; CalledProcessError with what it said when one is wrong."""
    script = (CONFIG / "settings.sh").read_text().replace("/etc/nginx/conf.d", str(folder / "conf.d"))
    if (folder / "tls").is_dir():
        script = script.replace("/tls/", f"{folder}/tls/")
    else:
        script = script.replace("/tls/", f"{CONFIG}/no-certificate/")
    said = {name: str(value) for name, value in {**DEFAULTS, **variables}.items()}
    subprocess.run(
        ["sh", "-c", script], env={**os.environ, **said}, capture_output=True, text=True, check=True
    )


def _certify(folder, site_url):
    """As the image's start script does."""
    script = (CONFIG / "certificate.sh").read_text()
    script = script.replace("/etc/nginx/conf.d", str(folder / "conf.d")).replace("/tls/", f"{folder}/tls/")
    script = script.replace("8443", f"127.0.0.1:{folder_port(folder)}")
    if "http2 on" in script and _is_old():  # Debian 12 has 1.22, the image 1.29
        script = script.replace("ssl backlog=4096;\nhttp2 on;", "ssl http2;")
    subprocess.run(["sh", "-c", script], env={**os.environ, "SITE_URL": site_url}, check=True)


def _is_old():
    said = subprocess.run([NGINX, "-v"], capture_output=True, text=True, check=True).stderr
    return tuple(map(int, re.search(r"(\d+)\.(\d+)", said).groups())) < (1, 25)


def folder_port(folder):
    """The port for TLS of the nginx in a folder."""
    kept = folder / "tls-port"
    if not kept.exists():
        kept.write_text(str(_free_port()))
    return int(kept.read_text())


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
