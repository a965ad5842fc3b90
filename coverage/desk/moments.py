"""A time as it is typed at a desk: by the clock of the page, which is put forward and back."""

import zoneinfo
from datetime import UTC, datetime

from django import forms
from django.utils import timezone
from django.utils.dateformat import format as dated
from django.utils.translation import gettext as _

FIRST, SECOND = "0", "1"  # of the two times that a clock shows before and after it is put back


class Twice(forms.ValidationError):
    """The clock shows this time twice; `naive` and `zone` say which."""

    def __init__(self, naive, zone):
        said = _("The clock is put back that night, so %(time)s comes twice: choose the first or the second.")
        super().__init__(said % {"time": f"{naive:%H:%M}"})
        self.naive, self.zone = naive, zone


def moment(text, zone, which=""):
    """The aware datetime of a `datetime-local` value (HTML §4.10.5.1.11) by the clock of a zone.

    `which`: FIRST or SECOND where there are two; Twice without. ValidationError for a time that
    the clock leaps over, and for what is no time at all.
    """
    naive = _parsed(text)
    times = [naive.replace(tzinfo=zone, fold=int(fold)) for fold in (FIRST, SECOND)]
    first, second = times
    if _there_and_back(first) != naive:
        said = _("%(time)s does not come that day: the clock is put forward over it. Give another time.")
        raise forms.ValidationError(said % {"time": f"{naive:%H:%M}"})
    if first.utcoffset() == second.utcoffset():
        return first.astimezone(UTC)
    if which not in (FIRST, SECOND):
        raise Twice(naive, zone)
    return times[int(which)].astimezone(UTC)


def in_words(at, zone, mine=None):
    """“Tuesday 24 November, 14:30 GMT”; and, where another clock differs, “15:30 CET for you”."""
    local = timezone.localtime(at, zone)
    said = _on_the_day(local)
    if mine and timezone.localtime(at, mine).utcoffset() != local.utcoffset():
        theirs = timezone.localtime(at, mine)
        time = _time(theirs) if theirs.date() == local.date() else _on_the_day(theirs)
        said += " · " + _("%(time)s for you") % {"time": time}
    return said


def typed(at, zone):
    """The same moment as such a field holds it."""
    return f"{timezone.localtime(at, zone):%Y-%m-%dT%H:%M}" if at else ""


def zone_named(name):
    """The zone of that name, None if there is none."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError, OSError):
        return None


class _Widget(forms.DateTimeInput):
    input_type = "datetime-local"

    def value_from_datadict(self, data, files, name):
        return data.get(name, ""), data.get(f"{name}-which", "")


class MomentField(forms.Field):
    """A moment by the clock of `zone`, which the form sets before it is checked."""

    widget = _Widget
    zone = UTC

    def clean(self, value):
        text, which = value
        if not text and not self.required:
            return None
        return moment(text, self.zone, which)


def _parsed(text):
    try:
        naive = datetime.fromisoformat(text)
    except ValueError:
        naive = None
    if naive is None or naive.tzinfo or not 1970 <= naive.year <= 9000:
        raise forms.ValidationError(_("Give a day and a time."))
    return naive


def _on_the_day(local):
    day = _("l j F")  # not within the braces: makemessages would not find it
    return f"{dated(local, day)}, {_time(local)}"


def _time(local):
    return f"{local:%H:%M %Z}"  # Django's own T is silent about the very hour that comes twice


def _there_and_back(local):
    return local.astimezone(UTC).astimezone(local.tzinfo).replace(tzinfo=None, fold=0)
