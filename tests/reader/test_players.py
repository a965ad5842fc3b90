"""A provider's player stands in a page of its own, which may load that and nothing else."""

import pytest

from coverage.models import Embed
from tests.make import make_draft, make_embed, make_entry, make_page


@pytest.fixture
def embed(db):
    return make_embed("https://youtu.be/dQw4w9WgXcQ", title="</title><script>alert(1)</script>")


def body(embed):
    return f'<figure data-embed="{embed.pk}"></figure>'


def test_a_player_may_load_its_provider_and_nothing_else(client, page, embed):
    make_entry(page, body=body(embed))
    answer = client.get(f"/embeds/{embed.pk}/")
    assert answer.headers["Content-Security-Policy"] == (
        "default-src 'none'; style-src 'self'; frame-src https://www.youtube-nocookie.com; form-action 'none'; "
        "base-uri 'none'; frame-ancestors *"
    )
    again = client.get(f"/embeds/{embed.pk}/", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert again.headers["Content-Security-Policy"] == answer.headers["Content-Security-Policy"]
    assert "X-Frame-Options" not in {*answer.headers, *again.headers}
    assert 'src="https://www.youtube-nocookie.com/embed/dQw4w9WgXcQ"' in answer.text
    assert "allow-top-navigation" not in answer.text
    assert "<script" not in answer.text
    assert not answer.cookies


def test_a_live_page_with_embeds_names_no_provider_to_the_browser(client, page, embed):
    make_entry(page, body=body(embed))
    answer = client.get(page.get_absolute_url())
    assert "frame-src 'self'" in answer.headers["Content-Security-Policy"]
    assert "youtube-nocookie" not in answer.text
    assert "<iframe" not in answer.text
    assert "Load from YouTube" in answer.text


def test_a_player_that_no_reader_was_given_is_nowhere(client, page, embed):
    make_draft(page, body=body(embed))
    make_entry(make_page(state="draft"), body=body(embed))
    make_entry(page, body=body(embed)).withdraw(by=None)
    assert client.get(f"/embeds/{embed.pk}/").status_code == 404
    assert client.get("/embeds/999/").status_code == 404


def test_there_is_no_player_of_what_is_gone(client, page, embed):
    make_entry(page, body=body(embed))
    Embed.objects.update(state=Embed.State.GONE)
    assert client.get(f"/embeds/{embed.pk}/").status_code == 404


def test_feeds_and_data_carry_the_card(client, page):
    embed = make_embed(
        "https://youtu.be/dQw4w9WgXcQ", title="The doors", author="Maya", text="They open & close."
    )
    make_entry(page, body=body(embed))
    atom = client.get(f"{page.get_absolute_url()}feed.atom").text
    assert "They open &amp;amp; close." in atom
    assert "https://youtu.be/dQw4w9WgXcQ" in atom
    [update] = client.get(f"{page.get_absolute_url()}page.jsonld").json()["liveBlogUpdate"]
    [shared] = update["sharedContent"]
    assert (shared["url"], shared["name"], shared["text"]) == (
        embed.address,
        "The doors",
        "They open & close.",
    )
    assert shared["author"] == {"@type": "Person", "name": "Maya"}
