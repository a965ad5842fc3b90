"""What stands above the timeline, as the desk changes it."""

import hashlib

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from coverage.desk.forms import TagsField
from coverage.models import Image, LivePage, Tag, Video


class PageForm(forms.ModelForm):
    """`based_on` is the print of what the editor started from; where it no longer fits, nothing is saved."""

    based_on = forms.CharField(widget=forms.HiddenInput)
    lead_image = forms.ModelChoiceField(
        Image.objects.all(),
        required=False,
        label=_("Lead picture"),
        widget=forms.HiddenInput,
        error_messages={"invalid_choice": _("This picture is no longer there; choose another.")},
    )
    lead_video = forms.ModelChoiceField(
        Video.objects.all(), required=False, label=_("Lead video"), empty_label=_("No video")
    )
    tags = TagsField(required=False, label=_("Tags"))

    class Meta:
        model = LivePage
        fields = [
            "title",
            "standfirst",
            "lead_image",
            "lead_video",
            "lead_caption",
            "stream_only",
            "names",
            "needs_second_person",
            "shows_writing",
        ]
        widgets = {
            "standfirst": forms.Textarea(attrs={"rows": 2}),
            "names": forms.Textarea(attrs={"rows": 3}),
        }
        help_texts = dict.fromkeys(["standfirst", "stream_only"], "")
        error_messages = {"title": {"required": _("A page needs a title.")}}

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        run_as_written(self)

    def clean(self):
        cleaned = super().clean()
        if cleaned.get("based_on") and cleaned["based_on"] != self.initial["based_on"]:
            self.add_error(
                None,
                _(
                    "Somebody else changed this page meanwhile. Copy what is yours, close this and open it again."
                ),
            )
        if cleaned.get("lead_image") and cleaned.get("lead_video"):
            self.add_error("lead_video", _("Lead with a picture or with a video; take one of them away."))
        return cleaned

    def tagged(self):
        return [tag for name in self.cleaned_data["tags"] if (tag := Tag.objects.named(name))]

    @classmethod
    def of(cls, page, data=None):
        tags = list(page.tags.all())
        return cls(
            data,
            instance=page,
            auto_id="page_%s",
            initial={"tags": tags, "based_on": print_of(page, cls._meta.fields, tags)},
        )


class ClosingForm(forms.ModelForm):
    """What readers are told when the coverage has ended, and where they are sent on to."""

    class Meta:
        model = LivePage
        fields = ["closing_line", "related_url", "related_title"]
        labels = {
            "closing_line": _("Closing line, for readers"),
            "related_url": _("Address of the full story, for readers"),
            "related_title": _("What that story is called"),
        }
        help_texts = dict.fromkeys(fields, "")
        error_messages = {
            "closing_line": {"max_length": _("A closing line is 300 characters at most; say it shorter.")},
            "related_url": {"invalid": _("Give a whole address, such as https://example.org/story.")},
        }

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        run_as_written(self)

    @classmethod
    def of(cls, page, data=None):
        line = page.closing_line or usual_closing_line(page)
        return cls(data, instance=page, auto_id="closing_%s", initial={"closing_line": line})


def run_as_written(form):
    """Let each text run in its own direction: a page's language need not be that of the desk."""
    for field in form.fields.values():
        if isinstance(field.widget, forms.TextInput | forms.Textarea):
            field.widget.attrs["dir"] = "auto"


def usual_closing_line(page):
    """A sentence to begin with, in the page's language."""
    with page.in_its_own_words():
        return gettext("Our live coverage is now ending. Thank you for following it.")


class NoteForm(forms.Form):
    """`instead_of` is the note that the writer saw; where another came first, both are shown."""

    instead_of = forms.CharField(required=False, widget=forms.HiddenInput)
    shift_note = forms.CharField(
        required=False,
        label=_("For the next shift"),
        max_length=5000,
        widget=forms.Textarea(attrs={"rows": 6, "autofocus": True, "dir": "auto"}),
        error_messages={"max_length": _("A note is 5000 characters at most; say it shorter.")},
    )

    @classmethod
    def of(cls, page, data=None):
        return cls(
            data, initial={"shift_note": page.shift_note, "instead_of": page.shift_note}, auto_id="note_%s"
        )

    @classmethod
    def again(cls, page, form):
        """For one who was not the first: based on what the note says now, with every word they typed."""
        form = cls.of(page, {**form.cleaned_data, "instead_of": page.shift_note})
        form.add_error(
            "shift_note",
            _(
                "Somebody else wrote a note meanwhile; it stands beneath. Save yours over it, or put both together."
            ),
        )
        return form


def print_of(page, names, tags):
    """A short text that differs when anything of these fields, or a tag, was changed."""
    says = [str(getattr(page, name)) for name in names] + sorted(tag.slug for tag in tags)
    return hashlib.sha256("\0".join(says).encode()).hexdigest()[:16]
