"""Wrong configuration stops the start with the variable's name, a sentence, and no secret."""

import os
import re
import subprocess
import sys
import time

import pytest

from liveblog.env import TAKEN
from tests.house.commands import ROOT, environment, run
from tests.house.nginx import check_settings

GOOD = {
    "DATABASE_URL": "postgres://app:hunter2-of-the-database@127.0.0.1:1/app",
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://live.example.org",
}


# Of each variable something wrong, and what must be said of it. `hunter2` stands where a secret would.
WRONG = [
    ("SECRET_KEY", None, "SECRET_KEY is not set; it must hold a text."),
    ("SECRET_KEY", "", "SECRET_KEY is not set; it must hold a text."),
    ("SECRET_KEY", "hunter2", "SECRET_KEY is too short; it must have 32 characters or more."),
    ("SECRET_KEY_FILE", "/nowhere/secret", "SECRET_KEY_FILE cannot be read: No such file or directory."),
    ("SITE_URL", None, "SITE_URL is not set; it must hold a text."),
    ("SITE_URL", "https://a.example/live?x=1", "or with a plain path such as https://example.org/live-news."),
    ("LIVEBLOG_THEME_DIR", "/no/theme", "LIVEBLOG_THEME_DIR is '/no/theme'; there is no such folder."),
    ("LIVEBLOG_THEME_DIR", "tests/house", "tests/house has neither templates/ nor static/ in it."),
    ("EMBED_LOOKUPS", "no", "EMBED_LOOKUPS is 'no'; it must be true or false."),
    ("EMBED_PROVIDERS", "/no/list.toml", "EMBED_PROVIDERS is '/no/list.toml'; there is no such file."),
    ("CSP_SOURCES", "style-src https://a.example", "each part must be one of script-src, connect-src"),
    ("CSP_SOURCES", "script-src 'unsafe-inline'", "a source must be an address such as https://stats."),
    ("CSP_SOURCES", "script-src *", "CSP_SOURCES has '*'; a source must be an address"),
    ("MEDIA_SOURCES", "https://a.example/live", "MEDIA_SOURCES has 'https://a.example/live'; each must be"),
    ("MEDIA_SOURCES", "http://a.example", "each must be an address such as https://streams.example.org"),
    ("MEDIA_SOURCES", "https:", "MEDIA_SOURCES has 'https:'; each must be an address such as"),
    ("MEDIA_MAX_MB", "0", "MEDIA_MAX_MB is '0'; it must be a whole number, 1 or more."),
    ("SITE_URL", "live.example.org", "it must be an address such as https://live.example.org."),
    ("DATABASE_URL", "", "DATABASE_URL is not set; it must hold a text."),
    ("DATABASE_URL", "mysql://hunter2@x/y", "DATABASE_URL must be an address such as postgres://"),
    ("DATABASE_URL", "postgres://a:hunter2@x:port/y", "DATABASE_URL has a port that is not a number."),
    ("DATABASE_REPLICA_URL", "mysql://x/y", "DATABASE_REPLICA_URL must be an address such as postgres://"),
    ("DATABASE_POOL_SIZE", "many", "DATABASE_POOL_SIZE is 'many'; it must be a whole number, 2 or more."),
    ("DEBUG", "yes", "DEBUG is 'yes'; it must be true or false."),
    (
        "ALLOWED_HOSTS",
        "https://a.example",
        "ALLOWED_HOSTS holds 'https://a.example'; it must hold hosts such as",
    ),
    ("HSTS_SECONDS", "1 year", "HSTS_SECONDS is '1 year'; it must be a whole number, 0 or more."),
    ("ADMIN_PATH", "live", "ADMIN_PATH is 'live'; it must be a word such as newsdesk"),
    ("ADMIN_PATH", "/desk/", "ADMIN_PATH is '/desk/'; it must be a word such as newsdesk"),
    ("BEHIND_PROXY", "1", "BEHIND_PROXY is '1'; it must be true or false."),
    ("SESSION_HOURS", "0", "SESSION_HOURS is '0'; it must be a whole number, 1 or more."),
    ("SESSION_IDLE_HOURS", "-1", "SESSION_IDLE_HOURS is '-1'; it must be a whole number, 1 or more."),
    ("REQUIRE_SECOND_FACTOR", "on", "REQUIRE_SECOND_FACTOR is 'on'; it must be true or false."),
    ("LANGUAGE_CODE", "klingon", "LANGUAGE_CODE is 'klingon'; it must be a language such as en-gb or fr."),
    ("TIME_ZONE", "London", "TIME_ZONE is 'London'; it must be a time zone such as Europe/London."),
    ("STATIC_ROOT", "static", "STATIC_ROOT is 'static'; it must be a whole path, such as /srv/liveblog."),
    ("MEDIA_ROOT", "media", "MEDIA_ROOT is 'media'; it must be a whole path, such as /srv/liveblog."),
    ("ORIGINALS_ROOT", "x", "ORIGINALS_ROOT is 'x'; it must be a whole path, such as /srv/liveblog."),
    ("LOG_LEVEL", "chatty", "LOG_LEVEL is 'chatty'; it must be WARNING, DEBUG, INFO or ERROR."),
    ("EMAIL_URL", "mail.example.org", "EMAIL_URL must be an address such as smtp://user:password@"),
    ("EMAIL_URL", "smtp://a:hunter2@mail:port", "EMAIL_URL has a port that is not a number."),
    ("EMAIL_FROM", "desk", "EMAIL_FROM is 'desk'; it must be an address such as desk@example.org."),
    ("STREAM_LIMIT", "0", "STREAM_LIMIT is '0'; it must be a whole number, 1 or more."),
    ("STREAM_BEAT_SECONDS", "0.5", "STREAM_BEAT_SECONDS is '0.5'; it must be a whole number, 1 or more."),
    ("PURGE_URLS", "http://a.example,b", "PURGE_URLS is 'b'; it must be an address such as https://"),
    ("WEBSUB_HUB", "hub", "WEBSUB_HUB is 'hub'; it must be an address such as https://live.example.org."),
    ("S3_ACCESS_KEY", "hunter2", "S3_ACCESS_KEY and S3_SECRET_KEY go together; set both, or neither."),
    ("S3_SECRET_KEY", "hunter2", "S3_ACCESS_KEY and S3_SECRET_KEY go together; set both, or neither."),
    (
        "S3_ENDPOINT_URL",
        "minio:9000",
        "S3_ENDPOINT_URL is 'minio:9000'; it must be an address such as https://",
    ),
    ("PURGE_METHOD", "BAN", "PURGE_METHOD is 'BAN'; it must be PURGE or GET."),
    ("PURGE_HEADER", "hunter2", "PURGE_HEADER must be a header such as X-Purge-Key: secret."),
]
ANY_TEXT = {"SITE_NAME", "ROBOTS_TXT", "S3_BUCKET", "S3_REGION"}
ELSEWHERE = {"LIVEBLOG_DATA_DIR"}  # test_embedded.py


def settings_read(**variables):
    """(exit status, what it printed, seconds) of a process that reads the settings, as each of ours does first."""
    began = time.monotonic()
    done = subprocess.run(
        [sys.executable, "-c", "import liveblog.settings"],
        cwd=ROOT,
        env=environment(**variables),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    return done.returncode, done.stdout, time.monotonic() - began


@pytest.mark.parametrize(("variable", "value", "sentence"), WRONG)
def test_a_wrong_variable_stops_the_start_with_its_name(variable, value, sentence):
    beside = {"S3_BUCKET": "press"} if variable.startswith("S3_") else {}
    status, printed, seconds = settings_read(**{**GOOD, **beside, variable: value})
    assert status == 1
    assert sentence in printed
    assert printed.count("\n") == 1
    assert "hunter2" not in printed
    assert seconds < 5


def test_each_of_our_commands_stops_so():
    assert run("check", **{**GOOD, "DEBUG": "yes"}) == (1, "DEBUG is 'yes'; it must be true or false.\n")


@pytest.mark.parametrize(("variable", "value"), [("BACKUP_AT", "25:00"), ("BACKUP_KEEP_DAYS", "0")])
def test_a_wrong_variable_of_the_backup_s_stops_its_start_so(tmp_path, variable, value):
    command = [ROOT / ".docker/backup.sh", "daily", tmp_path, tmp_path, tmp_path]
    stopped = subprocess.run(command, env={**os.environ, variable: value}, capture_output=True, text=True)
    assert stopped.returncode == 1
    assert f"{variable} is '{value}'; it must be" in stopped.stderr


@pytest.mark.parametrize(
    ("variable", "value", "expected"),
    [
        ("SITE_URL", "live.example.org", "an address such as https://live.example.org"),
        ("ADMIN_PATH", "a/b", "a word such as newsdesk"),
        ("ADMIN_ADDRESSES", "office", "an address or a network such as 172.16.0.0/12"),
        ("TRUSTED_PROXY", "all", "an address or a network such as 172.16.0.0/12"),
        ("STREAMS_PER_ADDRESS", "many", "a whole number, 1 or more"),
        ("REQUESTS_PER_ADDRESS", "0", "a whole number, 1 or more"),
    ],
)
def test_a_wrong_variable_of_nginx_s_stops_its_start_so(tmp_path, variable, value, expected):
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        check_settings(tmp_path, **{"SITE_URL": "https://live.example.org", variable: value})
    assert stopped.value.stderr == f"{variable} is '{value}'; it must be {expected}.\n"


def test_a_folder_without_its_certificate_stops_nginx_s_start(tmp_path):
    (tmp_path / "tls").mkdir()
    with pytest.raises(subprocess.CalledProcessError) as stopped:
        check_settings(tmp_path, SITE_URL="https://live.example.org")
    assert stopped.value.stderr.startswith("TLS_FOLDER is a folder without its certificate;")


def variables_read():
    """Every variable that the settings read."""
    texts = [(ROOT / "liveblog" / name).read_text() for name in ("settings.py", "env.py")]
    return {name for text in texts for name in re.findall(r'\benv_\w+\(\s*"([A-Z0-9_]+)"', text)}


def test_nothing_is_left_out_here_in_the_documentation_and_in_the_example():
    assert variables_read() == {name.removesuffix("_FILE") for name, *_ in WRONG} | ANY_TEXT | ELSEWHERE
    ops = (ROOT / "docs" / "ops.md").read_text()
    rows = [line.split("|")[1] for line in ops.splitlines() if re.match(r"\| `[A-Z0-9_]+`", line)]
    told = {name for row in rows for name in re.findall(r"`([A-Z0-9_]+)`", row)}
    example = set(re.findall(r"^#?([A-Z0-9_]+)=", (ROOT / ".env.example").read_text(), re.MULTILINE))
    compose = set(re.findall(r"\$\{([A-Z_]+)", (ROOT / "docker-compose.yml").read_text()))
    compose = {name.removesuffix("_FILE") for name in compose}
    assert told == variables_read() | compose
    assert example == told


def test_the_desk_can_take_no_other_address():
    from liveblog.urls import urlpatterns

    lists = [*urlpatterns, *urlpatterns[-1].url_patterns]
    words = {re.match(r"\^?([a-z]+)(/|$)", str(one.pattern)) for one in lists} - {None}
    assert {word[1] for word in words} - {"admin", "oembed"} | {"static"} == set(TAKEN)
    ask = "from django.urls import reverse as r; from django.conf import settings as s; print(r('admin:index'), r('account_login'), s.ROBOTS_TXT)"
    moved = run("shell", "-v0", "-c", ask, **GOOD, ADMIN_PATH="newsdesk")
    assert moved == (0, "/newsdesk/ /newsdesk/login/ User-agent: *\nDisallow: /newsdesk/\n")


def test_a_good_configuration_starts():
    status, printed = run("check", **GOOD)
    assert (status, "no issues" in printed) == (0, True)


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 50 + "\n")
    status, printed = run("check", **{**GOOD, "SECRET_KEY": None, "SECRET_KEY_FILE": str(tmp_path / "key")})
    assert (status, "no issues" in printed) == (0, True)


@pytest.mark.parametrize(
    ("address", "options"),
    [
        ("smtp://ida:a%2Fb%40c@mail.example.org", "mail.example.org 587 ida a/b@c True False"),
        ("smtps://ida:x@mail.example.org", "mail.example.org 465 ida x False True"),
        ("smtp+plain://relay:2525", "relay 2525   False False"),
    ],
)
def test_mail_goes_through_the_server_that_is_named_as_safely_as_it_says(address, options):
    ask = "from django.conf import settings as s; o = s.MAILERS['default']['OPTIONS']; print(*(o[n] for n in ('host', 'port', 'username', 'password', 'use_tls', 'use_ssl')))"
    assert run("shell", "-v0", "-c", ask, **GOOD, EMAIL_URL=address) == (0, options + "\n")


@pytest.mark.parametrize(("variables", "is_required"), [(GOOD, True), ({"DATABASE_URL": None}, False)])
def test_a_site_asks_for_the_second_factor_and_the_demo_does_not(tmp_path, variables, is_required):
    ask = "from django.conf import settings as s; print(s.REQUIRE_SECOND_FACTOR)"
    printed = run("shell", "-v0", "-c", ask, LIVEBLOG_DATA_DIR=str(tmp_path), **variables)
    assert printed == (0, f"{is_required}\n")
