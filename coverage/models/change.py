from django.db import connection, models
from django.utils import timezone

CHANNEL = "liveblog"


class Change(models.Model):
    """One line of a page's log: *that* something changed. What it is now, the entry says.

    Written by `LivePage.announce` alone.
    """

    class Kind(models.TextChoices):
        ARRIVED = "arrived"
        CHANGED = "changed"
        GONE = "gone"
        PAGE = "page"

    pk = models.CompositePrimaryKey("page_id", "version")
    page = models.ForeignKey("coverage.LivePage", models.CASCADE, related_name="changes")
    version = models.PositiveBigIntegerField()
    kind = models.CharField(max_length=8, choices=Kind)
    # RESTRICT: an entry that readers have seen goes with its whole page only, or the log had a gap.
    entry = models.ForeignKey("coverage.Entry", models.RESTRICT, null=True, related_name="changes")
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=models.Q(version__gte=1), name="change_version_from_1"),
            models.CheckConstraint(
                condition=models.Q(kind="page", entry=None)
                | (~models.Q(kind="page") & ~models.Q(entry=None)),
                name="change_entry_or_page",
            ),
        ]

    def __str__(self):
        return f"{self.page_id}@{self.version} {self.kind}"


def notify(page):
    """Tell every process, once this transaction is committed, that the page has a new version."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CHANNEL, f"{page.pk} {page.version}"])


def first_version():
    """With which a new page begins: 0; after a restore one that no reader of a lost page with its address has had."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT last_value FROM coverage_first_version")
        return cursor.fetchone()[0]
