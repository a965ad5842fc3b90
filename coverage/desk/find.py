"""Finding an entry of a page again, whatever has become of it."""

from datetime import datetime, time, timedelta

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coverage.desk.door import seen_by
from coverage.desk.moments import SECOND, moment
from coverage.desk.widgets import DayField
from coverage.models import Author, Byline, Entry, Tag


class _Clock(forms.DateTimeInput):
    input_type = "datetime-local"


class _ClockField(forms.Field):
    """A moment by the clock of the page; of two that it may mean, the later one."""

    widget = _Clock

    def clean(self, text):
        return moment(text, self.zone, SECOND) if text else None


class FindForm(forms.Form):
    """What is looked for. Nothing filled in finds everything that this person may see."""

    words = forms.CharField(
        required=False,
        label=_("Words"),
        max_length=200,
        error_messages={
            "max_length": _("Look for fewer words: 200 characters are the most."),
            "null_characters_not_allowed": _("There is a character in this that no text has; type it anew."),
        },
    )
    author = forms.ModelChoiceField(
        Author.objects.none(),
        required=False,
        label=_("Author"),
        empty_label=_("Any"),
        error_messages={"invalid_choice": _("Nobody of that name has signed on this page.")},
    )
    tag = forms.ModelChoiceField(
        Tag.objects.none(),
        required=False,
        label=_("Tag"),
        empty_label=_("Any"),
        error_messages={"invalid_choice": _("No update of this page has that tag.")},
    )
    kicker = forms.ChoiceField(required=False, label=_("Kicker"))
    state = forms.ChoiceField(
        required=False, label=_("State"), choices=[("", _("Any")), *Entry.Status.choices]
    )
    day = DayField()
    until = _ClockField(required=False, label=_("From this time back"))

    def __init__(self, data=None, *, page, user):
        super().__init__(data, auto_id="find_%s")
        self.page, self.seen = page, seen_by(user, page.entries.all())
        self.fields["author"].queryset = Author.objects.filter(
            pk__in=Byline.objects.filter(entry__in=self.seen).values("author")
        )
        self.fields["tag"].queryset = Tag.objects.filter(
            pk__in=self.seen.filter(tags__isnull=False).values("tags")
        ).order_by("name")
        kickers = [
            *settings.KICKERS,
            *self.seen.exclude(kicker="").values_list("kicker", flat=True).distinct(),
        ]
        self.fields["kicker"].choices = [("", _("Any")), *((name, name) for name in dict.fromkeys(kickers))]
        self.fields["until"].zone = page.zone

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and not 1970 <= day.year <= 9000:
            raise forms.ValidationError(_("Give a day."))
        return day

    @property
    def filters(self):
        """The fields beside the words."""
        return [field for field in self if field.name != "words"]

    def found(self, *, before="", most):
        """Entries newest first, at most so many, beneath the place `before`; ValueError if that is none."""
        entries = (
            self._filtered().by_moment().select_related("created_by").prefetch_related("bylines__author")
        )
        if before:
            entries = entries.earlier(before)
        words = self.cleaned_data["words"]
        return list((entries.saying(words, self.page.language) if words else entries)[:most])

    def _filtered(self):
        asked, entries = self.cleaned_data, self.seen
        if asked["author"]:
            entries = entries.filter(pk__in=asked["author"].bylines.values("entry"))
        if asked["tag"]:
            entries = entries.filter(tags=asked["tag"])
        if asked["kicker"]:
            entries = entries.filter(kicker=asked["kicker"])
        if asked["state"]:
            entries = entries.filter(status=asked["state"])
        if asked["day"]:
            start, end = (
                datetime.combine(day, time.min, self.page.zone)
                for day in (asked["day"], asked["day"] + timedelta(days=1))
            )
            entries = entries.by_moment().filter(moment__gte=start, moment__lt=end)
        if asked["until"]:
            entries = entries.by_moment().filter(moment__lte=asked["until"])
        return entries
