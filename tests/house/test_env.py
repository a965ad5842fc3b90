"""Wrong configuration stops the start with the variable's name, a sentence, and no secret."""

import pytest

from tests.house.commands import run

GOOD = {
    "DATABASE_URL": "postgres://app:hunter2-of-the-database@127.0.0.1:1/app",
    "SECRET_KEY": "k" * 50,
    "SITE_URL": "https://live.example.org",
}


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("SECRET_KEY", None, "SECRET_KEY is not set; it must hold a text."),
        ("SECRET_KEY", "", "SECRET_KEY is not set; it must hold a text."),
        ("SECRET_KEY", "hunter2", "SECRET_KEY is too short; it must have 32 characters or more."),
        ("SITE_URL", None, "SITE_URL is not set; it must hold a text."),
        ("SITE_URL", "live.example.org", "it must be an address such as https://live.example.org."),
        ("DATABASE_URL", "mysql://hunter2@x/y", "DATABASE_URL must be an address such as postgres://"),
        ("DATABASE_URL", "postgres://a:hunter2@x:port/y", "DATABASE_URL has a port that is not a number."),
        ("DEBUG", "yes", "DEBUG is 'yes'; it must be true or false."),
        ("DATABASE_POOL_SIZE", "many", "DATABASE_POOL_SIZE is 'many'; it must be a whole number, 2 or more."),
        ("STREAM_LIMIT", "0", "STREAM_LIMIT is '0'; it must be a whole number, 1 or more."),
        ("EMAIL_URL", "mail.example.org", "EMAIL_URL must be an address such as smtp://user:password@"),
        ("EMAIL_URL", "smtp://a:hunter2@mail:port", "EMAIL_URL has a port that is not a number."),
        ("REQUIRE_SECOND_FACTOR", "on", "REQUIRE_SECOND_FACTOR is 'on'; it must be true or false."),
        ("SESSION_HOURS", "0", "SESSION_HOURS is '0'; it must be a whole number, 1 or more."),
        ("PURGE_METHOD", "BAN", "PURGE_METHOD is 'BAN'; it must be PURGE or GET."),
        ("PURGE_HEADER", "hunter2", "PURGE_HEADER must be a header such as X-Purge-Key: secret."),
        ("S3_BUCKET", "press", "S3_ACCESS_KEY and S3_SECRET_KEY go together; set both, or neither."),
        ("SECRET_KEY_FILE", "/nowhere/secret", "SECRET_KEY_FILE cannot be read: No such file or directory."),
    ],
)
def test_a_wrong_variable_stops_the_start_with_its_name(variable, value, sentence):
    one_key = {"S3_SECRET_KEY": "hunter2"} if variable == "S3_BUCKET" else {}
    status, printed = run("check", **{**GOOD, **one_key, variable: value})
    assert status == 1
    assert sentence in printed
    assert "hunter2" not in printed
    assert "Traceback" not in printed


def test_a_good_configuration_starts():
    status, printed = run("check", **GOOD)
    assert (status, "no issues" in printed) == (0, True)


def test_files_may_lie_in_an_object_store():
    keys = {"S3_BUCKET": "press", "S3_ENDPOINT_URL": "https://s3.example.org"}
    status, printed = run("check", **{**GOOD, **keys, "S3_ACCESS_KEY": "a", "S3_SECRET_KEY": "b"})
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
