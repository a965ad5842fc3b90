from datetime import timedelta

from django.conf import settings
from django.db import models
from django.utils import timezone

LASTS = timedelta(seconds=30)  # after the last sign of life
RENEWED = timedelta(seconds=8)


class PresenceQuerySet(models.QuerySet):
    def now(self):
        """Those who gave a sign of life in the last half minute, with their names."""
        alive = self.filter(seen_at__gt=timezone.now() - LASTS)
        return alive.select_related("user", "taken_over_by").order_by("user__username", "pk")

    def pages_to_tell(self, pages):
        """Ids of those of these pages where somebody writes just now, and readers may know it."""
        writing = self.filter(is_typing=True, seen_at__gt=timezone.now() - LASTS)
        told = writing.filter(page__in=pages, page__state="live", page__shows_writing=True)
        return set(told.values_list("page", flat=True))

    def seen(self, *, by, page, tab, entry=None, is_typing=False):
        """Write down where this tab is. Whoever has been silent for long is forgotten."""
        self.filter(page=page, seen_at__lte=timezone.now() - LASTS).delete()
        elsewhere = self.filter(user=by, tab=tab).exclude(entry=entry)
        elsewhere.update(taken_over_by=None)  # what was taken over was another entry
        says = {"page": page, "entry": entry, "is_typing": is_typing, "seen_at": timezone.now()}
        self.update_or_create(user=by, tab=tab, defaults=says)

    def at(self, entry):
        """Those who have this entry in their composer, and from whom nobody took it over."""
        return self.now().filter(entry=entry, taken_over_by=None)


class Presence(models.Model):
    """That somebody sits at a page's desk, and which entry they have before them. Counts for 30 s."""

    tab = models.CharField(max_length=40)
    is_typing = models.BooleanField(default=False)
    seen_at = models.DateTimeField()
    page = models.ForeignKey("coverage.LivePage", models.CASCADE, related_name="+")
    entry = models.ForeignKey("coverage.Entry", models.CASCADE, null=True, related_name="+")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")
    taken_over_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.SET_NULL, null=True, related_name="+")

    objects = PresenceQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["page", "seen_at"], name="presence_on_page")]
        constraints = [models.UniqueConstraint(fields=["user", "tab"], name="presence_once_a_tab")]

    def __str__(self):
        return f"{self.user} on {self.page_id}"

    @property
    def is_old(self):
        """True if it is time for another sign of life."""
        return self.seen_at < timezone.now() - RENEWED
