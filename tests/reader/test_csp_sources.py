"""A consent or analytics tool gets exactly what one setting names, on readers' pages alone."""

import pytest

from liveblog.env import env_csp
from tests.reader.test_caching import POLICY

NAMED = "script-src https://stats.example.org https://*.consent.example; connect-src https://stats.example.org; frame-src https://consent.example:8443"


@pytest.fixture
def named(settings, monkeypatch):
    monkeypatch.setenv("CSP_SOURCES", NAMED)
    settings.CSP_SOURCES = env_csp("CSP_SOURCES")


def test_only_what_is_named_is_let_in(named, page, client):
    wanted = POLICY.replace(
        "script-src 'self'", "script-src 'self' https://stats.example.org https://*.consent.example"
    ).replace(
        "connect-src 'self' https://video.example",
        "connect-src 'self' https://video.example https://stats.example.org",
    )
    wanted = wanted.replace("frame-src 'self'", "frame-src 'self' https://consent.example:8443")
    for address in ("/", page.get_absolute_url(), "/nothing/"):
        assert client.get(address)["Content-Security-Policy"] == wanted, address


def test_the_desk_and_its_login_let_in_nothing_more(named, client, db):
    assert "example" not in client.get("/admin/login/")["Content-Security-Policy"]


def test_videos_and_streams_come_from_where_the_site_says_and_nothing_else_is_loosened(
    settings, page, client
):
    settings.MEDIA_SOURCES = ["https://streams.example"]
    policy = client.get(page.get_absolute_url())["Content-Security-Policy"]
    assert policy == POLICY.replace("video.example", "streams.example")
    settings.MEDIA_SOURCES = []
    policy = client.get(page.get_absolute_url())["Content-Security-Policy"]
    assert policy == POLICY.replace(" blob:", "").replace(" https://video.example", "")


def test_without_the_setting_the_policy_is_as_ever(page, client):
    assert client.get(page.get_absolute_url())["Content-Security-Policy"] == POLICY
