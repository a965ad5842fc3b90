from django.db import models
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import LineField


class Byline(models.Model):
    """An author of an entry, with the role and place of that day."""

    entry = models.ForeignKey("coverage.Entry", models.CASCADE, related_name="bylines")
    author = models.ForeignKey("coverage.Author", models.PROTECT, related_name="bylines")
    position = models.PositiveSmallIntegerField(_("position"), default=0)
    role = LineField(_("role"), max_length=120, blank=True)
    reporting_from = LineField(
        _("reporting from"), max_length=120, blank=True, help_text=_("As in “the French capital”.")
    )

    class Meta:
        ordering = ["position", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "author"],
                name="byline_once",
                violation_error_message=_("This author is named twice; leave one out."),
            )
        ]
        verbose_name = _("byline")
        verbose_name_plural = _("bylines")

    def __str__(self):
        return self.author.name
