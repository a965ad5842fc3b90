"""What is being typed, on its way to a working copy and back."""

import re
from contextlib import suppress
from uuid import UUID

from django import forms
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coverage.markup.canonical import TooLong
from coverage.models import WorkingCopy
from coverage.models.working_copy import to_canonical

FIELD = re.compile(
    r"based_on|headline|kicker|is_key_event|body|tags|note|byline-\d{1,2}-(author|role|reporting_from)"
)
MAX_LINE = 2000  # more than any field of one line takes; what is too long must be kept too


class PlaceForm(forms.Form):
    """Which entry, in which tab, and how far its typing has come."""

    key = forms.UUIDField()
    tab = forms.SlugField(max_length=40)
    turn = forms.IntegerField(min_value=0, max_value=2**53)


class TypedForm(PlaceForm):
    """One tab's words for one entry, mistakes and all; says only what could not be kept."""

    mode = forms.ChoiceField(choices=WorkingCopy.Mode)

    def clean(self):
        cleaned = super().clean()
        content = {name: self.data[name] for name in self.data if FIELD.fullmatch(name)}
        if any(len(text) > MAX_LINE for name, text in content.items() if name != "body"):
            raise forms.ValidationError(_("This is too long to be kept on the server."))
        try:
            cleaned["content"] = to_canonical(content)
        except TooLong as error:
            raise forms.ValidationError(str(error)) from None
        return cleaned


def kept_of(person, page):
    """This person's working copies on the page, newest first, as the desk's scripts take them.

    Without those that say what their entry says anyway, because they came later than its publish.
    """
    copies = list(WorkingCopy.objects.with_words().filter(by=person, page=page).newest_first()[:20])
    entries = {entry.key: entry for entry in page.entries.filter(key__in=[copy.key for copy in copies])}
    return [
        {
            "key": str(copy.key),
            "tab": copy.tab,
            "turn": copy.turn,
            "at": int(copy.saved_at.timestamp() * 1000),
            "address": _address(page, copy, entries.get(copy.key)),
            "fields": [["key", str(copy.key)], *copy.content.items()],
        }
        for copy in copies
        if not _is_said(copy, entries.get(copy.key))
    ]


def let_go(request, page, key):
    """Its words are saved with the entry: forget the copy that this tab kept, and the one it was taken from."""
    theirs = WorkingCopy.objects.filter(by=request.user, page=page)
    place = PlaceForm({**request.POST.dict(), "key": key})
    if key and place.is_valid():
        theirs.settle(by=request.user, page=page, **place.cleaned_data)
    origin, _dot, tab = request.POST.get("instead_of", "").partition(".")
    with suppress(ValueError):
        theirs.filter(key=UUID(origin), tab=tab).empty()


def _is_said(copy, entry):
    return entry and all(
        getattr(entry, name) == copy.content.get(name, "") for name in ("headline", "body", "kicker")
    )


def _address(page, copy, entry):
    if entry is None:
        return ""
    name = "desk_correct" if copy.mode == WorkingCopy.Mode.CORRECT else "desk_edit"
    return reverse(f"admin:{name}", args=[page.pk, entry.pk])
