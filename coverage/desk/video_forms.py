"""A video or a sound with its words, and captions beside it: what is wrong with them is said in a sentence."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coverage.clips import web_vtt
from coverage.models import Captions, Video

NO_ROOM = _("The file could not be stored: there is no room. Tell those who run the site.")


class VideoForm(forms.ModelForm):
    """At the desk: a file with as many words as one has time for."""

    class Meta:
        model = Video
        fields = ["file", "title", "caption", "credit"]
        error_messages = {
            "title": {"required": _("Give it a title; players say it to those who can't see them.")}
        }


class CaptionsForm(forms.ModelForm):
    """Captions come in as a file; what is kept is the cues in it."""

    file = forms.FileField(label=_("WebVTT file"), required=False)

    class Meta:
        model = Captions
        fields = ["language", "label"]

    def clean_file(self):
        file = self.cleaned_data["file"]
        if file is None:
            if not self.instance.pk:
                raise forms.ValidationError(_("Choose a file of captions (.vtt)."))
            return None
        try:
            self.instance.text = web_vtt.canonical(web_vtt.read(file.read(4 * web_vtt.MAX_LENGTH)))
        except web_vtt.NotWebVTT as error:
            raise forms.ValidationError(str(error)) from None
        return file

    def has_changed(self):
        """A row that only has a file is one, too."""
        return super().has_changed() or bool(self.files.get(self.add_prefix("file")))
