"""Finding a picture among all that are here."""

from datetime import datetime, time, timedelta

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.desk.door import seen_by
from coverage.desk.widgets import DayField
from coverage.markup.lines import line
from coverage.models import Entry, Image, LivePage
from coverage.models.uses import shown_on

PAGES = 100  # the newest ones are offered


class LibraryForm(forms.Form):
    """What is looked for. Nothing filled in finds everything that this person may see."""

    words = forms.CharField(required=False, label=_("Words"), max_length=200)
    credit = forms.CharField(required=False, label=_("Credit"), max_length=200)
    day = DayField()
    page = forms.TypedChoiceField(required=False, label=_("Page"), coerce=int, empty_value=None)
    state = forms.ChoiceField(
        required=False,
        label=_("State"),
        choices=[
            ("", _("Any")),
            ("used", _("In use")),
            ("unused", _("Not in use")),
            ("withdrawn", _("Withdrawn")),
        ],
    )

    def __init__(self, data, *, user):
        super().__init__(data, auto_id="library_%s")
        self.user = user
        pages = list(LivePage.objects.order_by("-pk").values_list("pk", "title")[:PAGES])
        self.fields["page"].choices = [("", _("Any")), *pages]

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and not 1970 <= day.year <= 9000:
            raise forms.ValidationError(_("Give a day."))
        return day

    def found(self, *, before, most):
        """Newest first, at most so many, older than the picture of that number (0: from the newest)."""
        asked = self.cleaned_data
        images = Image.objects.visible_to(self.user).saying(line(asked["words"])).with_use().order_by("-pk")
        if before:
            images = images.filter(pk__lt=before)
        if asked["credit"]:
            images = images.filter(credit__icontains=line(asked["credit"]))
        if asked["day"]:
            start = timezone.make_aware(datetime.combine(asked["day"], time.min))
            images = images.filter(taken_in_at__gte=start, taken_in_at__lt=start + timedelta(days=1))
        if asked["page"]:
            images = images.filter(shown_on(asked["page"], seen_by(self.user, Entry.objects.all())))
        if asked["state"] == "withdrawn":
            images = images.filter(withdrawn_at__isnull=False)
        elif asked["state"]:
            images = images.filter(withdrawn_at=None, is_in_use=asked["state"] == "used")
        return list(images.select_related("withdrawn_by")[:most])
