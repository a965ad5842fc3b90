"""A picture and its words come in together, by the one door there is."""

from django import forms
from django.utils.translation import gettext_lazy as _

from coverage.models import Image
from coverage.pictures.take_in import Refused


class PictureForm(forms.ModelForm):
    """An upload. After `is_valid`, `taken` is the Image, saved."""

    file = forms.FileField(
        label=_("Picture"),
        allow_empty_file=True,  # the door says it better
        error_messages={"required": _("Choose a picture."), "invalid": _("Choose a picture.")},
    )

    class Meta:
        model = Image
        fields = ["alt", "is_decorative", "credit", "is_own_graphic", "caption", "focal_x", "focal_y"]

    STANDS_STILL = _("This picture moves; readers see its first frame.")
    taken = None
    by = None  # who brings it

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        for name in ("focal_x", "focal_y"):
            self.fields[name].required = False  # the middle

    def clean_focal_x(self):
        return self._or_middle("focal_x")

    def clean_focal_y(self):
        return self._or_middle("focal_y")

    def _or_middle(self, name):
        value = self.cleaned_data[name]
        return 0.5 if value is None else value

    def _post_clean(self):
        super()._post_clean()  # from here on the instance holds the words in their canonical form
        if not self.errors:
            words = {name: getattr(self.instance, name) for name in self._meta.fields}
            try:
                self.taken = Image.objects.take_in(self.cleaned_data["file"], by=self.by, **words)
            except Refused as refused:
                self.add_error("file", str(refused))

    @classmethod
    def of(cls, person):
        """The form for a picture that this person brings."""
        return type(cls.__name__, (cls,), {"by": person})

    def save(self, commit=True):
        """It is saved already: with its renditions, or not at all."""
        self.save_m2m = lambda: None
        return self.taken
