"""Small files that tests put beside a document, and documents of one update."""

import hashlib
import json

from django.core.management import call_command
from PIL import Image as Pillow

from coverage.models import Author, Change, Entry, Image, LivePage, Revision, Tag, Video


def box(kind, content):
    return (8 + len(content)).to_bytes(4) + kind + content


# No longer than they must be to be what they are: a film of one track, a segment of nothing, a sound's first frame.
MP4 = box(b"ftyp", b"mp42" + bytes(4)) + box(
    b"moov", box(b"trak", box(b"mdia", box(b"hdlr", bytes(8) + b"vide" + bytes(12))))
)
WEBM = b"\x1a\x45\xdf\xa3\x87\x42\x82\x84webm" + b"\x18\x53\x80\x67\x80"
MP3 = b"\xff\xfb\x90\x00" + bytes(413)


def digest_of(file):
    with file.open("rb") as opened:
        return hashlib.sha256(opened.read()).hexdigest()


def write_picture(path, colour=(200, 60, 40), size=(48, 27)):
    path.parent.mkdir(parents=True, exist_ok=True)
    Pillow.new("RGB", size, colour).save(path)
    return path


def write_json(path, document):
    path.write_text(json.dumps(document), "utf-8")
    return path


def live_blog(*updates, **properties):
    """A small LiveBlogPosting."""
    return {
        "@context": "https://schema.org",
        "@type": "LiveBlogPosting",
        "url": "https://news.example/live/summit",
        "headline": "Leaders meet",
        "liveBlogUpdate": list(updates),
        **properties,
    }


def update(**properties):
    return {
        "@type": "BlogPosting",
        "headline": "They have arrived",
        "datePublished": "2026-01-06T09:00:00Z",
        "articleBody": "One by one.",
        **properties,
    }


def bring_in(path, document, *arguments, **options):
    """`document` written to `path` and imported, its one page."""
    call_command("import_page", str(write_json(path, document)), *arguments, **options)
    return LivePage.objects.get()


def count_rows():
    nouns = (LivePage, Entry, Revision, Change, Image, Video, Author, Tag)
    return {noun.__name__: noun.objects.count() for noun in nouns}
