"""The site's face in the admin: one form, for chiefs. There is always one, never a second."""

from django import forms
from django.contrib import admin
from django.core.exceptions import PermissionDenied
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from coverage.desk.noun_admin import NounAdmin
from coverage.desk.widgets import BodyWidget
from coverage.models import SiteFace, site_face


class SiteFaceForm(forms.ModelForm):
    class Meta:
        widgets = {
            "imprint": BodyWidget(label=_("Text at the foot"), pictures=False),
            "header_links": forms.Textarea(attrs={"rows": 3, "cols": 80}),
            "footer_links": forms.Textarea(attrs={"rows": 4, "cols": 80}),
        }


@admin.register(SiteFace)
class SiteFaceAdmin(NounAdmin):
    form = SiteFaceForm
    autocomplete_fields = ["logo"]
    fieldsets = [
        (None, {"fields": ["called", "logo", "logo_has_name"]}),
        (
            _("Colours"),
            {
                "fields": ["accent", "accent_dark", "link", "link_dark", "band"],
                "description": _("As in #a50f17. Empty: as Liveblog has them."),
            },
        ),
        (_("Type"), {"fields": ["type"]}),
        (_("Top and foot"), {"fields": ["header_links", "footer_links", "imprint"]}),
    ]

    def get_object(self, request, object_id, from_field=None):
        return site_face.read() if object_id == "1" else None

    def changelist_view(self, request, extra_context=None):
        if not self.has_view_permission(request):
            raise PermissionDenied
        return HttpResponseRedirect(reverse("admin:coverage_siteface_change", args=[1]))

    def edit(self, request, face, form):
        face.edit(by=request.user)

    def has_add_permission(self, request):
        return False

    def has_delete_permission(self, request, face=None):
        return False
