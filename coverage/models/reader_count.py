from datetime import timedelta

from django.db import models
from django.utils import timezone

COUNTS = timedelta(seconds=15)  # a process that said nothing for so long has no readers
FORGOTTEN = timedelta(minutes=1)


class ReaderCountQuerySet(models.QuerySet):
    def tell(self, process, numbers):
        """What a web process sees now: `numbers` is {page id: (open streams, asks since last told)}.

        Two statements, however many pages, which wait for no other row: the hub has one thread.
        """
        now = timezone.now()
        self.filter(models.Q(seen_at__lt=now - FORGOTTEN) | models.Q(process=process)).delete()
        self.bulk_create(
            [
                self.model(
                    process=process, page_id=pk, streams=numbers[pk][0], asks=numbers[pk][1], seen_at=now
                )
                for pk in numbers
            ]
        )

    def of(self, page):
        """(open streams, asks) of a page in all processes."""
        recent = self.filter(page=page, seen_at__gt=timezone.now() - COUNTS)
        found = recent.aggregate(streams=models.Sum("streams"), asks=models.Sum("asks"))
        return found["streams"] or 0, found["asks"] or 0


class ReaderCount(models.Model):
    """How many readers of a page one web process serves: a passing figure for the desk, of nobody in particular."""

    process = models.UUIDField()
    streams = models.PositiveIntegerField()
    asks = models.PositiveIntegerField()  # of the change list, since the process told last
    seen_at = models.DateTimeField()
    # Not the database's to check: that would wait for whoever holds the page.
    page = models.ForeignKey("coverage.LivePage", models.CASCADE, related_name="+", db_constraint=False)

    objects = ReaderCountQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["page", "process"], name="reader_count_once_a_process")
        ]

    def __str__(self):
        return f"{self.streams} + {self.asks} on {self.page_id}"
