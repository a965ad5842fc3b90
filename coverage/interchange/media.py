"""Pictures and videos of a document, taken in from its folder."""

import hashlib
import shutil
import tempfile

from django.core.exceptions import ValidationError
from django.core.files import File

from coverage.clips import kinds
from coverage.clips.taking_in import Refused, look_into
from coverage.interchange.bad_input import shown
from coverage.interchange.node import is_address
from coverage.models import Captions, Embed, Image, Video
from coverage.pictures import take_in


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
        path = self._file([address for address in clip.addresses if _ending(address) in kinds.KEPT])
        video = self._video_at(clip, words) if path is None else self._video_file(clip, path, words)
        if video is not None:
            _caption(video, clip.captions)
        return video

    def _video_at(self, clip, words):
        url = next(filter(is_address, clip.addresses), None)
        if url is None:
            return self._missing(clip)
        if len(url) > Video._meta.get_field("url").max_length:
            return self.say(clip.place, f"the address {shown(url)} is too long; left out.")
        return Video.objects.filter(url=url, **words).first() or self._new_video(clip, url=url, **words)

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
            except take_in.Refused as refused:
                return self.say(picture.place, f"{shown(path.name)} is left out. {refused}")

    def _video_file(self, clip, path, words):
        """Taken in from a copy: what is said in a file is taken out of it where it stands."""
        with path.open("rb") as source, tempfile.TemporaryFile() as copy:
            shutil.copyfileobj(source, copy)
            try:
                ending = look_into(copy, path.stat().st_size)
            except Refused as refused:
                return self.say(clip.place, f"{shown(path.name)} is left out. {refused}")
            content = digest(copy)
            videos = Video.objects.exclude(file="").filter(**words)
            if known := next((video for video in videos if _holds(video, path, content)), None):
                return known
            copy.seek(0)
            return self._new_video(clip, file=File(copy, name=f"{content}{ending}"), **words)

    def _new_video(self, clip, **fields):
        try:
            return Video.objects.create(**fields)
        except ValidationError as error:  # it was withdrawn here, under other words
            return self.say(clip.place, f"{shown(clip.words['title'])} is left out. {error.messages[0]}")


def _ending(address):
    path = address.split("?")[0].split("#")[0]
    return f".{path.rsplit('.', 1)[-1].lower()}"


def _caption(video, captions):
    """Give a video these captions, and leave those in other languages as they are."""
    for words in captions:
        track = video.captions.filter(language=words["language"]).first() or Captions(video=video)
        if any(getattr(track, name) != value for name, value in words.items()):
            for name, value in words.items():
                setattr(track, name, value)
            track.save()


def _holds(video, path, content):
    """True if the video's file is, byte for byte, the one at `path`."""
    storage, name = video.file.storage, video.file.name
    if not storage.exists(name) or storage.size(name) != path.stat().st_size:
        return False
    with storage.open(name) as file:
        return digest(file) == content


def digest(file):
    """The SHA-256 of an open binary file from its beginning, in hexadecimal."""
    found = hashlib.sha256()
    file.seek(0)
    for chunk in iter(lambda: file.read(1024 * 1024), b""):
        found.update(chunk)
    return found.hexdigest()
