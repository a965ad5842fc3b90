"""Images and videos as schema.org/ImageObject and VideoObject, and the files that go with them."""

from pathlib import PurePosixPath
from typing import NamedTuple

from django.core.files.storage import Storage

from coverage.interchange import terms
from coverage.interchange.bad_input import BadInput
from coverage.interchange.media import digest
from coverage.interchange.wording import with_escapes
from coverage.interchange.writing_values import iso, without_nothing
from coverage.markup import blocks
from coverage.models.image import originals
from coverage.pictures import sight


class Kept(NamedTuple):
    """A file of a storage, closed; FileNotFoundError when it is gone."""

    storage: Storage
    name: str

    def open(self):
        return self.storage.open(self.name)

    @property
    def size(self):
        return self.storage.size(self.name)


class Media:
    """`files` is filled: the path of each in the export, and the Kept file."""

    def __init__(self, files):
        self._files, self._names = files, {}

    def image(self, image, position=None):
        kept = Kept(originals(), image.original.name)
        name = self._named(kept, lambda: f"pictures/{image.content_hash}.{_format(kept)}")
        return {
            **without_nothing(
                {
                    "@type": "ImageObject",
                    "contentUrl": name,
                    "description": with_escapes(image.alt),
                    "caption": with_escapes(image.caption),
                    "creditText": with_escapes(image.credit),
                    "position": position,
                }
            ),
            terms.IS_DECORATIVE: image.is_decorative,
            terms.IS_OWN_GRAPHIC: image.is_own_graphic,
            terms.FOCAL_POINT: [image.focal_x, image.focal_y],
        }

    def played(self, videos, uploaded_at, body=None):
        """Their `video` and `audio`, each a list. `body`: in which they stand."""
        said = {"video": [], "audio": []}
        for video in videos:
            position = None if body is None else position_in(body, "video", video)
            said["audio" if video.is_sound else "video"].append(self._played(video, uploaded_at, position))
        return said

    def _played(self, video, uploaded_at, position):
        address = "embedUrl" if video.is_elsewhere else "contentUrl"
        return without_nothing(
            {
                "@type": "AudioObject" if video.is_sound else "VideoObject",
                "name": with_escapes(video.title),
                "caption": with_escapes(video.caption),
                "description": with_escapes(video.caption or video.title),
                address: self._named(video.file, lambda: _video_name(video.file))
                if video.file
                else video.url,
                "thumbnail": video.shown_poster and self.image(video.poster),
                "uploadDate": iso(uploaded_at),
                "publication": video.is_live and {"@type": "BroadcastEvent", "isLiveBroadcast": True},
                "creditText": with_escapes(video.credit),
                "transcript": video.transcript,
                terms.CAPTIONS: [
                    {"inLanguage": each.language, "name": with_escapes(each.label), "text": each.text}
                    for each in video.captions.all()
                ],
                "position": position,
            }
        )

    def embed(self, embed, position=None):
        return without_nothing(
            {
                "@type": "SocialMediaPosting" if embed.is_post else "CreativeWork",
                "url": embed.address,
                "name": with_escapes(embed.title),
                "text": with_escapes(embed.text),
                "author": embed.author and {"@type": "Person", "name": with_escapes(embed.author)},
                "publisher": {"@type": "Organization", "name": with_escapes(embed.source)},
                "thumbnail": embed.shown_thumbnail and self.image(embed.thumbnail),
                "position": position,
            }
        )

    def _named(self, stored, name):
        """The file's path in the export, made once by `name()`."""
        if stored.name not in self._names:
            try:
                self._names[stored.name] = name()
            except FileNotFoundError:
                raise BadInput(
                    stored.name, "", "this file is missing from the store; without it nothing is exported."
                ) from None
            self._files[self._names[stored.name]] = stored
        return self._names[stored.name]


def position_in(body, kind, media):
    """How many blocks of text stand before it."""
    before = body.partition(f'<figure data-{kind}="{media.pk}"')[0]
    return sum(not blocks.is_figure(block) for block in blocks.blocks(before))


def _format(kept):
    with kept.open() as file:
        return sight.kind(file.read(200))


def _video_name(kept):
    with kept.open() as file:
        return f"videos/{digest(file)}{PurePosixPath(kept.name).suffix.lower()}"
