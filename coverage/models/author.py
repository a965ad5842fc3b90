from django.conf import settings
from django.db import models, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coverage.models.editable import Editable
from coverage.models.fields import LineField
from coverage.models.withdrawable import shown


class Author(Editable):
    """Someone whose name stands above an entry."""

    name = LineField(_("name"), max_length=120)
    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("Stands in the address of the author's page.")
    )
    role = LineField(
        _("role"),
        max_length=120,
        blank=True,
        help_text=_("As in “Science correspondent”; entries keep the one they were made with."),
    )
    photo = models.ForeignKey(
        "coverage.Image", models.PROTECT, null=True, blank=True, related_name="+", verbose_name=_("photo")
    )
    url = models.URLField(_("web address"), blank=True, help_text=_("A page about this author elsewhere."))
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        blank=True,
        related_name="author",
        verbose_name=_("login"),
        help_text=_("The login whose entries bear this name unless they say otherwise."),
    )

    class Meta:
        ordering = ["name"]
        verbose_name = _("author")
        verbose_name_plural = _("authors")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("author", args=[self.slug])

    @property
    def shown_photo(self):
        return shown(self.photo)

    @transaction.atomic
    def edit(self):
        """Save what was changed here; every page that shows this author is told."""
        from coverage.models import Entry

        self.save_changes()
        Entry.objects.filter(bylines__author=self).announce_changed()
