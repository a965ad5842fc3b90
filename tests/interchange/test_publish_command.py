"""`manage.py publish`, for scripts and the load tools."""

import pytest
from django.core.management import CommandError, call_command

from coverage.models import Entry


def test_it_publishes_one_entry_and_prints_its_headline(page, capsys):
    call_command(
        "publish", page.slug, headline="Now", body="<p>Here <script>x()</script></p>", kicker="Breaking"
    )
    entry = page.entries.published().get()
    assert (entry.headline, entry.body, entry.kicker) == ("Now", "<p>Here</p>", "Breaking")
    assert capsys.readouterr().out == "Now\n"
    assert [change.kind for change in page.changes.filter(entry=entry)] == ["arrived"]


def test_without_a_headline_each_gets_one_of_its_own(page, capsys):
    call_command("publish", page.slug)
    call_command("publish", page.slug)
    printed = capsys.readouterr().out.splitlines()
    assert len(set(printed)) == 2
    assert printed == [entry.headline for entry in page.entries.order_by("published_at")]
    assert page.entries.exclude(body="").count() == 2


@pytest.mark.parametrize(
    ("options", "sentence"),
    [
        ({"headline": "", "body": ""}, "Write a headline or a text first."),
        ({"headline": "a" * 251}, "Ensure this value has at most 250 characters (it has 251)."),
        (
            {"body": "a" * 200_001},
            "This text is too long: 200,000 characters are the most. Part it into two.",
        ),
    ],
)
def test_what_cannot_be_published_is_a_sentence(page, options, sentence):
    with pytest.raises(CommandError) as refused:
        call_command("publish", page.slug, **options)
    assert str(refused.value) == sentence
    assert not Entry.objects.exists()


def test_an_unknown_page_is_a_sentence(db):
    with pytest.raises(CommandError, match=r"^There is no live page “nowhere”\.$") as refused:
        call_command("publish", "nowhere")
    assert refused.value.returncode == 1
