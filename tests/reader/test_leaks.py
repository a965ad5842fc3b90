"""What is not public reaches no public address: a secret word stands in everything that is not."""

import re
from urllib.parse import urljoin, urlsplit
from uuid import uuid4

import pytest
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from django.utils import timezone

from coverage.models import Author, Embed, Entry, Tag, Video, WorkingCopy, site_face
from tests.hostile import page_with_line
from tests.make import (
    make_author,
    make_byline,
    make_captions,
    make_draft,
    make_editor,
    make_embed,
    make_entry,
    make_image,
    make_page,
    make_snippet,
    make_video,
)
from tests.serving import serving

SECRET = "xqzleakzqx"
OTHERS = {"admin", "healthz", "readyz", "readyz/web", "metrics"}  # not for readers
# For every public address there is: what to put in it. One that is missing here fails the test.
ADDRESSES = {
    "front": lambda world: [{}],
    "live_page": lambda world: [{"slug": slug} for slug in world.slugs],
    "older": lambda world: [{"slug": slug} for slug in world.slugs],
    "at": lambda world: [{"slug": slug} for slug in world.slugs],
    "search": lambda world: [{"slug": slug} for slug in world.slugs],
    "corrections": lambda world: [{"slug": slug} for slug in world.slugs],
    "from_start": lambda world: [{"slug": slug} for slug in world.slugs],
    "feed": lambda world: [{"slug": slug} for slug in world.slugs],
    "feed_json": lambda world: [{"slug": slug} for slug in world.slugs],
    "page_json_ld": lambda world: [{"slug": slug} for slug in world.slugs],
    "embed": lambda world: [{"slug": slug} for slug in world.slugs],
    **dict.fromkeys(
        ["entry", "entry_embed"],
        lambda world: [
            {"slug": slug, "pk": pk}
            for slug in world.slugs
            for pk in Entry.objects.values_list("pk", flat=True)
        ],
    ),
    "oembed": lambda world: [{}],
    "embed_script": lambda world: [{}],
    **dict.fromkeys(
        ["tag", "tag_feed", "tag_feed_json"],
        lambda world: [{"slug": slug} for slug in Tag.objects.values_list("slug", flat=True)],
    ),
    **dict.fromkeys(
        ["author", "author_feed", "author_feed_json"],
        lambda world: [{"slug": slug} for slug in Author.objects.values_list("slug", flat=True)],
    ),
    "sitemap": lambda world: [{}],
    "sitemap_part": lambda world: [{"number": 1}],
    "news_sitemap": lambda world: [{}],
    "robots": lambda world: [{}],
    "site_style": lambda world: [{"digest": site_face.current().digest}],
    "player": lambda world: [{"pk": pk} for pk in Embed.objects.values_list("pk", flat=True)],
    "captions": lambda world: [
        {"pk": pk, "language": "en"} for pk in Video.objects.values_list("pk", flat=True)
    ],
    "media": lambda world: [{"name": name} for name in world.media],
}


class World:
    """A public page and all that is not public beside it."""

    def __init__(self):
        self.page = make_page(
            title=f"Title {SECRET}", standfirst=SECRET, summary=f"<p>{SECRET}</p>", slug="public"
        )
        image = make_image(alt=f"Alt {SECRET}", caption=SECRET)
        entry = make_entry(self.page, headline=SECRET, body=f"<p>{SECRET}</p>", kicker=SECRET,
                           bylines=[make_byline(make_author(photo=image), role=SECRET, reporting_from=SECRET)])  # fmt: skip
        self.page.lead_image = image
        self.page.edit()
        self.page.title, self.page.standfirst, self.page.summary = "Title", "Standfirst", "<p>Summary</p>"
        self.page.names = SECRET
        self.page.leave_note(SECRET, instead_of="")
        self.page.edit(tags=[Tag.objects.named("Harbour")])
        image.alt, image.caption = "Alt", "Caption"
        image.edit()
        entry.headline, entry.body, entry.kicker = "Headline", "<p>Body</p>", "Recap"
        entry.edit(
            by=make_editor(f"editor-{SECRET}", email=f"{SECRET}@example.org"),
            bylines=[make_byline(role="Reporter")],
        )
        self.entry = entry
        for key_event in (False, True):
            gone = self.write(make_entry, is_key_event=key_event)
            self.page.pin(gone, by=None)
            gone.withdraw(by=None, comment=SECRET)
        hidden = make_embed(title=SECRET, text=SECRET, author=SECRET)
        make_draft(self.page, headline=SECRET, body=f'<figure data-embed="{hidden.pk}"></figure>')
        self.write(make_draft)
        self.write(make_draft).submit(by=None)
        sent_back = self.write(make_draft)
        sent_back.submit(by=None)
        sent_back.send_back(by=None, comment=SECRET)
        become(self.write(make_draft), "scheduled")
        self.unsaved()
        make_snippet(f"Snippet {SECRET}", body=f"<p>{SECRET}</p>")
        secret = self.pictures()
        self.draft_page = make_page(
            state="draft", slug=SECRET, title=SECRET, standfirst=SECRET, summary=f"<p>{SECRET}</p>", lead_image=secret[0],
            event_name=SECRET, event_place=SECRET, related_url=f"https://{SECRET}.example/", related_title=SECRET,
        )  # fmt: skip
        self.write(make_entry, page=self.draft_page)
        self.slugs = ["public", SECRET]
        self.media = [
            secret[0].original.name,
            f"originals/{secret[0].original.name}",
            "renditions/1/160.jpg",
            "../secret-key",
        ]

    def unsaved(self):
        """What somebody is typing, over what is public and anew; nobody has saved it."""
        words = {"headline": SECRET, "body": f"<p>{SECRET}</p>"}
        for mode, key in (("edit", self.entry.key), ("new", uuid4())):
            WorkingCopy.objects.keep(
                by=make_editor(), page=self.page, key=key, tab="t", turn=1, mode=mode, content=words
            )

    def pictures(self):
        image = make_image(alt=SECRET, credit=SECRET, caption=SECRET)
        video = make_video(
            title=SECRET, url=f"https://{SECRET}.example/v.mp4", poster=image, caption=SECRET, credit=SECRET,
            transcript=SECRET,
        )  # fmt: skip
        make_captions(video, text=f"WEBVTT\n\n00:00.000 --> 00:01.000\n{SECRET}\n")
        return image, video

    def write(self, make, page=None, **more):
        """An entry of which every word is secret."""
        image, video = self.pictures()
        author = make_author(f"Author {SECRET}", role=SECRET, url=f"https://{SECRET}.example/", photo=image)
        body = f'<p>{SECRET}</p><figure data-image="{image.pk}"></figure><figure data-video="{video.pk}"></figure>'
        entry = make(
            page or self.page, headline=f"{SECRET} Body Text", kicker=SECRET, body=body,
            bylines=[make_byline(author, role=SECRET, reporting_from=SECRET)], tags=[Tag.objects.named(SECRET)], **more,
        )  # fmt: skip
        entry.correct(by=None, note=SECRET)
        return entry


def become(entry, status):
    """As if the verb had been called, or a mistake had been made in the database."""
    times = {"scheduled_at", "published_at"} & {field.name for field in Entry._meta.fields}
    moments = dict.fromkeys(times, timezone.now()) if status == "scheduled" else {}
    Entry.objects.filter(pk=entry.pk).update(status=status, **moments)


def patterns(resolver, is_first=True):
    for pattern in resolver.url_patterns:
        if is_first and str(pattern.pattern).rstrip("/") in OTHERS:
            continue
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, is_first=False)
        elif isinstance(pattern, URLPattern):
            yield pattern


def test_every_public_address_is_known_here():
    assert {pattern.name for pattern in patterns(get_resolver())} == set(ADDRESSES)


def test_nothing_that_is_not_public_reaches_a_public_address(transactional_db, settings):
    world = World()
    wanted = [reverse(name, kwargs=kwargs) for name, give in ADDRESSES.items() for kwargs in give(world)]
    wanted += [f"{address}?after=0.0" for address in wanted if address.endswith("/older")]
    wanted += [f"/live/{slug}/{what}" for slug in world.slugs for what in ("changes", "changes?after=0")]
    # A word that public and secret entries have, so that a search finds what it may.
    wanted += [
        f"/live/{slug}/search?q={words}" for slug in world.slugs for words in ("Body", "Text", "-none")
    ]
    for slug in world.slugs:
        wanted += [
            f"/oembed?format={kind}&url=http://127.0.0.1:8000/live/{slug}/" for kind in ("json", "xml")
        ]
    asked, found, lost = set(), 0, 0
    with serving() as site:
        while wanted:
            address = wanted.pop()
            if address in asked:
                continue
            asked.add(address)
            if address.startswith("/media/renditions/") or address.endswith(".png"):
                continue  # not text
            status, headers, text = site.get(address)
            assert status in (200, 302, 400, 404, 410), address
            found, lost = found + (status == 200), lost + (status != 200)
            assert SECRET not in text.lower(), address
            assert SECRET not in str(headers).lower(), address
            wanted += [*links(text, address), *([headers["Location"]] if status == 302 else [])]
        with site.stream(world.page, after=0) as stream:
            texts = [stream.text() for _ in range(world.page.version)]
        assert texts[-1].startswith(f"id: {world.page.version}\n")
        assert SECRET not in "".join(texts).lower()
        with site.stream(world.draft_page, after=0) as stream:
            assert stream.status == 404
            assert SECRET not in stream.text()
    print(f"{found} answers of 200, {lost} of 404 or 410")
    assert found > 12
    assert lost > 12


def links(text, base):
    """Addresses of our own that an answer names, in whichever attribute."""
    for address in re.findall(
        r"""(?:href|src|content|data-stream|data-changes|"url":|"@id":)=?["']((?:/|http)[^"'<> ]*)""", text
    ):
        parts = urlsplit(urljoin(base, address.replace("&amp;", "&")))
        is_ours = parts.netloc in ("", "127.0.0.1:8000") and parts.path.startswith("/")
        if is_ours and not parts.path.startswith("/admin") and not parts.path.endswith("/stream"):
            yield parts.path + (f"?{parts.query}" if parts.query else "")


def test_the_secret_would_be_found(transactional_db):
    """The crawl is no good if it does not find what is out."""
    page = page_with_line(SECRET)
    with serving() as site:
        for address in (page.get_absolute_url(), f"{page.get_absolute_url()}changes?after=0", "/"):
            assert SECRET in site.get(address)[2]


def test_what_happens_to_drafts_moves_nothing_in_public(transactional_db):
    from coverage.models import LivePage

    world = World()
    base = world.page.get_absolute_url()
    addresses = [
        "/",
        base,
        f"{base}older?after=0.0",
        f"{base}feed.atom",
        f"{base}feed.json",
        f"{base}page.jsonld",
        f"{base}embed/",
        f"/oembed?url=http://127.0.0.1:8000{base}",
        "/sitemap.xml",
        "/news-sitemap.xml",
        "/tags/harbour/feed.atom",
        world.entry.get_absolute_url(),
    ]

    def state(site):
        answers = {address: site.get(address) for address in addresses}
        seen = {
            address: (status, headers.get("ETag"), headers.get("Last-Modified"), text)
            for address, (status, headers, text) in answers.items()
        }
        return seen, site.changes(world.page, 0)["version"], LivePage.objects.get(pk=world.page.pk).version

    with serving() as site:
        before = state(site)
        assert before[0][base][1]
        draft = world.write(make_draft)
        draft.headline = "Another"
        draft.edit(by=None)
        draft.submit(by=None)
        draft.review(by=make_editor())
        draft.send_back(by=None, comment="Why?")
        world.entry.duplicate(by=None).move(to=world.draft_page, by=None)
        withdrawn = world.page.entries.filter(status="withdrawn").first()
        withdrawn.headline = "Another"
        withdrawn.edit(by=None)
        world.draft_page.title = "Another"
        world.draft_page.edit()
        secret = draft.images.get()
        secret.caption = "Another"
        secret.edit()
        assert state(site) == before


@pytest.mark.parametrize("status", ["draft", "submitted", "scheduled"])
def test_what_is_not_public_can_not_be_told_from_what_is_not_there(page, client, status):
    entry = make_draft(page)
    become(entry, status)
    secret = client.get(entry.get_absolute_url())
    nothing = client.get(entry.get_absolute_url().replace(str(entry.pk), "999999999"))
    assert (secret.status_code, secret.content, dict(secret.headers)) == (
        404,
        nothing.content,
        dict(nothing.headers),
    )
