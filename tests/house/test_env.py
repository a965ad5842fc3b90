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
        ("SECRET_KEY_FILE", "/nowhere/secret", "SECRET_KEY_FILE cannot be read: No such file or directory."),
    ],
)
def test_a_wrong_variable_stops_the_start_with_its_name(variable, value, sentence):
    status, printed = run("check", **{**GOOD, variable: value})
    assert status == 1
    assert sentence in printed
    assert "hunter2" not in printed
    assert "Traceback" not in printed


def test_a_good_configuration_starts():
    status, printed = run("check", **GOOD)
    assert (status, "no issues" in printed) == (0, True)


def test_a_secret_may_come_from_a_file(tmp_path):
    (tmp_path / "key").write_text("k" * 50 + "\n")
    status, printed = run("check", **{**GOOD, "SECRET_KEY": None, "SECRET_KEY_FILE": str(tmp_path / "key")})
    assert (status, "no issues" in printed) == (0, True)
