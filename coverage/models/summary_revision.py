from django.conf import settings
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import ProseField


class SummaryRevision(models.Model):
    """What a page's summary said at one save, by whom and when."""

    number = models.PositiveIntegerField(_("number"))
    text = ProseField(_("summary"), blank=True)
    version = models.PositiveBigIntegerField(_("page version"))
    at = models.DateTimeField(
        _("at"), null=True, default=timezone.now
    )  # nobody knows when the first was written
    page = models.ForeignKey("coverage.LivePage", models.CASCADE, related_name="summaries")
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+", verbose_name=_("by")
    )

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint(fields=["page", "number"], name="summary_number_once")]
        verbose_name = _("summary")
        verbose_name_plural = _("summaries")

    def __str__(self):
        return f"{self.page_id} s{self.number}"
