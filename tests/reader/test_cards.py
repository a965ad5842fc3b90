"""What other sites show of ours: Open Graph and Twitter's card of every page and entry, with a picture."""

from pathlib import Path

import pytest
from django.conf import settings
from PIL import Image as Pillow

from coverage.models import Tag
from tests.make import (
    make_author,
    make_byline,
    make_entry,
    make_image,
    make_page,
    make_picture_file,
    make_video,
)

SITE = "http://127.0.0.1:8000"
SITE_PICTURE = {
    "og:image": f"{SITE}/static/img/share.png",
    "og:image:width": "1200",
    "og:image:height": "630",
}


@pytest.fixture
def card(read):
    """Each name once, and its content."""

    def card(address):
        metas = read(address).one("head").all("meta")
        named = [(meta["property"] or meta["name"], meta["content"]) for meta in metas]
        said = [(name, content) for name, content in named if name]
        assert len(dict(said)) == len(said)
        assert dict(said)["twitter:card"] == "summary_large_image"
        assert dict(said)["og:image:alt"] == dict(said)["twitter:image:alt"] != ""
        return dict(said)

    return card


def figure(image):
    return f'<figure data-image="{image.pk}"></figure>'


def test_a_page_shows_the_picture_that_is_wide_enough(db, card):
    image = make_image(file=make_picture_file(2000, 1000), alt="A table")
    page = make_page(title="Summit", standfirst="Leaders\nmeet.", lead_image=image)
    said = card(page.get_absolute_url())
    assert said["og:type"] == "article"
    assert said["og:url"] == f"{SITE}{page.get_absolute_url()}"
    assert said["og:image"] == f"{SITE}{image.og}"
    assert (said["og:image:width"], said["og:image:height"]) == ("1200", "630")
    assert said["og:image:alt"] == "A table"
    assert said["og:description"] == said["description"] == "Leaders meet."


def test_an_entry_shows_its_own_picture_or_its_pages(db, card):
    lead, own, poster = (make_image(alt=alt) for alt in ("Lead", "Own", "Poster"))
    page = make_page(title="Summit", lead_image=lead)
    make_image(alt="Another")
    video = make_video(poster=poster)
    bodies = {
        "Own": f"<p>Doors open.</p>{figure(own)}{figure(lead)}",
        "Poster": f'<p>See.</p><figure data-video="{video.pk}"></figure>',
        "Lead": "<p>Talks begin.</p>",
    }
    for alt, body in bodies.items():
        entry = make_entry(page, headline="", body=body)
        said = card(entry.get_absolute_url())
        assert said["og:image:alt"] == alt
        assert said["og:title"] == entry.title
        assert said["og:url"] == f"{SITE}{entry.get_absolute_url()}"
    assert said["og:description"] == "Talks begin."


def test_what_has_no_picture_shows_the_sites(page, card):
    author, tag = make_author("Ida Okafor"), Tag.objects.named("Harbour")
    entry = make_entry(page, headline="Doors open", body="", tags=[tag], bylines=[make_byline(author)])
    for noun, title in ((page, page.title), (entry, "Doors open"), (tag, "Harbour"), (author, "Ida Okafor")):
        said = card(noun.get_absolute_url())
        assert said.items() >= SITE_PICTURE.items()
        assert (said["og:title"], said["og:image:alt"]) == (title, "The Harbour Post")
        assert said["og:description"]
    assert card("/").items() >= {**SITE_PICTURE, "og:type": "website", "og:title": "The Harbour Post"}.items()
    with Pillow.open(Path(settings.BASE_DIR) / "static/img/share.png") as picture:
        assert picture.size == (1200, 630)
