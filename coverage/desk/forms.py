"""What is typed at the desk, checked. Each mistake is a sentence at its field."""

import uuid

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from coverage.desk.moments import MomentField
from coverage.desk.widgets import BodyWidget
from coverage.markup.canonical import TooLong
from coverage.models import Author, Byline, Entry, Tag

MAX_BYLINES = 50  # an import may bring many; the desk shows one row more than there are
MAX_TAGS = 20


class BylineForm(forms.ModelForm):
    """One author of the entry; a row without an author is none."""

    author = forms.ModelChoiceField(
        Author.objects.select_related("photo"),  # a preview shows it
        required=False,
        label=_("Author"),
        empty_label=_("No byline"),
        error_messages={"invalid_choice": _("This author is no longer there; choose another.")},
    )

    class Meta:
        model = Byline
        fields = ["author", "role", "reporting_from"]

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("reporting_from") and not cleaned.get("author") and "author" not in self.errors:
            self.add_error("author", _("Choose who is reporting from there."))
        return cleaned


class TagsField(forms.CharField):
    """Names parted by commas, as a list without doubles."""

    def prepare_value(self, value):
        return value if isinstance(value, str) else ", ".join(tag.name for tag in value or [])

    def clean(self, value):
        names = [name.strip() for name in super().clean(value).split(",")]
        names = list(dict.fromkeys(filter(None, names)))
        if len(names) > MAX_TAGS:
            raise forms.ValidationError(_("Twenty tags are the most; leave the weaker ones out."))
        if any(len(name) > 80 for name in names):
            raise forms.ValidationError(_("A tag is 80 characters at most; part tags by commas."))
        return names


class EntryForm(forms.ModelForm):
    """An entry with its bylines and tags.

    `bylines`: unsaved Bylines to begin with. After `is_valid`, `signed` holds those that were
    chosen and `tagged` makes or finds the tags.
    """

    based_on = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    kicker = forms.ChoiceField(required=False, label=_("Kicker"), widget=forms.RadioSelect)
    tags = TagsField(required=False, label=_("Tags"))

    class Meta:
        model = Entry
        fields = ["headline", "kicker", "is_key_event", "body"]
        error_messages = {
            "headline": {
                "max_length": _("A headline is 250 characters at most; this one has %(show_value)d.")
            }
        }
        widgets = {"body": BodyWidget(label=_("Text"), placeholder=_("What happened?"), snippets=True)}

    def __init__(self, data=None, *, bylines=(), **more):
        super().__init__(data, **more)
        self._choose_kickers(data)
        if data is None:
            rows = [
                self._byline_row(number, initial=_initial(byline)) for number, byline in enumerate(bylines)
            ]
            rows += [self._byline_row(number) for number in range(len(rows), max(3, len(rows) + 1))]
        else:
            numbers = [number for number in range(MAX_BYLINES) if f"byline-{number}-author" in data]
            rows = [self._byline_row(number, data=data) for number in numbers]
        self.bylines = rows

    def is_valid(self):
        rows = [row.is_valid() for row in self.bylines]  # all of them: every mistake is shown at once
        return super().is_valid() and all(rows)

    def clean(self):
        cleaned = super().clean()
        if not self.errors and not self.instance_says_something(cleaned):
            self.add_error("headline", _("Write a headline or a text first."))
        authors = [byline.author_id for byline in self.signed]
        if len(authors) != len(set(authors)):
            self.add_error(None, _("An author is named twice; leave one out."))
        return cleaned

    def instance_says_something(self, cleaned):
        words = (cleaned.get(name) or "" for name in ("headline", "body"))
        try:
            return any(self._meta.model._meta.get_field("body").to_canonical(text) for text in words)
        except TooLong:  # the column says so itself
            return True

    @property
    def signed(self):
        return [row.instance for row in self.bylines if row.is_valid() and row.cleaned_data.get("author")]

    def tagged(self):
        return [tag for name in self.cleaned_data["tags"] if (tag := Tag.objects.named(name))]

    def content(self):
        """The entry's own columns, canonical, as `Entry.objects.draft` takes them."""
        return {name: getattr(self.instance, name) for name in self._meta.fields}

    def _choose_kickers(self, data):
        kickers = list(settings.KICKERS)
        if self.instance.kicker and self.instance.kicker not in kickers:
            kickers.append(self.instance.kicker)  # one that came by import stays
        self.fields["kicker"].choices = [("", _("No kicker")), *((kicker, kicker) for kicker in kickers)]

    def _byline_row(self, number, **more):
        return BylineForm(prefix=f"byline-{number}", **more)


class NewEntryForm(EntryForm):
    """An entry that is not out yet: `key` says which, before it has an id."""

    key = forms.UUIDField(widget=forms.HiddenInput)

    def __init__(self, data=None, **more):
        super().__init__(data, **more)
        self.fields["key"].initial = self.instance.key if self.instance.pk else uuid.uuid4()


class ScheduleForm(NewEntryForm):
    """One that goes out by itself at a time to come."""

    scheduled_at = MomentField(label=_("Goes out at"))


class CorrectionForm(EntryForm):
    """A change that readers are told about, so it needs a note for them."""

    note = forms.CharField(
        label=_("What was wrong"),
        max_length=300,
        error_messages={
            "required": _("Tell readers what was wrong, in a sentence."),
            "max_length": _("A note is 300 characters at most; say it shorter."),
        },
    )


def _initial(byline):
    return {"author": byline.author_id, "role": byline.role, "reporting_from": byline.reporting_from}
