import secrets

from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage, storages
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import LineField
from coverage.pictures.renditions import FORMATS, render, widths_for
from coverage.pictures.take_in import take_in


def originals():
    return storages["originals"]


def new_token():
    return secrets.token_urlsafe(12)


class ImageQuerySet(models.QuerySet):
    @transaction.atomic
    def take_in(self, file, **fields):
        """The Image of an uploaded file (a binary file object), its renditions made.

        The same picture again, with the same words, is the same Image.
        Raises coverage.pictures.take_in.Refused, whose text is for the editor.
        """
        picture = take_in(file)
        known = self.filter(content_hash=picture.content_hash, **fields).first()
        if known:
            return known
        image = self.model(
            content_hash=picture.content_hash,
            width=picture.width,
            height=picture.height,
            colour=picture.colour,
            **fields,
        )
        image.clean()
        name = f"{picture.content_hash[:2]}/{picture.content_hash}"
        if not originals().exists(name):
            originals().save(name, picture.file)
        image.original.name = name
        image.save()
        image.render(picture.pixels)
        return image


class Image(models.Model):
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
    caption = LineField(_("caption"), max_length=500, blank=True)
    focal_x = models.FloatField(_("focal point, from the left"), default=0.5)
    focal_y = models.FloatField(_("focal point, from the top"), default=0.5)
    taken_in_at = models.DateTimeField(_("taken in at"), default=timezone.now, editable=False)

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
        return self.alt[:60] or self.caption[:60] or f"{_('picture')} {self.pk}"

    def clean(self):
        if not self.alt.strip() and not self.is_decorative:
            raise ValidationError(
                {"alt": _("Describe the picture for those who can't see it, or mark it as decorative.")}
            )

    @transaction.atomic
    def edit(self):
        """Save what was changed here; every page that shows this picture is told."""
        from coverage.models import Entry, LivePage

        self.save()
        Entry.objects.filter(
            models.Q(images=self) | models.Q(videos__poster=self) | models.Q(bylines__author__photo=self)
        ).announce_changed()
        LivePage.objects.filter(
            models.Q(lead_image=self) | models.Q(lead_video__poster=self)
        ).announce_changed()

    def render(self, pixels):
        """Make and keep every rendition of the decoded picture."""
        for rendition in render(pixels):
            name = self.rendition_name(rendition.width, rendition.format)
            default_storage.save(name, rendition.file)
            Rendition.objects.create(
                image=self, width=rendition.width, height=rendition.height, format=rendition.format, file=name
            )

    def rendition_name(self, width, format):
        return f"renditions/{self.token}/{width}.{FORMATS[format]}"

    def address(self, width, format):
        """Where a rendition is; known from the row alone, before it is made."""
        return default_storage.url(self.rendition_name(width, format))

    @property
    def widths(self):
        """Of its renditions, in pixels, narrow first."""
        return widths_for(self.width)

    @property
    def src(self):
        """The rendition for a browser that knows neither `srcset` nor WebP: a JPEG of middling width."""
        fitting = [width for width in self.widths if width <= 1024]
        return self.address(fitting[-1] if fitting else self.widths[0], "jpeg")

    @property
    def largest(self):
        return self.address(self.widths[-1], "jpeg")

    @property
    def thumbnail(self):
        return self.address(self.widths[0], "jpeg")

    @property
    def webp_srcset(self):
        return self._srcset("webp")

    @property
    def jpeg_srcset(self):
        return self._srcset("jpeg")

    def _srcset(self, format):
        return ", ".join(f"{self.address(width, format)} {width}w" for width in self.widths)


class Rendition(models.Model):
    """One file that readers get of an Image: a width in a format, without any metadata."""

    image = models.ForeignKey(Image, models.CASCADE, related_name="renditions")
    width = models.PositiveIntegerField()
    height = models.PositiveIntegerField()
    format = models.CharField(max_length=4)
    file = models.CharField(max_length=100)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["image", "width", "format"], name="rendition_once")]

    def __str__(self):
        return self.file
