"""Posts and videos elsewhere: what is said of them is ours, and nothing waits for their providers."""

# ruff: noqa: F811

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage.models import Embed, Entry, Image
from tests.embeds.conftest import stand_in  # noqa: F401
from tests.make import make_draft, make_embed, make_entry, make_image, make_picture_file

ADDRESS = "https://posts.example/7"
POST = '<blockquote class="x"><p>The doors are <b>open</b>.<br>All of them &amp; more.</p>— Maya</blockquote><script>alert(1)</script>'


@pytest.fixture
def embed(db, stand_in):
    return Embed.objects.at(ADDRESS)


def showing(embed):
    return f'<p>See.</p><figure data-embed="{embed.pk}"></figure>'


def jobs():
    return ProcrastinateJob.objects.filter(task_name="coverage.tasks.look_up_embed")


def test_the_same_address_is_one_embed_and_asked_for_once(embed):
    assert Embed.objects.at(ADDRESS) == embed
    assert [job.args for job in jobs()] == [{"embed_pk": embed.pk}]


def test_what_no_provider_has_is_no_embed(db):
    assert Embed.objects.at("https://example.org/7") is None
    assert Embed.objects.at(f"https://youtu.be/dQw4w9WgXcQ?{'x' * 500}") is None


def test_what_its_provider_says_is_kept_as_words_and_readers_hear_of_it(embed, stand_in, page):
    entry = make_entry(page, body=showing(embed))
    assert list(entry.embeds.all()) == [embed]
    stand_in.says(title="<b>A post</b>", author_name="Maya\u202e", html=POST)
    embed.look_up()
    embed.refresh_from_db()
    assert (embed.title, embed.author, embed.text) == (
        "<b>A post</b>",
        "Maya",
        "The doors are open.\nAll of them & more.",
    )
    assert embed.state == Embed.State.KNOWN
    assert [change.kind for change in page.changes.order_by("version")][-2:] == ["arrived", "changed"]
    shown = Entry.objects.get(pk=entry.pk).body_html
    assert "<p>The doors are open.<br>All of them &amp; more.</p>" in shown
    assert "&lt;b&gt;A post" in shown
    assert "alert(1)" not in shown
    version = page.changes.count()
    embed.look_up()
    assert page.changes.count() == version  # nothing new


def test_its_thumbnail_comes_in_by_the_door_of_pictures(embed, stand_in, page):
    entry = make_entry(page, body=showing(embed))
    picture = make_picture_file().read()
    stand_in.answers["/thumb.jpg"] = (200, {"Content-Type": "image/jpeg"}, picture)
    stand_in.says(title="A post", author_name="Maya", thumbnail_url=f"{stand_in.url}/thumb.jpg")
    embed.look_up()
    embed.refresh_from_db()
    assert (embed.thumbnail.credit, embed.thumbnail.is_decorative) == ("Maya / Stand-in", True)
    assert embed.thumbnail.src in Entry.objects.get(pk=entry.pk).body_html
    assert embed.thumbnail.uses.is_public
    other = make_image()
    embed.thumbnail.replace_everywhere(by=None, with_other=other)
    other.withdraw(by=None, because="Rights")
    assert "<picture" not in Entry.objects.get(pk=entry.pk).body_html
    assert page.changes.count() == 2 + 3  # opened, arrived; looked up, replaced, withdrawn


@pytest.mark.parametrize(
    "thumbnail",
    ["https://169.254.169.254/x.jpg", "file:///etc/passwd", "{url}/thumb.svg", "{url}/missing", 7, None],
)
def test_a_thumbnail_that_is_none_leaves_the_card_without_one(embed, stand_in, thumbnail):
    stand_in.answers["/thumb.svg"] = (200, {"Content-Type": "image/svg+xml"}, b"<svg onload='alert(1)'/>")
    thumbnail = thumbnail.format(url=stand_in.url) if isinstance(thumbnail, str) else thumbnail
    stand_in.says(title="A post", thumbnail_url=thumbnail)
    embed.look_up()
    embed.refresh_from_db()
    assert (embed.title, embed.thumbnail, Image.objects.count()) == ("A post", None, 0)


@pytest.mark.parametrize(
    "body", [b"", b"[]", b"null", b'"x"', b"{", b'{"title": 7, "html": {}}', b"[" * 100_000, b"\xff"]
)
def test_an_answer_that_is_nonsense_leaves_the_plain_link(embed, stand_in, body, page):
    make_entry(page, body=showing(embed))
    stand_in.answers["/oembed"] = (200, {"Content-Type": "application/json"}, body)
    embed.look_up()
    embed.refresh_from_db()
    assert (embed.title, embed.author, embed.text) == ("", "", "")
    assert page.changes.count() == 2  # opened, arrived


def test_a_post_that_is_deleted_later_stays_readable_and_can_no_longer_be_loaded(embed, stand_in, page):
    entry = make_entry(page, body=showing(embed))
    stand_in.says(title="A post", html=POST)
    embed.look_up()
    assert f"/embeds/{embed.pk}/" in Entry.objects.get(pk=entry.pk).body_html
    stand_in.answers["/oembed"] = (404, {}, b"")
    embed.look_up()
    shown = Entry.objects.get(pk=entry.pk).body_html
    assert "The doors are open." in shown
    assert "This is no longer there at Stand-in." in shown
    assert f"/embeds/{embed.pk}/" not in shown
    assert page.changes.count() == 2 + 2


def test_a_provider_that_does_not_answer_takes_nothing_away(embed, stand_in):
    stand_in.says(title="A post")
    embed.look_up()
    stand_in.answers["/oembed"] = (503, {}, b"")
    embed.look_up()
    embed.refresh_from_db()
    assert (embed.title, embed.state) == ("A post", Embed.State.KNOWN)


def test_one_setting_turns_all_asking_off(db, stand_in, settings, page):
    settings.EMBED_LOOKUPS = False
    embed = Embed.objects.at(ADDRESS)
    embed.look_up()
    assert (list(jobs()), stand_in.hits) == ([], [])
    assert f'<a href="{ADDRESS}"' in make_entry(page, body=showing(embed)).body_html


def test_what_an_editor_wrote_meanwhile_is_not_lost(embed, stand_in):
    stand_in.says(title="A post")
    edited = Embed.objects.get(pk=embed.pk)
    edited.text = "Said by an editor."
    edited.edit()
    embed.look_up()
    embed.refresh_from_db()
    assert (embed.title, embed.text) == ("A post", "Said by an editor.")


def test_what_the_provider_says_may_be_needed_to_load_it(db, stand_in, settings):
    settings.EMBED_PROVIDERS = stand_in.list(
        player=f"{stand_in.url}/player/{{did}}", says='data-uri="(?P<did>[^"]+)'
    )
    embed = Embed.objects.at(ADDRESS)
    assert embed.player == ""
    stand_in.says(html='<blockquote data-uri="did:plc:7"><p>x</p></blockquote>')
    embed.look_up()
    embed.refresh_from_db()
    assert embed.player == f"{stand_in.url}/player/did:plc:7"
    stand_in.says(html='<blockquote data-uri="../../evil?x=">x</blockquote>')
    embed.look_up()
    embed.refresh_from_db()
    assert embed.player == ""  # what is nothing for an address stands in none


def test_an_embed_in_use_cannot_be_deleted(page):
    from django.db.models import ProtectedError

    embed = make_embed()
    make_draft(page, body=showing(embed))
    with pytest.raises(ProtectedError):
        embed.delete()
