from django.db import models, transaction
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from coverage.markup import blocks
from coverage.models.fields import BodyField, LineField
from coverage.models.in_use import follow_body


class SnippetQuerySet(models.QuerySet):
    def for_page(self, page):
        """The page's own first, then those of the whole site."""
        return self.filter(Q(page=page) | Q(page=None)).order_by(
            F("page").asc(nulls_last=True), "order", "name"
        )


class Snippet(models.Model):
    """Words that are written again and again: put into an entry by typing “/”. Never public by itself."""

    name = LineField(_("name"), max_length=80)
    body = BodyField(_("text"), error_messages={"blank": _("Write the text first.")})
    order = models.PositiveSmallIntegerField(
        _("order"), default=0, help_text=_("Smaller numbers come first.")
    )
    page = models.ForeignKey(
        "coverage.LivePage",
        models.CASCADE,
        null=True,
        blank=True,
        related_name="snippets",
        verbose_name=_("live page"),
        help_text=_("Without one it is offered on every page."),
    )
    images = models.ManyToManyField(
        "coverage.Image", through="SnippetImage", related_name="+", editable=False
    )
    videos = models.ManyToManyField(
        "coverage.Video", through="SnippetVideo", related_name="+", editable=False
    )
    embeds = models.ManyToManyField(
        "coverage.Embed", through="SnippetEmbed", related_name="+", editable=False
    )

    objects = SnippetQuerySet.as_manager()

    class Meta:
        ordering = ["order", "name"]
        verbose_name = _("snippet")
        verbose_name_plural = _("snippets")
        permissions = [("share_snippet", _("May keep snippets for all pages"))]
        constraints = [
            models.UniqueConstraint(
                fields=["page", "name"],
                nulls_distinct=False,
                name="snippet_name_once",
                violation_error_message=_("There is a snippet of this name already; choose another."),
            )
        ]

    def __str__(self):
        return self.name

    @transaction.atomic
    def save(self, **more):
        super().save(**more)
        follow_body(self)

    @property
    def text(self):
        return blocks.words(self.body.replace("</p>", "</p> "))
