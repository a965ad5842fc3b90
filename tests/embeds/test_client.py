"""The one way out goes to hosts that are listed and public, once, for five seconds and a megabyte: FAULTS.md, SSRF."""

import gzip
import socket
import time
from threading import Event, Thread

import pytest

from coverage.embeds import client
from coverage.embeds.client import NotFetched, fetch, is_public

JSON = ["application/json"]
TOO_LONG = r"more than 0\.5 seconds"


def inside(stand_in, path="/oembed", **more):
    return fetch(f"{stand_in.url}{path}", hosts=["127.0.0.1"], kinds=JSON, is_inside=True, **more)


def test_what_a_listed_host_says_comes_with_its_name_asked_for_and_nothing_of_ours(stand_in):
    stand_in.says(title="A post")
    fetched = inside(stand_in, "/oembed?url=https%3A//posts.example/7")
    assert (fetched.kind, fetched.data) == ("application/json", b'{"title": "A post"}')
    [(path, headers)] = stand_in.hits
    assert path == "/oembed?url=https%3A//posts.example/7"
    assert headers["Host"] == f"127.0.0.1:{stand_in.port}"
    assert not {"Cookie", "Authorization", "Referer"} & headers.keys()


# The `fetch` rows of the project's hostile texts, kind by kind; {port} is that of a listener which must not be asked.
FORMS = [
    "http://127.0.0.1:{port}/", "https://127.0.0.1:{port}/", "https://127.1:{port}/", "https://2130706433:{port}/",
    "https://0x7f.1:{port}/", "https://0177.0.0.1:{port}/", "https://[::1]:{port}/", "https://[::ffff:127.0.0.1]:{port}/",
    "https://[::ffff:7f00:1]:{port}/", "https://[::]:{port}/", "https://0.0.0.0:{port}/", "https://localhost:{port}/",
    "https://localhost.:{port}/", "https://LOCALHOST:{port}/", "https://169.254.169.254/latest/", "gopher://127.0.0.1:{port}/_x",
    "file:///etc/passwd", "ftp://127.0.0.1:{port}/", "https://posts.example@127.0.0.1:{port}/", "https://127.0.0.1:{port}@posts.example/",
    "https://posts.example#@127.0.0.1:{port}/", "https://posts.example:{port}/", "https://posts.example.evil.example/",
    "https://evil.example/?posts.example", "//127.0.0.1:{port}/", "https://", "https://[", "https://posts.example:99999/",
    "https://posts.example\\@127.0.0.1:{port}/", "https://127。0。0。1:{port}/", "", "https://posts.example/\r\nHost: evil.example",
]  # fmt: skip


@pytest.mark.parametrize("form", FORMS)
def test_no_form_of_an_address_leads_to_somebody_who_is_not_listed(stand_in, form):
    with pytest.raises(NotFetched):
        fetch(form.format(port=stand_in.port), hosts=["posts.example"], kinds=JSON)
    assert stand_in.hits == []


@pytest.mark.parametrize("host", ["localhost", "127.0.0.1", "::1", socket.gethostname()])
def test_a_listed_name_that_is_at_a_private_address_is_not_asked(stand_in, monkeypatch, host):
    """On any port: also where a redirect or a rule about ports would not stop it."""
    shown = f"[{host}]" if ":" in host else host
    with pytest.raises(NotFetched, match=r"not public|has no address"):
        fetch(f"https://{shown}/", hosts=[host], kinds=JSON)
    assert stand_in.hits == []


PRIVATE = [
    "127.0.0.1", "10.1.2.3", "172.16.0.1", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0", "224.0.0.1",  # noqa: S104
    "255.255.255.255", "::1", "::", "fe80::1", "fe80::1%eth0", "fc00::1", "ff02::1", "::ffff:10.0.0.1", "::ffff:127.0.0.1",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::7f00:1", "2002:7f00:1::", "2002:a00:1::", "2001:db8::1", "198.18.0.1", "no address",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_this_is_no_public_address(address):
    assert not is_public(address)


@pytest.mark.parametrize("address", ["93.184.215.14", "2606:2800:21f:cb07:6820:80da:af6b:8b2c"])
def test_this_is_a_public_address(address):
    assert is_public(address)


def test_a_name_is_resolved_once_so_nothing_comes_between_check_and_connection(stand_in, monkeypatch):
    """DNS rebinding: the second answer of the name server would lead elsewhere."""
    asked, real = [], socket.getaddrinfo

    def look(host, *more, **also):
        asked.append(host)
        return real(host, *more, **also)

    monkeypatch.setattr(socket, "getaddrinfo", look)
    stand_in.says(title="A post")
    inside(stand_in)
    assert asked == ["127.0.0.1"]


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_no_redirect_is_followed(stand_in, status):
    stand_in.answers["/oembed"] = (status, {"Location": f"{stand_in.url}/elsewhere"}, b"")
    with pytest.raises(NotFetched, match=str(status)):
        inside(stand_in)
    assert [path for path, _headers in stand_in.hits] == ["/oembed"]


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"Content-Type": "text/html"}, b"{}"),
        ({"Content-Type": "application/json", "Content-Encoding": "gzip"}, gzip.compress(b" " * 50_000_000)),
        ({"Content-Type": "application/json"}, b" " * (client.MOST_BYTES + 1)),
        ({"Content-Type": "application/json", "Content-Length": "9999999999"}, b"{}"),
        ({"Content-Type": "application/json", "Content-Length": "50"}, b"{}"),
        ({"Content-Type": "application/json", **{f"X-{n}": "x" for n in range(200)}}, b"{}"),
        ({"Content-Type": "application/json", "X-Long": "x" * 100_000}, b"{}"),
    ],
    ids=["other type", "gzip bomb", "too much", "says too much", "says more than comes", "200 headers", "long header"],
)  # fmt: skip
def test_an_answer_that_is_not_as_it_should_be_is_none(stand_in, headers, body, monkeypatch):
    monkeypatch.setattr(client, "SECONDS", 2)
    stand_in.answers["/oembed"] = (200, headers, body)
    with pytest.raises(NotFetched):
        inside(stand_in)


def test_a_stream_without_end_is_cut(stand_in):
    def answer(handler):
        handler.wfile.write(b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n")
        for _ in range(client.MOST_BYTES // 65536 + 20):
            handler.wfile.write(b" " * 65536)

    stand_in.answers["/oembed"] = answer
    with pytest.raises(NotFetched, match="more than"):
        inside(stand_in)


@pytest.mark.parametrize("beginning", [b"", b"HTTP/1.0 200 OK\r\nContent-Type: application/json\r\n\r\n"])
def test_whoever_drips_is_not_waited_for(stand_in, monkeypatch, beginning):
    """A byte now and then keeps a socket's own timeout from ever striking."""
    monkeypatch.setattr(client, "SECONDS", 0.5)

    clock = Event()

    def drip(handler):
        handler.wfile.write(beginning)
        for _ in range(60):
            handler.wfile.write(b"X")
            handler.wfile.flush()
            clock.wait(0.05)

    stand_in.answers["/oembed"] = drip
    begun = time.monotonic()
    with pytest.raises(NotFetched, match=TOO_LONG):
        inside(stand_in)
    assert time.monotonic() - begun < 2


def test_whoever_takes_the_line_and_says_nothing_of_tls_is_not_waited_for(monkeypatch):
    monkeypatch.setattr(client, "SECONDS", 0.5)
    with socket.create_server(("127.0.0.1", 0)) as silent:
        taken = []
        Thread(target=lambda: taken.append(silent.accept()), daemon=True).start()
        with pytest.raises(NotFetched, match=TOO_LONG):
            fetch(
                f"https://127.0.0.1:{silent.getsockname()[1]}/",
                hosts=["127.0.0.1"],
                kinds=JSON,
                is_inside=True,
            )


def test_a_certificate_of_somebody_else_is_no_certificate(stand_in):
    """https at a port that speaks plain HTTP, too: nothing is asked unless the name is proved."""
    with pytest.raises(NotFetched, match=r"(?i)ssl|wrong version"):
        fetch(f"https://127.0.0.1:{stand_in.port}/", hosts=["127.0.0.1"], kinds=JSON, is_inside=True)
    assert stand_in.hits == []
