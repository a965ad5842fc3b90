"""The archive opens from a disk with the network off, and says what the live page says."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.management import CommandError, call_command
from django.utils import timezone
from playwright.sync_api import expect

from coverage.models import Video
from tests.interchange.files import MP4, box
from tests.make import make_byline, make_draft, make_embed, make_entry, make_image, make_page

FILM = MP4 + box(b"mdat", os.urandom(300_000))


@pytest.fixture
def story(transactional_db):
    page = make_page(title="The vote", summary="<p>So far.</p>", lead_image=make_image())
    yesterday = timezone.now() - timedelta(days=1)
    first = make_entry(page, at=yesterday, headline="Doors open", bylines=[make_byline()], is_key_event=True)
    image = make_image(alt="The hall")
    video = Video.objects.create(title="Cheers", file=ContentFile(FILM, "cheers.mp4"), poster=make_image())
    post = make_embed(title="On the quay", thumbnail=make_image(alt="Ships"))
    make_entry(
        page,
        headline="Full",
        body=f'<figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>'
        f'<figure data-embed="{post.pk}"></figure>',
    )
    make_draft(page, headline="Secret")
    page.close(by=None)
    return page, first


def test_it_opens_from_a_disk_and_says_what_the_live_page_says(story, server, new_context, tmp_path):
    page, first = story
    call_command("archive_page", page.slug, tmp_path / "out", verbosity=0)
    live = new_context(java_script_enabled=False).new_page()
    live.goto(page.get_absolute_url())
    context = new_context(java_script_enabled=False)
    context.set_offline(True)
    tab, failed = context.new_page(), []
    tab.on("requestfailed", lambda request: failed.append(request.url))
    tab.goto((tmp_path / "out" / "index.html").as_uri())
    for part in ("h1", ".summary", ".key-events", ".timeline"):
        assert tab.locator(part).inner_text() == live.locator(part).inner_text(), part
    assert tab.locator("h1").evaluate("h1 => getComputedStyle(h1).fontWeight") == "600"
    shown = tab.get_by_alt_text("The hall")
    shown.scroll_into_view_if_needed()
    expect(shown).to_have_js_property("complete", True)
    assert shown.evaluate("image => image.naturalWidth") > 0
    card = tab.locator("embed-card")
    expect(card.locator("img")).to_have_js_property("complete", True)
    assert card.locator("img").evaluate("image => image.naturalWidth") > 0
    assert card.locator("a").get_attribute("href").startswith("https://")
    tab.locator(f"#entry-{first.pk} .entry-foot a").click()
    tab.wait_for_load_state()  # or leaving it would break off what is still coming in
    assert tab.url.endswith(f"/entries/{first.pk}/index.html")
    expect(tab.locator("h3")).to_have_text("Doors open")
    tab.get_by_role("link", name="Newer updates").click()
    expect(tab.locator("h3")).to_have_text("Full")
    tab.get_by_role("link", name="Older updates").click()
    tab.wait_for_load_state()
    tab.locator(".back a").click()
    tab.wait_for_load_state()
    assert tab.url.endswith(f"/index.html#entry-{first.pk}")
    tab.goto((tmp_path / "out" / "index.html").as_uri())
    tab.locator(".chapters li a").last.click()  # the hour, oldest first
    tab.wait_for_load_state()
    assert "/from-the-start/index.html#entry-" in tab.url
    assert tab.locator("h3").all_inner_texts() == ["Doors open", "Full"]
    source = tab.locator("video source").evaluate("source => source.src")
    assert Path(unquote(urlsplit(source).path)).read_bytes() == FILM
    assert failed == []
    canonical = tab.locator("link[rel=canonical]").get_attribute("href")
    assert canonical.endswith(page.get_absolute_url())
    assert canonical.startswith("http")
    every = "".join(file.read_text() for file in (tmp_path / "out").rglob("*.html"))
    assert "Secret" not in every
    assert "<script" not in every
    assert 'content=""' not in every
    assert 'href=""' not in every


def test_what_cannot_be_archived_is_said_in_a_sentence(db, tmp_path):
    page, draft = make_page(), make_page(state="draft")
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "mine.txt").write_text("mine")
    (tmp_path / "file").write_text("")
    for slug, folder, sentence in (
        ("nothing", "new", "There is no live page “nothing”."),
        (draft.slug, "new", "this page is not public"),
        (page.slug, "full", "is not empty; name a new folder."),
        (page.slug, "file/new", "cannot be written (Not a directory)."),
    ):
        with pytest.raises(CommandError, match=sentence.replace("(", r"\(").replace(")", r"\)")):
            call_command("archive_page", slug, tmp_path / folder)
    assert [file.name for file in (tmp_path / "full").iterdir()] == ["mine.txt"]
