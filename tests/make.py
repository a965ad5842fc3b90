"""Plain functions that make what a test needs, with sensible defaults."""

import io
from importlib import import_module
from itertools import count

from django.apps import apps
from django.contrib.auth.models import Group, Permission, User
from PIL import Image as Pillow

from coverage.models import Author, Byline, Captions, Embed, Entry, Image, LivePage, Snippet, Video

_numbers = count(1)


def make_page(*, state="live", **fields):
    """A live page; `state` as in LivePage.State."""
    number = next(_numbers)
    fields = {"slug": f"page-{number}", "title": f"Page {number}", "time_zone": "UTC", **fields}
    page = LivePage.objects.create(**fields)
    if state == "announced":
        page.advertise(by=None)
    elif state != "draft":
        page.open(by=None)
        if state == "closed":
            page.close(by=None)
    return page


def make_draft(page, **content):
    content = {"headline": f"Headline {next(_numbers)}", "body": "<p>Text.</p>", **content}
    return Entry.objects.draft(page=page, by=None, **content)


def make_entry(page, *, at=None, **content):
    """A published entry."""
    entry = make_draft(page, **content)
    entry.publish(by=None, at=at)
    return entry


def make_editor(name=None, **fields):
    """A login with everything an editor may do."""
    user = User.objects.create_user(
        name or f"editor-{next(_numbers)}", password="correct horse battery", is_staff=True, **fields
    )
    user.user_permissions.set(Permission.objects.filter(content_type__app_label="coverage"))
    return user


def make_login(role):
    """A login in the group of that name, made anew where a flush took it away."""
    if not Group.objects.filter(name=role).exists():
        import_module("coverage.migrations.0003_roles").make_roles(apps, None)
        import_module("coverage.migrations.0041_snippet_roles").give(apps, None)
        import_module("coverage.migrations.0061_site_face_roles").give(apps, None)
        import_module("coverage.migrations.0081_embed_roles").give(apps, None)
    user = User.objects.create_user(
        f"{role}-{next(_numbers)}", password="correct horse battery", is_staff=True
    )
    user.groups.add(Group.objects.get(name=role))
    return user


def make_author(name=None, **fields):
    number = next(_numbers)
    return Author.objects.create(name=name or f"Author {number}", slug=f"author-{number}", **fields)


def make_byline(author=None, **fields):
    """An unsaved Byline, as `Entry.sign` and `Entry.objects.draft` take it."""
    return Byline(author=author or make_author(), **fields)


def make_picture_file(width=800, height=450, colour=(200, 60, 40), format="JPEG"):
    """An uploaded picture's bytes as a binary file object."""
    out = io.BytesIO()
    Pillow.effect_noise((width, height), 30).convert("RGB").save(out, format)
    if colour:
        out = io.BytesIO()
        Pillow.new("RGB", (width, height), colour).save(out, format)
    out.seek(0)
    return out


def make_image(*, file=None, **fields):
    """`file`: a binary file object; a red picture of 800 × 450 without."""
    file = file or make_picture_file(colour=(next(_numbers) % 255, 60, 40))
    return Image.objects.take_in(file, **{"alt": "A red square", "credit": "Reuters", **fields})


def make_video(**fields):
    """A video at an address elsewhere, to be played in the page."""
    return Video.objects.create(
        **{"title": f"Video {next(_numbers)}", "url": "https://video.example/doors.mp4", **fields}
    )


def make_captions(video, **fields):
    words = "WEBVTT\n\n00:00.000 --> 00:02.000\nThe doors open.\n"
    return Captions.objects.create(video=video, **{"language": "en", "text": words, **fields})


def make_embed(address=None, **fields):
    """A video of YouTube of which nothing is known yet, unless `fields` say what is."""
    return Embed.objects.at(address or f"https://youtu.be/{next(_numbers):011}", **fields)


def make_snippet(name="How to watch", **fields):
    """A snippet for all pages, unless `page` says otherwise."""
    return Snippet.objects.create(name=name, **{"body": "<p>Watch it live above.</p>", **fields})
