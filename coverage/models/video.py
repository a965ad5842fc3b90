import secrets
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.core.validators import FileExtensionValidator
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import LineField
from coverage.models.image import shown
from coverage.pictures import film

HLS = "application/vnd.apple.mpegurl"


def unguessable(video, name):
    """Where a file goes: nobody who doesn't see the video knows its address."""
    return f"videos/{secrets.token_urlsafe(12)}{PurePosixPath(name).suffix.lower()}"


class VideoQuerySet(models.QuerySet):
    def for_display(self):
        return self.select_related("poster")


class Video(models.Model):
    """A file of ours, or the address of a stream or of a player elsewhere."""

    title = LineField(_("title"), max_length=200)
    file = models.FileField(
        _("file"),
        upload_to=unguessable,
        blank=True,
        validators=[FileExtensionValidator(["mp4", "webm"], _("Send an MP4 or WebM file."))],
    )
    url = models.URLField(
        _("address"),
        blank=True,
        max_length=500,
        help_text=_("Of an HLS stream (.m3u8) or of a player's page."),
    )
    poster = models.ForeignKey(
        "coverage.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("poster")
    )
    caption = LineField(_("caption"), max_length=300, blank=True)
    is_live = models.BooleanField(_("is live"), default=False)

    objects = VideoQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(file="") ^ models.Q(url=""),
                name="video_file_or_address",
                violation_error_message=_("Give either a file or an address, not both and not neither."),
            )
        ]
        verbose_name = _("video")
        verbose_name_plural = _("videos")

    def __str__(self):
        return self.title

    def clean(self):
        """A new file is what its content says, and is named for that."""
        if not self.file or self.file._committed:
            return
        if self.file.size > film.MAX_BYTES:
            raise ValidationError(
                {"file": _("This video is larger than 40 MB; make it smaller and send it again.")}
            )
        self.file.seek(0)
        found = film.ending(self.file.read(film.HEAD_BYTES))
        self.file.seek(0)
        if not found:
            raise ValidationError({"file": _("Send an MP4 or WebM file.")})
        self.file.name = f"video{found}"

    @property
    def shown_poster(self):
        return shown(self.poster)

    @property
    def source(self):
        """The file's address, or the one elsewhere."""
        return default_storage.url(self.file.name) if self.file else self.url

    @property
    def is_elsewhere(self):
        """True for a player's page: it is linked, never loaded before a click."""
        return not self.file and not urlsplit(self.url).path.endswith((".m3u8", ".mp4", ".webm"))

    @property
    def is_played_here(self):
        """True for what the page's policy lets in: a file of ours, or one at an origin of MEDIA_SOURCES."""
        parts = urlsplit(self.url)
        return bool(self.file) or (
            bool(self.kind) and f"{parts.scheme}://{parts.netloc}" in settings.MEDIA_SOURCES
        )

    @property
    def is_stream(self):
        """True for HLS (RFC 8216), which needs `<stream-player>` around it."""
        return self.kind == HLS

    @property
    def is_plain(self):
        """True where the browser's own player stands in the page."""
        return self.is_played_here and not self.is_stream

    @property
    def kind(self):
        """The file's media type (RFC 4337, RFC 8216), as far as its name tells."""
        path = self.file.name if self.file else urlsplit(self.url).path
        for ending, kind in (
            (".webm", "video/webm"),
            (".m3u8", HLS),
            (".mp4", "video/mp4"),
        ):
            if path.endswith(ending):
                return kind
        return ""

    @transaction.atomic
    def edit(self):
        """Save what was changed here; every page that shows this video is told."""
        from coverage.models import LivePage

        self.save()
        self.entries.announce_changed()
        LivePage.objects.filter(lead_video=self).announce_changed()
