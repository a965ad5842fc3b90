import hashlib
import io
import secrets
import shutil
import tempfile
from contextlib import contextmanager, suppress
from pathlib import PurePosixPath
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import models, transaction
from django.db.models.functions import JSONObject
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.clips import first_picture, kinds, taking_in
from coverage.models import purge
from coverage.models.editable import Editable
from coverage.models.fields import LineField, LinesField
from coverage.models.image import Image
from coverage.models.uses import VideoUses
from coverage.models.withdrawable import Withdrawable, shown


def unguessable(video, name):
    """Where a file goes: nobody who doesn't see the video knows its address."""
    return f"videos/{secrets.token_urlsafe(12)}{PurePosixPath(name).suffix.lower()}"


def tracks_of(video):
    """For an annotation: `{"language": …, "label": …}` of each of the captions of a `video`, the name of a column."""
    from coverage.models.captions import Captions

    captions = Captions.objects.filter(video=models.OuterRef(video)).order_by("pk")
    return ArraySubquery(captions.values(track=JSONObject(language="language", label="label")))


class VideoQuerySet(models.QuerySet):
    def for_display(self):
        return self.select_related("poster").annotate(tracks=tracks_of("pk"))

    def saying(self, words):
        """Those with all of these words in what is said of them."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(title__icontains=word)
                | models.Q(credit__icontains=word)
                | models.Q(caption__icontains=word)
            )
        return found

    def public(self):
        """Those that readers are shown."""
        from coverage.models import Entry, LivePage

        return self.filter(withdrawn_at=None).filter(
            models.Exists(Entry.objects.public().filter(videos=models.OuterRef("pk")))
            | models.Exists(LivePage.objects.public().filter(lead_video=models.OuterRef("pk")))
        )


class Video(Editable, Withdrawable):
    """A film or a sound: a file of ours, or the address of a stream or of a player elsewhere."""

    title = LineField(_("title"), max_length=200)
    file = models.FileField(
        _("file"),
        upload_to=unguessable,
        blank=True,
        help_text=_("A video as MP4 or WebM, a sound as MP3, M4A or Ogg."),
    )
    size = models.PositiveBigIntegerField(default=0, db_default=0, editable=False)  # bytes; 0: not known
    content_hash = models.CharField(
        max_length=64, default="", db_default="", editable=False, db_index=True
    )  # of the file as it is kept; empty: not known
    left_address = models.CharField(
        max_length=100, default="", db_default="", editable=False
    )  # of the file, while readers last saw it
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
    credit = LineField(
        _("credit"),
        max_length=200,
        blank=True,
        default="",
        db_default="",
        help_text=_("As in “Reuters”: readers see “Media source, Reuters”."),
    )
    transcript = LinesField(
        _("transcript"),
        max_length=50_000,
        blank=True,
        default="",
        db_default="",
        help_text=_("What is said, for those who can't hear it."),
    )
    is_live = models.BooleanField(_("is live"), default=False)

    uses_of = VideoUses
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
        verbose_name = _("video or sound")
        verbose_name_plural = _("videos and sounds")

    def __str__(self):
        return self.title

    def clean(self):
        """What was withdrawn does not come again; a new file is what its content says, see `_look_into_file`."""
        if self._has_new_file:
            self._look_into_file()
        if self._state.adding or self._has_new_file:
            same = Video.objects.filter(**self.same_content, withdrawn_at__isnull=False).first()
            if same:
                raise ValidationError({"file" if self.file else "url": same.why_not})

    def save(self, *args, **more):
        """A new file goes to the store first, an old one in whose place it comes goes when this is committed."""
        is_new = self._has_new_file
        if is_new or self._state.adding:
            self.clean()  # whoever saves: no file is kept as it came
        before = Video.objects.filter(pk=self.pk).values_list("file", flat=True).first() if self.pk else ""
        super().save(*args, **more)
        if before and before != self.file.name:
            self._forget(before)
        if is_new and not self.poster_id and first_picture.is_possible():
            jobs.configure_task("coverage.tasks.make_poster", priority=-5).defer(video_pk=self.pk)

    def delete(self, *args, **more):
        """One that nothing shows; its file goes with it."""
        done = super().delete(*args, **more)
        if self.file:
            self._forget(self.file.name)
        return done

    # Verbs

    @transaction.atomic
    def edit(self):
        """Save what was changed here; every page that shows this video is told."""
        self.save_changes()
        self.uses.announce_changed()

    def leave_if_unseen(self):
        """Have another address when nothing that readers see shows this any more: they know the old one.

        Belongs to the transaction that takes the last of it away. Done once that is committed, and by a job if we
        should not live to see that.
        """
        if self.file and not self.is_public:
            transaction.on_commit(self._leave, robust=True)
            jobs.configure_task("coverage.tasks.leave_video").defer(video_pk=self.pk, name=self.file.name)

    @transaction.atomic
    def leave(self, name):
        """Give the file another address unless readers are shown it, or it is not at `name` any more. OSError from the store."""
        self._lock(fields=["file", "withdrawn_at"])
        self.uses.lock_pages()  # nobody publishes it meanwhile
        if self.file.name != name or self.is_public:
            return
        self.file.name, self.left_address = unguessable(self, name), name
        default_storage.copy(name, self.file.name)
        self.save(update_fields=["file", "left_address"])

    def make_poster(self):
        """Let the film's first picture stand for it, unless somebody chose another. Twice is harmless."""
        if self.poster_id or not self.file:
            return
        with _on_this_machine(self.file) as path:
            picture = first_picture.first_picture(path, PurePosixPath(self.file.name).suffix)
        if not picture:
            return
        image = Image.objects.take_in(io.BytesIO(picture), is_decorative=True, credit=self.credit)
        with transaction.atomic():
            self._lock()
            if not self.poster_id:
                self.poster = image
                self.edit()

    # What it is

    @property
    def is_public(self):
        return Video.objects.public().filter(pk=self.pk).exists()

    @property
    def shown_poster(self):
        return shown(self) and shown(self.poster)

    @property
    def addresses(self):
        """Of what we give out of it: its file and its captions."""
        files = [default_storage.url(self.file.name)] if self.file else []
        return [*files, *(each.get_absolute_url() for each in self.captions.all())]

    @property
    def told_address(self):
        """One of those that the caches in front are told of when it is withdrawn."""
        return default_storage.url(self.left_address or self.file.name) if self.file else reverse("front")

    @property
    def same_content(self):
        if self.file and self.content_hash:
            return {"content_hash": self.content_hash}
        return {"url": self.url} if self.url else {"pk": self.pk}

    @property
    def why_not(self):
        """Why a withdrawn one can't be used, for an editor."""
        return gettext("This was withdrawn: %(because)s") % {"because": self.withdrawn_because}

    @property
    def source(self):
        """The file's address, or the one elsewhere."""
        return default_storage.url(self.file.name) if self.file else self.url

    @property
    def is_elsewhere(self):
        """True for a player's page: it is linked, never loaded before a click."""
        return not self.file and not self.kind

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
        return self.kind == kinds.HLS

    @property
    def is_plain(self):
        """True where the browser's own player stands in the page."""
        return self.is_played_here and not self.is_stream

    @property
    def is_sound(self):
        return self.kind.startswith("audio/")

    @property
    def kind(self):
        """The file's media type (RFC 4337, RFC 8216), as far as its name tells."""
        path = self.file.name if self.file else urlsplit(self.url).path
        return kinds.MEDIA_TYPES.get(PurePosixPath(path).suffix.lower(), "")

    # How verbs do it

    @property
    def _has_new_file(self):
        return bool(self.file) and not self.file._committed

    def _look_into_file(self):
        """It is named for what it is, and has lost what it says beside picture and sound (where it stands)."""
        try:
            ending = taking_in.look_into(self.file, self.file.size)
        except taking_in.Refused as refused:
            raise ValidationError({"file": str(refused)}) from None
        self.size, self.content_hash = self.file.size, hashlib.file_digest(self.file, "sha256").hexdigest()
        self.file.seek(0)
        self.file.name = f"video{ending}"

    def _leave(self):
        with suppress(OSError):  # the job tries again
            self.leave(self.file.name)

    def _lock(self, **what):
        """Read it again and keep it to ourselves until the transaction ends."""
        self.refresh_from_db(from_queryset=Video.objects.select_for_update(no_key=True), **what)

    def _leave_readers(self):
        """Its file has another address, and its first picture none, once this is committed."""
        purge.tell_caches_of_medium(self)
        self.leave_if_unseen()
        if self.poster:
            self.poster.leave_if_unseen()

    def _forget(self, name):
        """The file of that name goes once this is committed, here and from the caches in front."""
        captions = [each.get_absolute_url() for each in self.captions.all()] if self.pk else []
        purge.tell_caches_of_files(default_storage.url(name), *captions)
        transaction.on_commit(lambda: default_storage.delete(name), robust=True)


@contextmanager
def _on_this_machine(file):
    """The path of a stored file, or of a copy of it where an object store has it."""
    try:
        yield file.path
        return
    except NotImplementedError:
        pass
    with tempfile.NamedTemporaryFile() as copy, file.open() as stored:
        shutil.copyfileobj(stored, copy)
        copy.flush()
        yield copy.name
