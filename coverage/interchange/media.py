"""Pictures and videos of a document, taken in from its folder."""

import hashlib

from django.core.files import File

from coverage.interchange.bad_input import shown
from coverage.interchange.node import is_address
from coverage.models import Embed, Image, Video
from coverage.pictures.take_in import Refused

_VIDEO_MARKS = {".mp4": (4, b"ftyp"), ".webm": (0, b"\x1a\x45\xdf\xa3")}  # where they stand, what they are


class Media:
    """What is not there, or not taken, is left out and reported in a line."""

    def __init__(self, folder, *, name, report):
        self.folder, self.name = folder, name
        self._report, self._reported, self._images = report, set(), {}

    def image(self, picture):
        """The Image of a Picture: the one that is known by content and words, or a new one. None if left out."""
        path = self._file(picture.addresses)
        if path is None:
            return self._missing(picture)
        if not picture.is_described:
            self.say(picture.place, f"{shown(path.name)} has no description; a headline stands in for it.")
        known = (path, *picture.words.values())
        if known not in self._images:
            self._images[known] = self._taken_in(picture, path)
        return self._images[known]

    def first_image(self, pictures):
        """The Image of the first that is there: publishers list one picture in several shapes."""
        there = [picture for picture in pictures if self._file(picture.addresses)]
        return next((self.image(picture) for picture in (there or pictures)[:1]), None)

    def video(self, clip):
        """The Video of a Clip: of its file if that is there, else of its address. None if left out."""
        words = {**clip.words, "poster": self.first_image(clip.posters)}
        path = self._file([address for address in clip.addresses if _ending(address) in _VIDEO_MARKS])
        if path is not None:
            return self._video_file(clip, path, words)
        url = next(filter(is_address, clip.addresses), None)
        if url is None:
            return self._missing(clip)
        if len(url) > Video._meta.get_field("url").max_length:
            return self.say(clip.place, f"the address {shown(url)} is too long; left out.")
        return Video.objects.filter(url=url, **words).first() or Video.objects.create(url=url, **words)

    def embed(self, share):
        """The Embed of a Share: what is known here of that address, else what the document says. Nobody is asked."""
        words = {**share.words, "thumbnail": self.first_image(share.thumbnails)}
        return Embed.objects.told(share.address, **words)

    def say(self, place, what):
        """Report one line, and the same thing only once; None, as what was left out is."""
        if what not in self._reported:
            self._reported.add(what)
            self._report(f"{self.name}: {place}: {what}")

    def _file(self, addresses):
        return next(filter(None, map(self.folder.find, addresses)), None)

    def _missing(self, media):
        wanted = media.addresses[0].split("?")[0].rsplit("/", 1)[-1] if media.addresses else ""
        if not wanted:
            return self.say(media.place, "it names no file; left out.")
        return self.say(media.place, f"there is no {shown(wanted)} in {self.folder.path}; left out.")

    def _taken_in(self, picture, path):
        with path.open("rb") as file:
            known = Image.objects.filter(content_hash=digest(file), **picture.words).first()
            if known:
                return known
            file.seek(0)
            try:
                return Image.objects.take_in(file, **picture.words)
            except Refused as refused:
                return self.say(picture.place, f"{shown(path.name)} is left out. {refused}")

    def _video_file(self, clip, path, words):
        at, mark = _VIDEO_MARKS[path.suffix.lower()]
        with path.open("rb") as file:
            if not file.read(at + len(mark)).endswith(mark):
                return self.say(
                    clip.place, f"{shown(path.name)} is left out. This is not an MP4 or WebM file."
                )
            file.seek(0)
            content = digest(file)
            same = (
                video
                for video in Video.objects.exclude(file="").filter(**words)
                if _holds(video, path, content)
            )
            if known := next(same, None):
                return known
            file.seek(0)
            return Video.objects.create(file=File(file, name=f"{content}{path.suffix.lower()}"), **words)


def _ending(address):
    path = address.split("?")[0].split("#")[0]
    return f".{path.rsplit('.', 1)[-1].lower()}"


def _holds(video, path, content):
    """True if the video's file is, byte for byte, the one at `path`."""
    storage, name = video.file.storage, video.file.name
    if not storage.exists(name) or storage.size(name) != path.stat().st_size:
        return False
    with storage.open(name) as file:
        return digest(file) == content


def digest(file):
    """The SHA-256 of an open binary file, in hexadecimal."""
    found = hashlib.sha256()
    for chunk in iter(lambda: file.read(1024 * 1024), b""):
        found.update(chunk)
    return found.hexdigest()
