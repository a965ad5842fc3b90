"""A live page as a folder of plain files that opens from a disk: every update, its pictures and videos."""

import posixpath
import re
import shutil
from html import escape, unescape
from io import BytesIO
from pathlib import Path

from django.conf import settings
from django.contrib.staticfiles import finders
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.files.storage import default_storage
from django.template.loader import render_to_string
from django.urls import reverse

from coverage.interchange.bad_input import BadInput
from coverage.models import Captions, Image, site_face
from coverage.models.image import Withdrawn

_TAG = re.compile(r"<[a-z][^<>]*>")
_SCRIPT = re.compile(r"<script\b[^>]*>.*?</script>\n?", re.DOTALL)
_ADDRESS = re.compile(r'\b(href|src|srcset|poster)="([^"]*)"')
_CANONICAL = '<link rel="canonical"'  # says where it all comes from: on the site
_CAPTIONS = re.compile(r"/videos/(\d+)/captions/([\w-]+)\.vtt")
_CSS_ADDRESS = re.compile(r"""url\(\s*["']?([^"')]+)["']?\s*\)""")


def archive_page(page, folder, *, report=lambda sentence: None):
    """Write the page (from `for_display`) into a new or empty folder; the number of files.

    `index.html` is the page with all its updates, `from-the-start/index.html` the same oldest first,
    `entries/<id>/index.html` each alone, as beneath the page's own address. BadInput when the page is not public or the folder not empty; OSError from the disk.
    """
    if not page.is_public:
        raise BadInput(f"“{page.slug}”", "", "this page is not public, so there is nothing to archive.")
    folder.mkdir(parents=True, exist_ok=True)
    if any(folder.iterdir()):
        raise BadInput(str(folder), "", "is not empty; name a new folder.")
    return _Archive(page, folder, report).write()


class _Archive:
    def __init__(self, page, folder, report):
        self._page, self._folder, self._report = page, folder, report
        self._files = {}  # address → its name in the folder, or None where there is no such file
        self._base = page.get_absolute_url()
        self._start = reverse("from_start", args=[page.slug])

    def write(self):
        entries = list(self._page.entries.in_timeline())
        self._entries = {entry.pk: entry for entry in reversed(entries)}
        face = site_face.current()
        more = {"face": face, "site_name": face.name, "site_url": settings.SITE_URL, "page": self._page}
        more["styles"] = settings.SERVED_STYLES
        with self._page.in_its_own_words():
            pages = {"index.html": render_to_string("archive/page.html", {**more, "entries": entries})}
            more["is_start"] = True
            pages["from-the-start/index.html"] = render_to_string(
                "archive/from_start.html", {**more, "entries": entries[::-1]}
            )
            for newer, entry, older in zip([None, *entries], entries, [*entries[1:], None], strict=False):
                beside = {
                    "newer_url": newer and newer.get_absolute_url(),
                    "older_url": older and older.get_absolute_url(),
                }
                html = render_to_string("archive/entry.html", {**more, **beside, "entry": entry})
                pages[f"entries/{entry.pk}/index.html"] = html
        for name, html in pages.items():
            self._put(name, self._relative(html, name).encode())
        return len(pages) + len([name for name in self._files.values() if name])

    def _relative(self, html, name):
        """The document with every address of ours leading to a file here, or else to the site."""

        def attribute(found):
            kind, value = found[1], unescape(found[2])
            if kind == "srcset":
                parts = [part.strip().partition(" ") for part in value.split(",")]
                value = ", ".join(f"{self._lead(address, name)} {size}" for address, _space, size in parts)
            else:
                value = self._lead(value, name)
            return f'{kind}="{escape(value)}"'

        def tag(found):
            return found[0] if found[0].startswith(_CANONICAL) else _ADDRESS.sub(attribute, found[0])

        return _TAG.sub(tag, _SCRIPT.sub("", html))

    def _lead(self, address, name):
        target, hash_, anchor = address.removeprefix(settings.SITE_URL).partition("#")
        if not target.startswith("/") or target.startswith("//"):
            return address
        if place := re.fullmatch(rf"({re.escape(self._start)})\?after=(\d+)\.(\d+)", target):
            target, hash_, anchor = place[1], "#", self._first_after((int(place[2]), int(place[3])))
        if (file := self._file(target)) is None:
            return f"{settings.SITE_URL}{target}{hash_}{anchor}"
        return posixpath.relpath(file, posixpath.dirname(name) or ".") + hash_ + anchor

    def _file(self, target):
        """The name in this folder of what an address means; None for what stays on the site."""
        if target == self._base:
            return "index.html"
        if target == self._start:
            return "from-the-start/index.html"
        if found := re.fullmatch(rf"{re.escape(self._base)}entries/(\d+)/", target):
            return f"entries/{found[1]}/index.html" if int(found[1]) in self._entries else None
        if target not in self._files:
            self._files[target] = self._copied(target)
        return self._files[target]

    def _first_after(self, place):
        """The id in the document of the first entry after a place in the timeline."""
        later = (pk for pk, entry in self._entries.items() if tuple(map(int, entry.place.split("."))) > place)
        return f"entry-{next(later)}"

    def _copied(self, target):
        face = site_face.current()
        for base, part, opened in (
            (settings.STATIC_URL, "static", _static),
            (settings.MEDIA_URL, "media", _media),
        ):
            if target.startswith(base):
                name = f"{part}/{target.removeprefix(base)}"
                try:
                    with opened(target.removeprefix(base)) as file:
                        self._copy(name, file)
                except (FileNotFoundError, Withdrawn):
                    self._report(f"{target} is missing; the archive leads to the site instead.")
                    return None
                if name.endswith(".css"):
                    self._copy_what_it_shows(target, name)
                return name
        if found := _CAPTIONS.fullmatch(target.removeprefix(settings.SITE_PREFIX)):
            track = Captions.objects.get(video=found[1], language=found[2])
            name = f"captions/{found[1]}-{found[2]}.vtt"
            self._put(name, track.text.encode())
            return name
        if target == reverse("site_style", args=[face.digest]):
            self._put("static/site-face.css", face.css.encode())
            return "static/site-face.css"
        return None

    def _copy_what_it_shows(self, target, name):
        """A theme's style sheet may name pictures and fonts beside it; they lie as they lay."""
        for address in _CSS_ADDRESS.findall((self._folder / name).read_text()):
            if ":" not in address and not address.startswith(("/", "#")):
                self._file(posixpath.normpath(posixpath.join(posixpath.dirname(target), address)))

    def _put(self, name, content):
        self._copy(name, BytesIO(content))

    def _copy(self, name, file):
        path = self._folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        with path.open("wb") as out:
            shutil.copyfileobj(file, out)


def _static(name):
    if path := finders.find(name):
        return Path(path).open("rb")
    return staticfiles_storage.open(name)


def _media(name):
    """A file that readers get, opened; a rendition is made if nobody has asked for it yet."""
    if not default_storage.exists(name):
        kind, _slash, rest = name.partition("/")
        image = Image.objects.filter(token=rest.partition("/")[0]).first() if kind == "renditions" else None
        if image is None:
            raise FileNotFoundError(name)
        return image.rendition(name.removeprefix(image.folder))
    return default_storage.open(name)
