from datetime import timedelta

from django.conf import settings
from django.db import models, transaction
from django.db.models import Q
from django.utils import timezone

from coverage.markup.canonical import canonical
from coverage.markup.lines import line

KEPT = timedelta(days=30)  # after the last word
LATE = timedelta(days=1)  # no autosave is on its way for longer


class WorkingCopyQuerySet(models.QuerySet):
    @transaction.atomic
    def keep(self, *, by, page, key, tab, turn, mode, content):
        """Remember what was typed; True unless newer words of the same tab are here already.

        A request that comes late, or twice, replaces nothing newer.
        """
        says = {"turn": turn, "mode": mode, "content": to_canonical(content), "saved_at": timezone.now()}
        _copy, is_new = self.get_or_create(by=by, page=page, key=key, tab=tab, defaults=says)
        mine = self.filter(by=by, page=page, key=key, tab=tab)
        return is_new or mine.filter(turn__lt=turn).update(**says) == 1

    def settle(self, *, by, page, key, tab, turn):
        """The words of that turn are saved with the entry: what was typed before comes too late from now on."""
        says = {"turn": turn, "content": {}, "saved_at": timezone.now()}
        copy, is_new = self.get_or_create(by=by, page=page, key=key, tab=tab, defaults=says)
        if not is_new:
            self.filter(pk=copy.pk, turn__lte=turn).update(**says)

    def empty(self):
        """Forget the words, not the turn: an autosave that is still on its way finds it, and makes no new copy."""
        self.update(content={}, saved_at=timezone.now())

    def with_words(self):
        return self.exclude(content={})

    def forget_old(self):
        """Nobody comes back for words of a month ago."""
        now = timezone.now()
        self.filter(Q(saved_at__lt=now - KEPT) | Q(content={}, saved_at__lt=now - LATE)).delete()

    def newest_first(self):
        return self.order_by("-saved_at", "-pk")


class WorkingCopy(models.Model):
    """What somebody is typing and has not saved: theirs alone, in no history, never public.

    One for each person, entry and open tab, so that two tabs never write over one another. Its
    words go when they are saved with the entry, or thrown away by whoever typed them.
    """

    class Mode(models.TextChoices):
        NEW = "new"  # not out yet
        EDIT = "edit"
        CORRECT = "correct"

    key = models.UUIDField()  # the entry's, which may not be made yet
    tab = models.CharField(max_length=40)
    mode = models.CharField(max_length=7, choices=Mode, default=Mode.NEW)
    content = (
        models.JSONField()
    )  # the composer's fields by name, `based_on` among them; {} once they are saved
    turn = models.BigIntegerField()  # grows with what is typed in that tab
    saved_at = models.DateTimeField()
    page = models.ForeignKey("coverage.LivePage", models.CASCADE, related_name="working_copies")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.CASCADE, related_name="+")

    objects = WorkingCopyQuerySet.as_manager()

    class Meta:
        indexes = [models.Index(fields=["page", "key"], name="working_copy_of_entry")]
        constraints = [
            models.UniqueConstraint(fields=["by", "page", "key", "tab"], name="working_copy_once_a_tab")
        ]

    def __str__(self):
        return f"{self.key} by {self.by_id}"


def to_canonical(content):
    """The fields as an entry would hold them (TooLong for a body that it could not)."""
    return {name: canonical(text) if name == "body" else line(text) for name, text in content.items()}
