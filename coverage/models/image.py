import secrets

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage, storages
from django.db import connection, models, transaction
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.models import purge
from coverage.models.addresses import Addresses
from coverage.models.editable import Editable
from coverage.models.fields import LineField
from coverage.models.picture_sight import sight_of
from coverage.models.uses import ImageUses, in_use
from coverage.models.withdrawable import Withdrawable
from coverage.pictures import workshop
from coverage.pictures.disk import forget_folder
from coverage.pictures.once import one_at_a_time
from coverage.pictures.take_in import Refused, arrived, look_into


def originals():
    return storages["originals"]


def new_token():
    return secrets.token_urlsafe(12)


class Withdrawn(Exception):
    """This picture is no longer given out."""


class ImageQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Those that this person may see at the desk: see picture_sight.py."""
        return self if user.has_perm("coverage.publish_entry") else self.filter(sight_of(user))

    def saying(self, words):
        """Those with all of these words in what is said of them."""
        found = self
        for word in words.split():
            found = found.filter(
                models.Q(alt__icontains=word)
                | models.Q(credit__icontains=word)
                | models.Q(caption__icontains=word)
            )
        return found

    def with_use(self):
        """Each knows whether anything shows it (`is_in_use`), out or not."""
        return self.annotate(is_in_use=in_use())

    def take_in(self, file, *, by=None, **fields):
        """The Image of an uploaded file (a binary file object); its first renditions are made, the rest will be.

        `by`: who brings it; None is a machine. The same picture again, with the same words, is the same Image,
        unless it is a colleague's that they may not see. `is_moving` and `proposed` (words) of
        a new one are what its file says. Raises coverage.pictures.take_in.Refused, whose text is for the editor.
        """
        picture = arrived(file)
        same = self.filter(content_hash=picture.content_hash)
        if withdrawn := same.filter(withdrawn_at__isnull=False).first():
            raise Refused(withdrawn.why_not)
        known = (same.visible_to(by) if by else same).filter(**fields).first()
        if known:
            return known
        image = self.model(content_hash=picture.content_hash, taken_in_by=by, **fields)
        image.clean()
        look_into(picture)
        for name in ("width", "height", "colour", "is_moving"):
            setattr(image, name, getattr(picture, name))
        image.proposed = picture.words
        image.keep(picture)
        return image


class Image(Addresses, Editable, Withdrawable):
    """A picture with its words: never public without alt text, unless said to be decorative."""

    original = models.FileField(_("original"), storage=originals, editable=False)
    content_hash = models.CharField(_("content hash"), max_length=64, editable=False, db_index=True)
    token = models.CharField(max_length=16, unique=True, default=new_token, editable=False)
    width = models.PositiveIntegerField(_("width"), editable=False)
    height = models.PositiveIntegerField(_("height"), editable=False)
    colour = models.CharField(_("average colour"), max_length=7, default="#888888", editable=False)
    alt = LineField(
        _("description"),
        max_length=500,
        blank=True,
        help_text=_("What one sees, for those who don't: read out by screen readers."),
    )
    is_decorative = models.BooleanField(
        _("is decorative"), default=False, help_text=_("It says nothing that the text does not say.")
    )
    credit = LineField(
        _("credit"),
        max_length=200,
        blank=True,
        help_text=_("As in “Reuters”: readers see “Image source, Reuters”."),
    )
    is_own_graphic = models.BooleanField(
        _("is our own graphic or map"), default=False, db_default=False, help_text=_("It needs no credit.")
    )
    caption = LineField(_("caption"), max_length=500, blank=True)
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5)
    taken_in_at = models.DateTimeField(_("taken in at"), default=timezone.now, editable=False)
    taken_in_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("taken in by"),
    )

    uses_of = ImageUses
    is_moving, proposed = False, {}  # of one that was just taken in

    objects = ImageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~models.Q(alt="") | models.Q(is_decorative=True),
                name="image_alt_or_decorative",
                violation_error_message=_(
                    "Describe the picture for those who can't see it, or mark it as decorative."
                ),
            ),
            models.CheckConstraint(
                condition=models.Q(focal_x__range=(0, 1), focal_y__range=(0, 1)),
                name="image_focal_point_inside",
                violation_error_message=_("The focal point lies between 0 and 1 in both directions."),
            ),
        ]
        verbose_name = _("picture")
        verbose_name_plural = _("pictures")

    def __str__(self):
        words = Truncator(self.alt or self.caption).chars(60)
        return words or f"{_('picture')} {self.pk}"

    def clean(self):
        if not self.alt.strip() and not self.is_decorative:
            raise ValidationError(
                {"alt": _("Describe the picture for those who can't see it, or mark it as decorative.")}
            )

    def delete(self, *args, **more):
        """One that nothing shows; its files go with it, the original with the last that shares it."""
        done = super().delete(*args, **more)
        transaction.on_commit(self._leave_nothing)
        return done

    # Verbs

    @transaction.atomic
    def edit(self):
        """Save what was changed here; every page that shows this picture is told."""
        self.save_changes()
        self.uses.announce_changed()

    def keep(self, picture):
        """Put a new picture into the stores and then into the database; Refused, and nothing stays, if one is full."""
        self.original.name = f"{self.content_hash[:2]}/{self.content_hash}"
        is_new = False
        try:
            is_new = not originals().exists(self.original.name)
            if is_new:
                originals().save(self.original.name, ContentFile(picture.data))
            for name, content in picture.files.items():
                default_storage.save(self.folder + name, ContentFile(content))
            with transaction.atomic():
                self.save()
                self._note(picture.files)
                self._have_made()
        except BaseException as error:
            self._leave_nothing(is_new)
            if isinstance(error, OSError):
                raise Refused(
                    gettext("The picture could not be stored: there is no room. Tell those who run the site.")
                ) from error
            raise

    def make_renditions(self):
        """Make every file that is not there yet. Twice, or twice at once, is harmless."""
        there = self._there()
        self._make([each for each in self.wanted if each.name not in there], nice=workshop.QUIET, seconds=120)

    def rendition(self, name):
        """Open the file of that name, made now if it is not there, once, however many ask.

        FileNotFoundError for a name that this picture has no rendition of, or when its original is lost;
        Withdrawn; workshop.Gave.
        """
        wanted = next((each for each in self.wanted if each.name == name), None)
        if wanted is None:
            raise FileNotFoundError(name)
        if self.is_withdrawn:
            raise Withdrawn
        if not connection.in_atomic_block:
            connection.close()  # whoever waits here keeps none from the others
        with one_at_a_time(self.folder + name):
            if not default_storage.exists(self.folder + name):
                self._make([wanted])
        return default_storage.open(self.folder + name)

    def leave_if_unseen(self):
        """Leave no file for readers when nothing that they see shows this picture any more.

        Belongs to the transaction that takes the last of it away. Comes back by itself: see `rendition`.
        """
        if not self.uses.is_public:
            self._leave_readers()

    def forget_renditions(self):
        """Delete the files of a picture that was withdrawn, or that no reader sees; of no other."""
        if self.is_withdrawn or not self.uses.is_public:
            forget_folder(default_storage, self.folder.rstrip("/"))

    # What it is

    @property
    def same_content(self):
        return {"content_hash": self.content_hash}

    @property
    def why_not(self):
        """Why a withdrawn picture can't be used, for an editor."""
        return gettext("This picture was withdrawn: %(because)s") % {"because": self.withdrawn_because}

    @property
    def told_address(self):
        """One of those that the caches in front are told of when it is withdrawn."""
        return self.largest

    # How verbs do it

    def _leave_readers(self):
        """The renditions go once this is committed, and by a job if we should not live to see that; the original
        stays in private."""
        purge.tell_caches_of_medium(self)
        self.renditions.all().delete()
        transaction.on_commit(self.forget_renditions)
        jobs.configure_task("coverage.tasks.forget_renditions").defer(image_pk=self.pk)

    def _come_back(self):
        self._have_made()

    def _there(self):
        try:
            return set(default_storage.listdir(self.folder.rstrip("/"))[1])
        except FileNotFoundError:
            return set()

    def _have_made(self):
        """Leave a job for the rest: behind everything else that waits, and one picture at a time."""
        job = jobs.configure_task("coverage.tasks.make_renditions", lock="pictures", priority=-10)
        job.defer(image_pk=self.pk)

    def _make(self, wanted, **how):
        """Make and keep these; of a picture that is withdrawn meanwhile nothing stays."""
        if not wanted:
            return
        with originals().open(self.original.name) as file:
            data = file.read()
        made = []
        for head, content in workshop.look_into(data, make=wanted, **how):
            if "name" in head:
                default_storage.save(self.folder + head["name"], ContentFile(content))
                made.append(head["name"])
        # Asked after writing: whoever withdraws it deletes after saying so, so one of us deletes it.
        if Image.objects.filter(pk=self.pk, withdrawn_at=None).exists():
            self._note(made)
            return
        self.withdrawn_at = self.withdrawn_at or timezone.now()
        self.forget_renditions()
        raise Withdrawn

    def _note(self, names):
        """Write down which files there are."""
        made = [each for each in self.wanted if each.name in names]
        Rendition.objects.bulk_create(
            [
                Rendition(
                    image=self, crop=each.crop, width=each.width, height=each.height(self.width, self.height),
                    format=each.format, file=self.folder + each.name,
                )
                for each in made
            ],
            ignore_conflicts=True,
        )  # fmt: skip

    def _leave_nothing(self, is_new=True):
        forget_folder(default_storage, self.folder.rstrip("/"))
        if is_new and not Image.objects.filter(content_hash=self.content_hash).exists():
            originals().delete(self.original.name)


class RenditionQuerySet(models.QuerySet):
    def forget_lost(self):
        """Forget those whose file is not there; it is made again when somebody asks for it."""
        lost = [rendition.pk for rendition in self.iterator() if not default_storage.exists(rendition.file)]
        self.filter(pk__in=lost).delete()


class Rendition(models.Model):
    """One file that readers get of an Image: a width in a format, whole or as a crop, without any metadata."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    crop = models.CharField(max_length=6, blank=True, default="", db_default="")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4)
    file = models.CharField(max_length=100)

    objects = RenditionQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "file"], name="rendition_once_a_file")]

    def __str__(self):
        return self.file
