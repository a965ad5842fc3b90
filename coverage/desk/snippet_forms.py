"""A text that is kept to be written again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coverage.models import Snippet


class SnippetForm(forms.ModelForm):
    """What stands in the composer, by a name. `page`: None keeps it for all pages."""

    class Meta:
        model = Snippet
        fields = ["name", "body"]
        error_messages = {
            "name": {
                "required": _("Give it a name by which it is found."),
                "max_length": _("A name is 80 characters at most."),
            },
            "body": {"required": _("Write the text first.")},
        }

    def __init__(self, *args, page, **more):
        super().__init__(*args, **more)
        self.instance.page = page

    def clean_name(self):
        name = Snippet._meta.get_field("name").to_canonical(self.cleaned_data["name"])
        if Snippet.objects.filter(page=self.instance.page, name=name).exists():
            raise forms.ValidationError(_("There is a snippet of this name already; choose another."))
        return name
