"""Bad input: one sentence with file and place, exit status 1, the database as before."""

import json
import os
import subprocess
import sys

import pytest
from django.core.management import CommandError, call_command

from tests.interchange.files import count_rows, live_blog, update, write_json, write_picture


def nested(depth):
    return json.dumps(live_blog(update()))[:-1] + ', "x": ' + "[" * depth + "]" * depth + "}"


def with_update(**properties):
    return json.dumps(live_blog(update(), update(), update(**properties)))


BAD = {
    "not JSON": ('{"@type": \n"LiveBlogPosting",}', "page.jsonld: line 2, column 18: this is not JSON ("),
    "nothing": ("", "page.jsonld: line 1, column 1: this is not JSON (Expecting value)."),
    "no live blog": ('{"@type": "NewsArticle"}', "page.jsonld: there is no LiveBlogPosting in it."),
    "a page without one": ("<!doctype html><p>Hello", "page.jsonld: there is no LiveBlogPosting in it."),
    "a page with a broken one": (
        '<script type="application/ld+json">{"@type"</script>',
        "page.jsonld: script 1, line 1, column 9: this is not JSON (Expecting ':' delimiter).",
    ),
    "nested 200 deep": (nested(200), "page.jsonld: it is nested more than 100 levels deep."),
    "nested 1,000 deep": (nested(1000), "page.jsonld: it is nested more than 100 levels deep."),
    "nested 500,000 deep": (nested(500_000), "page.jsonld: it is nested more than 100 levels deep."),
    "a number without end": (
        '{"x": ' + "9" * 9000 + "}",
        "page.jsonld: this is not JSON (a number has thousands of digits).",
    ),
    "a time that is none": (
        with_update(datePublished="soon"),
        "page.jsonld: liveBlogUpdate[2].datePublished: “soon” is no time; write it like 2026-01-06T21:05:00Z.",
    ),
    "no time": (
        with_update(datePublished=None),
        "page.jsonld: liveBlogUpdate[2].datePublished: there is no time; write it like 2026-01-06T21:05:00Z.",
    ),
    "a time before the calendar": (
        with_update(datePublished="0001-01-01T00:00:00+14:00"),
        "page.jsonld: liveBlogUpdate[2].datePublished: “0001-01-01T00:00:00+14:00” is no time; "
        "write it like 2026-01-06T21:05:00Z.",
    ),
    "a time long ago": (
        with_update(datePublished="0600-01-01T00:00:00Z"),
        "page.jsonld: liveBlogUpdate[2].datePublished: “0600-01-01T00:00:00Z” is too long ago; "
        "write it like 2026-01-06T21:05:00Z.",
    ),
    "a time to come": (
        with_update(datePublished="2999-01-01T00:00:00Z"),
        "page.jsonld: liveBlogUpdate[2].datePublished: “2999-01-01T00:00:00Z” is still to come; an update's time has passed.",
    ),
    "a change to come": (
        with_update(dateModified="2999-01-01T00:00:00Z"),
        "page.jsonld: liveBlogUpdate[2].dateModified: “2999-01-01T00:00:00Z” is still to come; an update's time has passed.",
    ),
    "a long headline": (
        with_update(headline="a" * 251),
        "page.jsonld: liveBlogUpdate[2].headline: this has 251 characters; 250 are the most.",
    ),
    "a long kicker": (
        with_update(articleSection="a" * 41),
        "page.jsonld: liveBlogUpdate[2].articleSection: this has 41 characters; 40 are the most.",
    ),
    "a long text": (
        with_update(articleBody="a" * 200_001),
        "page.jsonld: liveBlogUpdate[2].articleBody: This text is too long: 200,000 characters are the most. Part it into two.",
    ),
    "a long name": (
        with_update(author={"name": "a" * 121}),
        "page.jsonld: liveBlogUpdate[2].author: this has 121 characters; 120 are the most.",
    ),
    "a headline that is no text": (
        with_update(headline={"text": {"x": 1}}),
        "page.jsonld: liveBlogUpdate[2].headline.text: “{'x': 1}” is no text.",
    ),
    "an update that is none": (
        json.dumps(live_blog("https://news.example/1")),
        "page.jsonld: liveBlogUpdate[0]: this is no update; it must be an object.",
    ),
    "no headline": (
        json.dumps(live_blog(headline="")),
        "page.jsonld: headline: a live page needs a headline.",
    ),
    "a state that is none": (
        json.dumps(live_blog(**{"liveblog:state": "asleep"})),
        "page.jsonld: liveblog:state: “asleep” is not one of draft, announced, live, closed.",
    ),
    "a zone that is none": (
        json.dumps(live_blog(**{"liveblog:timeZone": "Mars/Base"})),
        "page.jsonld: liveblog:timeZone: “Mars/Base” is no time zone; give one such as Europe/Paris or UTC.",
    ),
    "a language that is none": (
        json.dumps(live_blog(inLanguage="English")),
        "page.jsonld: inLanguage: “English” is not accepted: Give a language tag such as en-GB, de or ar.",
    ),
    "an address that is a script": (
        json.dumps(live_blog(**{"liveblog:relatedUrl": "javascript:alert(1)"})),
        "page.jsonld: liveblog:relatedUrl: “javascript:alert(1)” is no address; write it like https://example.org/story.",
    ),
    "a slug that is none": (
        json.dumps(live_blog(**{"liveblog:slug": "a/b"})),
        "page.jsonld: liveblog:slug: “a/b” is no slug; use letters, digits, hyphens and underscores.",
    ),
    "a pin on nothing": (
        json.dumps(live_blog(update(), **{"liveblog:pinned": "urn:uuid:0"})),
        "page.jsonld: liveblog:pinned: this is the @id of no update here.",
    ),
    "a correction without words": (
        with_update(**{"liveblog:correction": {"time": "2026-01-06T10:00:00Z"}}),
        "page.jsonld: liveBlogUpdate[2].liveblog:correction.note: a correction says what was wrong, in a sentence.",
    ),
    "a focal point outside": (
        with_update(image={"url": "red.png", "liveblog:focalPoint": [2, 0]}),
        "page.jsonld: liveBlogUpdate[2].image.liveblog:focalPoint: a focal point is two numbers from 0 to 1: "
        "from the left, from the top.",
    ),
    "a position that is none": (
        with_update(image={"url": "red.png", "position": "top"}),
        "page.jsonld: liveBlogUpdate[2].image.position: “top” is no number; count from 0.",
    ),
}


@pytest.mark.parametrize(("text", "sentence"), BAD.values(), ids=BAD)
def test_bad_input_is_refused_in_a_sentence(db, tmp_path, text, sentence):
    write_picture(tmp_path / "red.png")
    source = tmp_path / "page.jsonld"
    source.write_text(text, "utf-8")
    before = count_rows()
    with pytest.raises(CommandError) as refused:
        call_command("import_page", str(source), publish=True)
    assert str(refused.value).startswith(sentence)
    assert "\n" not in str(refused.value)
    assert refused.value.returncode == 1
    assert count_rows() == before


def test_a_hundred_megabytes_are_not_even_read(db, tmp_path):
    source = tmp_path / "page.jsonld"
    with source.open("wb") as file:
        file.truncate(100 * 1024 * 1024)
    with pytest.raises(
        CommandError, match=r"^page.jsonld: it is larger than 20 MB; leave out what is not the live blog\.$"
    ):
        call_command("import_page", str(source))


def test_bytes_that_are_no_text(db, tmp_path):
    (tmp_path / "page.jsonld").write_bytes(b'{"headline": "\xff\xfe"}')
    with pytest.raises(
        CommandError, match=r"^page.jsonld: it is not text in UTF-8; save it again as UTF-8\.$"
    ):
        call_command("import_page", str(tmp_path))


@pytest.mark.parametrize("name", ["gone.jsonld", "/dev/zero", "."])
def test_a_source_that_is_no_file(db, tmp_path, name):
    with pytest.raises(CommandError, match=r": there is no such file\.$"):
        call_command("import_page", str(tmp_path / name))


@pytest.mark.parametrize(
    ("option", "value", "sentence"),
    [
        ("time_zone", "Paris", "--time-zone: “Paris” is no time zone; give one such as Europe/Paris or UTC."),
        ("slug", "a b", "--slug: “a b” is no slug; use letters, digits, hyphens and underscores."),
        ("slug", "a" * 121, "--slug: this has 121 characters; 120 are the most."),
    ],
)
def test_an_option_that_is_wrong(db, tmp_path, option, value, sentence):
    with pytest.raises(CommandError) as refused:
        call_command(
            "import_page", str(write_json(tmp_path / "page.jsonld", live_blog(update()))), **{option: value}
        )
    assert str(refused.value) == sentence


def test_the_command_ends_with_status_1_and_one_line(tmp_path):
    (tmp_path / "page.jsonld").write_text("{", "utf-8")
    ended = subprocess.run(
        [sys.executable, "manage.py", "import_page", str(tmp_path)],
        capture_output=True,
        text=True,
        env=os.environ,
    )
    assert ended.returncode == 1
    assert ended.stdout == ""
    assert ended.stderr.splitlines() == [
        "CommandError: page.jsonld: line 1, column 2: this is not JSON "
        "(Expecting property name enclosed in double quotes)."
    ]
