"""The desk's own fields: a day, and the rich text of django-prose-editor, cut down to what a canonical body can say."""

from django import forms
from django.conf import settings
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _
from js_asset import ImportMap, Media

MODULES = ImportMap(
    {
        "django-prose-editor/editor": "django_prose_editor/editor.js",
        "liveblog/figure": "js/desk-figure.js",
        "liveblog/gallery": "js/desk-gallery.js",
        "liveblog/send": "js/desk-send.js",
        "liveblog/company": "js/desk-company.js",
        "liveblog/kept": "js/desk-kept.js",
        "liveblog/line": "js/desk-line.js",
        "liveblog/login": "js/desk-login.js",
        "liveblog/marks": "js/desk-marks.js",
        "liveblog/mistakes": "js/desk-mistakes.js",
        "liveblog/parting": "js/desk-parting.js",
        "liveblog/pasted": "js/desk-pasted.js",
        "liveblog/picture-words": "js/desk-picture-words.js",
        "liveblog/picture-places": "js/desk-picture-places.js",
        "liveblog/places": "js/desk-places.js",
        "liveblog/refused": "js/desk-refused.js",
        "liveblog/typography": "js/desk-typography.js",
        "liveblog/upload": "js/desk-upload.js",
    }
)


def scripts(*paths):
    """Modules of ours for a page of the desk, with the map by which they find one another."""
    return Media(js=[Script(path, type="module") for path in paths], importmap=MODULES)


class DayField(forms.DateField):
    """A day of the calendar, by the browser's own picker; may stay empty."""

    def __init__(self):
        super().__init__(
            required=False,
            label=_("Day"),
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            input_formats=["%Y-%m-%d"],
            error_messages={"invalid": _("Give a day.")},
        )


class BodyWidget(forms.Textarea):
    """A textarea that becomes the editor in `<body-editor>` (static/js/desk-editor.js).

    Ours and not the package's own widget: that one writes style elements which the content
    security policy stops, and its menu knows nothing of our figures.
    """

    template_name = "desk/widgets/body.html"

    def __init__(self, *, label, placeholder="", pictures=True, snippets=False):
        super().__init__(attrs={"rows": 8})
        self.parts = {
            "label": label,
            "placeholder": placeholder,
            "pictures": pictures,
            "snippets": snippets,
            "most_mb": settings.MEDIA_MAX_MB,
        }

    @property
    def media(self):
        scripts = [
            "js/desk-link.js",
            "js/desk-editor.js",
            *(
                [
                    "js/desk-pictures.js",
                    "js/desk-gallery.js",
                    "js/focal-point.js",
                    "js/desk-embed.js",
                    "js/desk-videos.js",
                ]
                if self.parts["pictures"]
                else []
            ),
            *(["js/desk-snippets.js"] if self.parts["snippets"] else []),
        ]
        return Media(
            css={
                "all": [
                    f"css/{name}.css"
                    for name in ("tokens", "desk-editor", "desk-pictures", "desk-snippets", "desk-fields")
                ]
            },
            js=[Script(path, type="module") for path in scripts],
            importmap=MODULES,
        )

    def get_context(self, name, value, attrs):
        context = super().get_context(name, value, attrs)
        context["widget"].update(self.parts)
        return context

    def use_required_attribute(self, initial):
        return False  # a browser cannot point at a field that the editor hides

    def _render(self, template_name, context, renderer=None):
        return render_to_string(template_name, context)  # templates/ is no app's folder
