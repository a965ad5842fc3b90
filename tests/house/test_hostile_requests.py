"""Requests that mean harm to whoever parses them, through the nginx of compose and without it."""

import http.client
import json
import socket
import time

import pytest

from tests.house.nginx import nginx_before
from tests.make import make_entry, make_login, make_page
from tests.serving import eventually, serving

HOSTS = ["evil.example", "a.example:80@127.0.0.1", "aé.example", "", "[::1", "127.0.0.1, evil.example"]
SMUGGLED = {
    "two ways to say how long": "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 6\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\nX",
    "two lengths": "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabcdef",
    "an unknown coding": "POST {path} HTTP/1.1\r\nHost: {host}\r\nTransfer-Encoding: xchunked\r\n\r\n0\r\n\r\n",
    "a length that is none": "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: +5\r\n\r\nabcde",
    "a space before the colon": "GET {path} HTTP/1.1\r\nHost : {host}\r\n\r\n",
    "no host": "GET {path} HTTP/1.1\r\n\r\n",
    "two hosts": "GET {path} HTTP/1.1\r\nHost: {host}\r\nHost: evil.example\r\n\r\n",
    "a header without end": "GET {path} HTTP/1.1\r\nHost: {host}\r\nX-Long: " + "a" * 65_000 + "\r\n\r\n",
    "an address without end": "GET {path}?" + "a" * 65_000 + " HTTP/1.1\r\nHost: {host}\r\n\r\n",
    "a body too large": "POST {path} HTTP/1.1\r\nHost: {host}\r\nContent-Length: 999999999999\r\n\r\n",
}  # fmt: skip


@pytest.fixture
def page(transactional_db):
    page = make_page()
    make_entry(page, headline="Doors open")
    return page


def statuses(port, request, within=5):
    """The status of every answer on one line until it is closed, or nothing more comes."""
    said = b""
    with socket.create_connection(("127.0.0.1", port), timeout=within) as line:
        line.sendall(request.encode())
        try:
            while more := line.recv(65536):
                said += more
                if not any(sign in request for sign in ("Transfer-Encoding", "Content-Length: 5\r\nC")):
                    break
        except (TimeoutError, ConnectionResetError):
            pass
    return [int(part[:3]) for part in said.decode("latin-1").split("HTTP/1.1 ")[1:]]


def test_no_request_is_two_and_none_is_without_end(page, tmp_path):
    address = page.get_absolute_url()
    with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
        port = int(url.rsplit(":", 1)[1])
        for name, request in SMUGGLED.items():
            said = statuses(port, request.format(path=address, host=f"127.0.0.1:{port}"))
            assert len(said) == 1, (name, said)
            assert said[0] in (400, 405, 408, 413, 414, 431, 494, 501), (name, said)
        line = http.client.HTTPConnection("127.0.0.1", port, timeout=5)  # nobody's answer was mixed up
        for _time in range(5):
            line.request("GET", address)
            answer = line.getresponse()
            assert (answer.status, b"Doors open" in answer.read()) == (200, True)
        line.close()


def test_who_sends_a_byte_now_and_then_keeps_nobody_waiting(page, tmp_path):
    """nginx takes the body in before it asks: fifty slow ones hold no process of ours."""
    with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
        port = int(url.rsplit(":", 1)[1])
        slow = []
        for _one in range(50):
            line = socket.create_connection(("127.0.0.1", port))
            line.sendall(b"POST /admin/login/ HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Length: 1000\r\n\r\na")
            slow.append(line)
        began = time.monotonic()
        read(port, page.get_absolute_url())
        read(port, "/admin/login/")
        assert time.monotonic() - began < 5
        for line in slow:
            line.close()


@pytest.mark.parametrize("host", HOSTS)
def test_a_host_that_is_not_ours_is_refused_and_stands_in_no_answer(page, host):
    with serving() as site:
        for path in (
            page.get_absolute_url(),
            f"{page.get_absolute_url()}feed.atom",
            "/admin/login/",
            "/live/x",
        ):
            line = http.client.HTTPConnection("127.0.0.1", site.port, timeout=5)
            line.putrequest("GET", path, skip_host=True)
            line.putheader("Host", host.encode())
            line.endheaders()
            answer = line.getresponse()
            assert answer.status == 400, path
            assert "evil" not in f"{answer.read()}{answer.headers}", path
            assert (answer.headers["Cache-Control"] or "no-store") == "no-store"
            line.close()


def test_the_address_in_the_log_is_the_one_that_nginx_saw(page, tmp_path, caplog):
    chief = make_login("chief")
    forged = {
        "one": {"X-Forwarded-For": "198.51.100.1"},
        "several": {"X-Forwarded-For": "198.51.100.1, 198.51.100.2"},
        "by another name": {"X_Forwarded_For": "198.51.100.1", "X-Real-IP": "198.51.100.1", "Forwarded": "for=198.51.100.1"},
    }  # fmt: skip
    with (
        serving(proxy_headers=True, forwarded_allow_ips="*") as site,
        nginx_before(site, tmp_path, TRUSTED_PROXY="192.0.2.1") as (url, _inner),
    ):
        port = int(url.rsplit(":", 1)[1])
        for headers in forged.values():
            token = read(port, "/admin/login/")[1]["Set-Cookie"].partition("csrftoken=")[2].partition(";")[0]
            body = f"login={chief.username}&password=wrong&csrfmiddlewaretoken={token}"
            read(port, "/admin/login/", "POST", body, Cookie=f"csrftoken={token}", **headers,
                 Origin=url, **{"Content-Type": "application/x-www-form-urlencoded"})  # fmt: skip
        refused = [line for line in caplog.messages if line.startswith("Login refused")]
        assert [line.rpartition(" ")[2] for line in refused] == ["127.0.0.1"] * 3
        said = eventually(lambda: (t := (tmp_path / "access.log").read_text()).count("POST") >= 3 and t)
        assert {json.loads(line)["address"] for line in said.splitlines()} == {"127.0.0.1"}


def read(port, path, method="GET", body=None, **headers):
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request(method, path, body, headers)
        answer = line.getresponse()
        return answer.status, answer.headers, answer.read()
    finally:
        line.close()


def test_what_costs_more_than_a_page_is_limited_by_address_and_says_so(page, tmp_path):
    base = page.get_absolute_url()
    with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
        port = int(url.rsplit(":", 1)[1])
        for path in (
            f"/admin/coverage/livepage/{page.pk}/desk/preview/",
            "/admin/coverage/image/take-in/",
        ):
            line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
            refused = None
            for _time in range(1500):
                line.request("POST", path)
                answer = line.getresponse()
                text = answer.read()
                if answer.status == 429:
                    refused = text
                    break
            line.close()
            assert b"That was a lot at once" in (refused or b""), path
        assert read(port, f"{base}search?q=Doors")[0] == 429  # by whichever door
        assert read(port, base)[0] == 200
