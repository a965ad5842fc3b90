"""A closed page by the hour, or by the day where it took longer."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count
from django.db.models.functions import TruncHour

from coverage.models.timeline import place_of

MOST_HOURS = 24


@dataclass
class Chapter:
    """`at`: when it begins; `place`: in the timeline, before its first entry; `number` of its entries."""

    at: datetime
    number: int
    is_day: bool

    @property
    def place(self):
        return place_of(self.at, 0)


def chapters_of(page):
    """First to last, in the page's zone: one query, however many entries. Empty if one would be all."""
    rows = page.entries.published().annotate(hour=TruncHour("published_at", tzinfo=page.zone)).values("hour")
    hours = rows.annotate(number=Count("pk")).order_by("hour").values_list("hour", "number")
    found = [Chapter(hour, number, is_day=False) for hour, number in hours]
    if len(found) > MOST_HOURS:
        days = {}
        for chapter in found:
            day = days.setdefault(chapter.at.date(), Chapter(chapter.at.replace(hour=0), 0, is_day=True))
            day.number += chapter.number
        found = list(days.values())
    return found if len(found) > 1 else []
