"""What readers see of an entry, and what its template needs for that."""

from django.conf import settings
from django.db import models
from django.db.models import Prefetch, prefetch_related_objects
from django.utils.text import Truncator

from coverage.markup import blocks
from coverage.models.byline import Byline
from coverage.models.embed import Embed
from coverage.models.shown_body import shown_body
from coverage.models.video import Video


class ShownEntry:
    """The part of an Entry that pages, feeds and cards are made of."""

    @property
    def kicker_style(self):
        return settings.KICKERS.get(self.kicker, "plain")

    @property
    def body_html(self):
        """The body with its pictures, videos and embeds, ready for a page."""
        if not self.has_media:
            return shown_body(self.body)
        return shown_body(self.body, self.shown_images, self.shown_videos, self.embeds.all())

    @property
    def has_media(self):
        """True if its body shows a picture, a video or an embed."""
        return bool(blocks.figures(self.body))

    @property
    def lead_picture(self):
        """The first picture in the text, or else the first video's poster or embed's thumbnail; None without."""
        images = {image.pk: image for image in self.shown_images}
        posters = {video.pk: video.shown_poster for video in self.shown_videos}
        shown = [images.get(number) for number in blocks.numbers(self.body, "image")]
        shown += [posters.get(number) for number in blocks.numbers(self.body, "video")]
        shown += [embed.shown_thumbnail for embed in self.embeds.all()]
        return next(filter(None, shown), None)

    @property
    def shown_images(self):
        """The pictures of its body, without those that were withdrawn."""
        return [image for image in self.images.all() if not image.is_withdrawn]

    @property
    def shown_videos(self):
        """Its videos and sounds, without those that were withdrawn."""
        return [video for video in self.videos.all() if not video.is_withdrawn]

    @property
    def text(self):
        """The body in plain text, its blocks parted by empty lines."""
        return blocks.plain(self.body)

    @property
    def title(self):
        """The headline, or the beginning of the text where it has none."""
        return self.headline or Truncator(self.text.split("\n")[0].removeprefix("• ")).chars(110, truncate="")

    @property
    def corrections(self):
        """Revisions that readers were told about, first to last."""
        return [revision for revision in self.revisions.all() if revision.note]

    @classmethod
    def shown_with(cls):
        """What to prefetch so that `_entry.html` asks the database nothing."""
        return [*cls.words_shown(), *cls.media_shown()]

    @classmethod
    def words_shown(cls):
        from coverage.models.revision import Revision

        bylines = Byline.objects.select_related("author__photo").fetch_mode(models.FETCH_RAISE)
        corrections = Revision.objects.exclude(note="").fetch_mode(models.FETCH_RAISE)
        return [Prefetch("bylines", bylines), Prefetch("revisions", corrections)]

    @classmethod
    def media_shown(cls):
        videos = Video.objects.for_display().fetch_mode(models.FETCH_RAISE)
        embeds = Embed.objects.for_display().fetch_mode(models.FETCH_RAISE)
        return [Prefetch("videos", videos), Prefetch("embeds", embeds), "images"]

    @classmethod
    def fetch_media(cls, entries):
        """Media of these, for their `body_html`: three queries, or none where no body has any."""
        prefetch_related_objects([entry for entry in entries if entry.has_media], *cls.media_shown())
