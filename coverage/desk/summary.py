"""The summary at the desk: who saves over what they have seen, and what two made of it together."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coverage.desk.widgets import BodyWidget
from coverage.markup.canonical import TooLong
from coverage.markup.merge import body_of, merged
from coverage.models import LivePage


class SummaryForm(forms.ModelForm):
    """`instead_of`: the summary that its writer saw, as it was stored."""

    instead_of = forms.CharField(required=False, strip=False, widget=forms.HiddenInput)

    class Meta:
        model = LivePage
        fields = ["summary"]
        widgets = {
            "summary": BodyWidget(
                label=_("Summary"),
                placeholder=_("What has happened so far: three or four bullets."),
                pictures=False,
            )
        }
        help_texts = {"summary": ""}

    def clean_instead_of(self):
        """Canonical; nothing where it can't be what stood here, so that both texts are shown."""
        try:
            return canonical(self.cleaned_data["instead_of"])
        except TooLong:
            return ""

    @classmethod
    def of(cls, page, data=None):
        return cls(data, instance=page, auto_id="summary_%s", initial={"instead_of": page.summary})

    @classmethod
    def saying(cls, page, text):
        """Filled with a text that is not saved yet, to go over what the page says now."""
        return cls(instance=page, auto_id="summary_%s", initial={"summary": text, "instead_of": page.summary})


def canonical(text):
    return LivePage._meta.get_field("summary").to_canonical(text)


def both(base, theirs, mine):
    """One text of two that began as `base`; where both changed the same, both versions stand."""
    return body_of(merged(base, theirs, mine))
