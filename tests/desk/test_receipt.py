"""The receipt of a withdrawal asks every public address that showed the entry."""

import re

import pytest
from django.urls import get_resolver

from coverage.desk.receipt import receipt_of
from coverage.models import Entry, Tag
from coverage.models.public_addresses import PUBLIC_ADDRESSES, paths_of
from coverage.reader.urls import urlpatterns
from tests.make import make_author, make_byline, make_entry, make_image

# Public addresses that never speak of an entry; a new one is named here, or in PUBLIC_ADDRESSES.
OF_NO_ENTRY = {
    "robots",
    "media",
    "site_style",
    "sitemap",
    "sitemap_part",
    "news_sitemap",
    "embed_script",
    "at",
    "player",
    "captions",
}


@pytest.fixture
def entry(page):
    names = ("Maya", "Tom")
    entry = make_entry(
        page,
        headline="A rumour from the harbour",
        body="<p>Nobody has confirmed this so far.</p>",
        bylines=[make_byline(make_author(name)) for name in names],
        tags=[Tag.objects.named("Harbour")],
    )
    entry.correct(by=None, note="The harbour was named wrongly.")
    return entry


def test_every_public_address_is_in_the_receipt_or_speaks_of_no_entry():
    assert {address.view for address in PUBLIC_ADDRESSES} | OF_NO_ENTRY == {url.name for url in urlpatterns}
    assert {address.view for address in PUBLIC_ADDRESSES} <= set(get_resolver().reverse_dict)


def test_each_address_of_the_receipt_told_of_the_entry_and_does_no_longer(entry, desk, client):
    """So a line that says “gone” has asked where the entry was to be seen."""
    tells = re.compile(rf"/entries/{entry.pk}/|entry-{entry.pk}\b|found-{entry.pk}\b")
    asked = [line for line in receipt_of(entry).lines if line[0] not in ("changes", "stream")]
    assert len(asked) == len(PUBLIC_ADDRESSES) + 4  # two authors with two feeds each, and the search

    def ask(check, path):
        return (
            desk.client.get(path, headers={"HX-Request": "true"})
            if check == "found"
            else client.get(path, follow=True)
        )

    for check, path, label in asked:
        answer = ask(check, path)
        assert answer.status_code == 200, label
        assert tells.search(answer.text) or path == "/", label
    entry.withdraw(by=None)
    for check, path, label in asked:
        answer = ask(check, path)
        assert answer.status_code == 410 if check == "withdrawn" else answer.status_code in (200, 404), label
        assert check == "withdrawn" or not tells.search(answer.text), label


def test_what_caches_are_told_of_is_what_the_receipt_asks(entry):
    entry.withdraw(by=None)
    asked = {path for _, path, _ in receipt_of(Entry.objects.get(pk=entry.pk)).lines}
    told = set(paths_of(entry))
    assert told - asked == {entry.page.changes_url}  # without a version: asked with one
    assert not {path for path in asked - told if "?" not in path}


def test_an_entry_without_words_is_not_searched_for(page):
    entry = make_entry(page, headline="…", body="<p>?!</p>")
    assert "found" not in {check for check, *_ in receipt_of(entry).lines}


def test_a_receipt_asks_for_the_share_picture_that_nothing_else_shows(page):
    alone, shared = make_image(alt="Alone"), make_image(alt="Shared")
    body = "".join(f'<figure data-image="{image.pk}"></figure>' for image in (alone, shared))
    entry = make_entry(page, body=body)
    make_entry(page, body=f'<figure data-image="{shared.pk}"></figure>')
    entry.withdraw(by=None)
    asked = [path for check, path, _label in receipt_of(entry).lines if check == "absent"]
    assert asked == [alone.og]
