"""The nginx of compose, really running: what it keeps, refuses, limits and writes down."""

import json
import re
import ssl
import subprocess
import urllib.error
import urllib.request
from contextlib import ExitStack

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test.client import encode_multipart

from coverage.models import Video
from tests.clips.files import clip
from tests.house.nginx import folder_port, nginx_before
from tests.make import make_entry, make_login, make_page
from tests.serving import Stream, eventually, serving

GONE = "http://127.0.0.1:9"  # nobody listens there


class Nobody:
    url = GONE


class Unfollowed(urllib.request.HTTPRedirectHandler):
    def redirect_request(self, *args, **more):
        return None


def read(address, **headers):
    """(status, headers, bytes); `_` in a header's name stands for `-`."""
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    tls = ssl._create_unverified_context()  # noqa: S323
    opener = urllib.request.build_opener(Unfollowed, urllib.request.HTTPSHandler(context=tls))
    try:
        answer = opener.open(urllib.request.Request(address, headers=headers), timeout=10)
    except urllib.error.HTTPError as error:
        answer = error
    with answer:
        return answer.status, answer.headers, answer.read()


def stream(url, page, after=0):
    return Stream(int(url.rsplit(":", 1)[1]), f"{page.stream_url}?after={after}", {})


@pytest.fixture
def page(transactional_db):
    page = make_page()
    make_entry(page, headline="Doors open")
    return page


def test_pages_are_kept_by_address_and_three_encodings_and_nobody_s_cookie(page, tmp_path, client):
    client.force_login(make_login("chief"))
    session = f"sessionid={client.cookies['sessionid'].value}"
    address = page.get_absolute_url()
    with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
        first = read(url + address, Accept_Encoding="gzip, deflate, br, zstd")
        assert (first[0], first[1]["X-Cache"]) == (200, "MISS")
        assert first[1]["Content-Encoding"] in ("br", "gzip")
        for spelling in ("br;q=1.0, gzip;q=0.8", "deflate, gzip, br", "br"):
            again = read(url + address, Accept_Encoding=spelling, Cookie=session)
            assert again[1]["X-Cache"] in ("HIT", "STALE", "UPDATING"), spelling
            assert again[2] == first[2]
        assert read(url + address, Accept_Encoding="gzip;q=1.0")[1]["Content-Encoding"] == "gzip"
        assert read(url + address, Accept_Encoding="identity")[1]["Content-Encoding"] is None
        desk = f"{url}/admin/coverage/livepage/{page.pk}/desk/"
        assert read(desk, Cookie=session)[0] == 200
        assert read(desk)[0] == 302
        assert "no-store" in read(desk, Cookie=session)[1]["Cache-Control"]


def test_when_the_site_is_away_pages_come_from_the_cache_with_their_age_and_the_rest_says_when(
    page, tmp_path
):
    address = page.get_absolute_url()
    with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
        kept = read(url + address, Accept_Encoding="identity")
        made_at = kept[1]["Date"]
        site.server.should_exit = True
        eventually(lambda: read(f"{url}/nothing/")[0] == 503, within=15)
        eventually(
            lambda: read(url + address, Accept_Encoding="identity")[1]["X-Cache"] == "STALE", within=15
        )
        stale = read(url + address, Accept_Encoding="identity")
        assert (stale[0], stale[2], stale[1]["Date"]) == (200, kept[2], made_at)
        for path in ("/nothing/", f"{address}stream", "/admin/login/"):
            status, headers, text = read(url + path)
            assert (status, headers["Retry-After"], headers["Cache-Control"]) == (503, "5", "no-store"), path
            assert b"comes back by itself" in text
            assert "default-src 'none'" in headers["Content-Security-Policy"]


def test_frames_pass_at_once_and_300_readers_share_an_address(page, tmp_path):
    with ExitStack() as opened:
        site = opened.enter_context(serving())
        url, _inner = opened.enter_context(nginx_before(site, tmp_path, STREAMS_PER_ADDRESS=300))
        streams = [opened.enter_context(stream(url, page, after=page.version)) for _ in range(300)]
        assert {one.status for one in streams} == {200}
        one_more = stream(url, page)
        assert (one_more.status, one_more.headers["Retry-After"]) == (503, "5")
        one_more.close()
        assert read(f"{url}{page.changes_url}?after=0")[0] == 200
        assert read(url + page.get_absolute_url())[0] == 200
        make_entry(page, headline="Seen by all")
        for one in streams:
            assert "Seen by all" in one.frame(within=5).data["html"]


def test_a_video_goes_out_in_parts_without_a_word_from_the_site(tmp_path):
    film = tmp_path / "srv/media/videos/film.mp4"
    film.parent.mkdir(parents=True)
    film.write_bytes(bytes(range(256)) * 1000)
    with nginx_before(Nobody(), tmp_path) as (url, _inner):
        for wanted, part in (("bytes=1000-1009", slice(1000, 1010)), ("bytes=-3", slice(-3, None))):
            status, headers, content = read(f"{url}/media/videos/film.mp4", Range=wanted)
            assert (status, content) == (206, film.read_bytes()[part])
            assert headers["Content-Type"] == "video/mp4"
            assert headers["Content-Range"].endswith("/256000")
            assert headers["Content-Security-Policy"] == "sandbox; default-src 'none'"


def test_a_large_video_comes_in_from_those_who_may_and_none_of_it_from_others(
    transactional_db, tmp_path, client
):
    room = 50 * 1024 * 1024  # more than any other form may send
    film = clip("mp4") + room.to_bytes(4) + b"free" + bytes(room - 8)
    body = encode_multipart("part", {"title": "Doors", "file": SimpleUploadedFile("a.mp4", film)})
    headers = {"Content-Type": "multipart/form-data; boundary=part", "X-CSRFToken": "a" * 32}

    def send(url, role, body=body):
        cookies = "csrftoken=" + "a" * 32
        if role:
            client.force_login(make_login(role))
            cookies += f"; sessionid={client.cookies['sessionid'].value}"
        request = urllib.request.Request(
            f"{url}/admin/coverage/video/take-in/", body, {**headers, "Cookie": cookies}
        )
        try:
            with urllib.request.build_opener(Unfollowed).open(request, timeout=30) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as refused:
            return refused.code, refused.read()
        except (ConnectionError, urllib.error.URLError):
            return "closed", b""  # it was refused while it was still being sent

    with serving() as site, nginx_before(site, tmp_path, MEDIA_MAX_MB=60) as (url, _inner):
        for role in (None, "reporter"):
            assert send(url, role)[0] in (302, "closed")
        assert Video.objects.count() == 0
        assert send(url, "editor") == (200, b'{"video": %d}' % Video.objects.get().pk)
        assert Video.objects.get().size == len(film)
        assert send(url, "editor", bytes(61 * 1024 * 1024))[0] in (413, "closed")


def test_one_address_cannot_ask_without_end(page, tmp_path):
    with serving() as site, nginx_before(site, tmp_path, REQUESTS_PER_ADDRESS=1) as (url, _inner):
        logins = [read(f"{url}/admin/login/") for _ in range(40)]
        refused = [headers for status, headers, _text in logins if status == 429]
        assert 1 <= len(refused) <= 10
        assert {headers["Retry-After"] for headers in refused} == {"5"}
        assert {headers["Cache-Control"] for headers in refused} == {"no-store"}
        assert read(url + page.get_absolute_url())[0] == 200


def test_the_desk_is_where_and_for_whom_the_settings_say(page, tmp_path):
    for folder in ("elsewhere", "here"):
        (tmp_path / folder).mkdir()
    with serving() as site:
        only = {"ADMIN_ADDRESSES": "203.0.113.0/24,2001:db8::1"}
        with nginx_before(site, tmp_path / "elsewhere", **only) as (url, _inner):
            for path in ("/admin/", "/admin/login/", "/admin/password/reset/"):
                status, headers, text = read(url + path)
                assert (status, headers["Cache-Control"]) == (403, "no-store"), path
                assert text == b"The desk cannot be reached from your address.\n"
                assert read(url + path, X_Forwarded_For="203.0.113.9")[0] != 403, path  # by TRUSTED_PROXY
            assert read(url + page.get_absolute_url())[0] == 200
        with nginx_before(site, tmp_path / "here", ADMIN_PATH="newsdesk") as (url, _inner):
            kept = {path: read(url + path)[1]["X-Cache"] for path in ("/newsdesk/", "/admin/")}
            assert kept == {"/newsdesk/": None, "/admin/": "MISS"}  # what is the desk's is never kept


def test_what_is_for_those_inside_is_refused(page, tmp_path):
    with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
        for path in (
            "/metrics",
            "/readyz",
            "/readyz/web",
            "/metrics/",
            "//metrics",
            "/%6detrics",
            "/x/../readyz",
        ):
            status, headers, text = read(url + path)
            assert (status, headers["Cache-Control"]) == (404, "no-store"), path
            assert b"liveblog_" not in text
            assert b"database" not in text
        assert read(f"{url}/healthz")[2] == b"ok\n"


def test_a_request_has_one_id_from_nginx_on_and_its_line_tells_no_secret(page, tmp_path):
    asked = []
    from coverage.stream import app

    def heard(scope):
        asked.extend(value.decode() for name, value in scope["headers"] if name == b"x-request-id")
        return cursor_of(scope)

    cursor_of, app.cursor_of = app.cursor_of, heard
    try:
        with serving() as site, nginx_before(site, tmp_path) as (url, _inner):
            read(f"{url}/live/nothing/stream?after=0&token=hunter2", X_Request_ID="forged-by-a-client")
            read(f"{url}/admin/password/reset/1-hunter2/")
            lines = eventually(
                lambda: (t := (tmp_path / "access.log").read_text()).count("\n") >= 2 and t
            ).splitlines()
    finally:
        app.cursor_of = cursor_of
    said = [json.loads(line) for line in lines if "nginx-is-up" not in line]
    assert said[0]["path"] == "/live/nothing/stream"
    assert said[0]["request"] == asked[0]
    assert re.fullmatch("[0-9a-f]{32}", asked[0])
    assert said[1]["path"] == "/admin/password/reset/-"
    assert "hunter2" not in "".join(lines)


def test_with_a_certificate_it_speaks_tls_and_http_2_and_sends_plain_http_there(page, tmp_path):
    (tmp_path / "tls").mkdir()
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1",
         "-subj", "/CN=localhost", "-keyout", tmp_path / "tls/privkey.pem", "-out", tmp_path / "tls/fullchain.pem"],
        check=True, capture_output=True,
    )  # fmt: skip
    site_url = f"https://localhost:{folder_port(tmp_path)}"
    address = page.get_absolute_url()
    with serving() as site, nginx_before(site, tmp_path, SITE_URL=site_url) as (url, _inner):
        assert read(site_url + address)[0] == 200
        asked = subprocess.run(
            ["curl", "-sk", "--http2", "-o", "/dev/null", "-w", "%{http_version}", site_url + address],
            check=True, capture_output=True, text=True,
        )  # fmt: skip
        assert asked.stdout == "2"
        status, headers, _text = read(f"{url}{address}?page=1")
        assert (status, headers["Location"]) == (308, f"{site_url}{address}?page=1")
        assert read(url + address, X_Forwarded_Proto="https")[0] == 200  # a proxy that ends TLS itself
