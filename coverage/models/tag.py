from django.db import models, transaction
from django.urls import reverse
from django.utils.text import slugify
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import LineField


class TagQuerySet(models.QuerySet):
    def named(self, name):
        """The tag of that name, made if there is none; “PARIS ” is Paris. None for an empty name."""
        name = Tag._meta.get_field("name").to_canonical(name)[:80]
        slug = slugify(name, allow_unicode=True)[:80]
        if not slug:
            return None
        return self.get_or_create(slug=slug, defaults={"name": name})[0]


class Tag(models.Model):
    """A subject that entries of several pages share."""

    name = LineField(_("name"), max_length=80)
    slug = models.SlugField(_("slug"), max_length=80, unique=True, allow_unicode=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = ["name"]
        verbose_name = _("tag")
        verbose_name_plural = _("tags")

    def __str__(self):
        return self.name

    def get_absolute_url(self):
        return reverse("tag", args=[self.slug])

    @transaction.atomic
    def edit(self):
        """Save what was changed here; every page that shows this tag is told."""
        self.save()
        self.entries.announce_changed()
        self.pages.announce_changed()
