from django.core.validators import RegexValidator
from django.db import models
from django.urls import reverse
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import LineField, WebVTTField
from coverage.models.live_page import LANGUAGE_TAG
from coverage.models.video import Video


class CaptionsQuerySet(models.QuerySet):
    def public(self):
        """Those of videos that readers are shown."""
        return self.filter(video__in=Video.objects.public())


class Captions(models.Model):
    """What is said in a video, as text that runs with it, in one language."""

    video = models.ForeignKey(Video, models.CASCADE, related_name="captions", verbose_name=_("video"))
    language = models.CharField(
        _("language"),
        max_length=20,
        validators=[RegexValidator(LANGUAGE_TAG, _("Give a language tag such as en-GB, de or ar."))],
        help_text=_("As in en-GB, de or ar (BCP 47)."),
    )
    label = LineField(
        _("name"),
        max_length=80,
        blank=True,
        help_text=_("What viewers choose by; the language's own name without."),
    )
    text = WebVTTField(_("captions"), editable=False)

    objects = CaptionsQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["video", "language"],
                name="captions_once_a_language",
                violation_error_message=_("There are captions in this language already; change those."),
            )
        ]
        verbose_name = verbose_name_plural = _("captions")

    def __str__(self):
        return self.label

    def get_absolute_url(self):
        return reverse("captions", args=[self.video_id, self.language])

    def save(self, *args, **more):
        self.label = self.label.strip() or _own_name(self.language)
        super().save(*args, **more)


def _own_name(language):
    try:
        return get_language_info(language.lower())["name_local"].capitalize()
    except KeyError:
        return language
