from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.models.entry import Entry
from coverage.models.fields import BodyField, LineField


class Revision(models.Model):
    """What an entry said at one save, by whom and when."""

    entry = models.ForeignKey("coverage.Entry", models.CASCADE, related_name="revisions")
    number = models.PositiveIntegerField(_("number"))
    headline = LineField(_("headline"), max_length=250, blank=True)
    kicker = LineField(_("kicker"), max_length=40, blank=True)
    body = BodyField(_("text"), blank=True)
    confirmation = models.CharField(_("confirmation"), max_length=11, blank=True)
    note = LineField(
        _("correction"), max_length=300, blank=True, help_text=_("What was wrong before, told to readers.")
    )
    status = models.CharField(_("status"), max_length=9, blank=True, default="", db_default="")
    comment = LineField(
        _("comment"), max_length=300, blank=True, default="", db_default="",
        help_text=_("For colleagues alone: why it was sent back or withdrawn."),
    )  # fmt: skip
    version = models.PositiveBigIntegerField(
        _("page version"), null=True, help_text=_("The page's version, if this save was public.")
    )
    at = models.DateTimeField(_("at"), default=timezone.now)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["entry", "number"], name="revision_number_once")]
        verbose_name = _("revision")
        verbose_name_plural = _("revisions")

    def __str__(self):
        return f"{self.entry_id} r{self.number}"

    @property
    def state(self):
        """The entry's state from this save on, in words; nothing where none was noted."""
        return Entry.Status(self.status).label if self.status else ""
