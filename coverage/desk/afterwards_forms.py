"""What is asked about one entry beside its words. Each mistake is a sentence at its field."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coverage.desk.moments import MomentField
from coverage.models import LivePage


class _OnPage(forms.Form):
    """A form whose times are those of the page's clock."""

    def __init__(self, data=None, *, page, **more):
        super().__init__(data, **more)
        for field in self.fields.values():
            if isinstance(field, MomentField):
                field.zone = page.zone


class _Sentence(forms.CharField):
    def __init__(self, **more):
        too_long = _("300 characters at most; say it shorter.")
        super().__init__(max_length=300, required=False, error_messages={"max_length": too_long}, **more)


class TimeForm(_OnPage):
    published_at = MomentField(label=_("Published at"))


class PinForm(_OnPage):
    pinned_until = MomentField(label=_("Pinned until"))


class WithdrawForm(_OnPage):
    note = _Sentence(label=_("Tell readers why"))
    comment = _Sentence(label=_("For colleagues"))


class SendBackForm(_OnPage):
    comment = _Sentence(label=_("What should be different?"))


class MoveForm(_OnPage):
    to = forms.ModelChoiceField(
        LivePage.objects.none(),
        label=_("Move to another page"),
        empty_label=_("Choose a page"),
        error_messages={
            "required": _("Choose a page."),
            "invalid_choice": _("That page is no longer there, or closed; choose another."),
        },
    )

    def __init__(self, data=None, *, page, **more):
        super().__init__(data, page=page, **more)
        others = LivePage.objects.exclude(pk=page.pk).exclude(state=LivePage.State.CLOSED)
        self.fields["to"].queryset = others.order_by("-pk")
