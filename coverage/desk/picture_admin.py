"""Pictures in the admin: their words, where each is shown, and how one is taken back or replaced."""

from django import forms
from django.contrib import admin, messages
from django.contrib.admin.helpers import ActionForm
from django.contrib.admin.options import ActionLocation
from django.core.exceptions import ValidationError
from django.forms.widgets import Script
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from coverage.desk import urls
from coverage.desk.door import may_change_picture
from coverage.desk.noun_admin import WithdrawableAdmin
from coverage.desk.picture_forms import PictureForm
from coverage.models import Image


class PictureActionForm(ActionForm):
    because = forms.CharField(label=_("Why (when withdrawing)"), required=False, max_length=300)


@admin.register(Image)
class ImageAdmin(WithdrawableAdmin):
    class Media:
        css = {"all": ["css/tokens.css", "css/desk-pictures.css"]}
        js = [Script("js/focal-point.js", type="module")]

    list_display = ["shown", "__str__", "credit", "taken_in_at", "taken_in_by", "withdrawal"]
    list_display_links = ["__str__"]
    list_filter = ["is_decorative", ("withdrawn_at", admin.EmptyFieldListFilter), "taken_in_at"]
    list_select_related = ["withdrawn_by", "taken_in_by"]
    search_fields = ["alt", "caption", "credit"]
    readonly_fields = ["shown", "where_used", "withdrawal", "spot"]
    actions = ["withdraw", "restore"]
    action_form = PictureActionForm

    @admin.display(description=_("picture"))
    def shown(self, image):
        if image.is_withdrawn:
            return "–"
        return format_html('<img src="{}" alt="" width="80" loading="lazy">', image.thumbnail)

    @admin.display(description=_("what must stay in it"))
    def spot(self, image):
        """Sets the two fields beneath it, which do without it where there is no script."""
        return render_to_string("desk/_focal_point.html", {"src": image.src, "sets": "id_focal_x id_focal_y"})

    def get_queryset(self, request):
        return super().get_queryset(request).visible_to(request.user)

    def get_urls(self):
        return [*urls.of_images, *super().get_urls()]

    def get_form(self, request, image=None, **more):
        if image is None:
            return PictureForm.of(request.user)
        return super().get_form(request, image, **more)

    def get_fieldsets(self, request, image=None):
        fields = ["alt", "is_decorative", "credit", "is_own_graphic", "caption"]
        if image is None:
            return [(None, {"fields": ["file", *fields]})]
        shown = [name for name in self.get_readonly_fields(request, image) if name != "spot"]
        spot = ["spot"] if self._has_spot(request, image) else []
        return [(None, {"fields": [*shown, *fields, *spot, "focal_x", "focal_y"]})]

    def get_readonly_fields(self, request, image=None):
        """Where a picture is shown names drafts: those who see them all are told."""
        hidden = set() if request.user.has_perm("coverage.publish_entry") else {"where_used"}
        hidden |= set() if image and self._has_spot(request, image) else {"spot"}
        return [name for name in self.readonly_fields if name not in hidden] if image else []

    def has_change_permission(self, request, image=None):
        may = super().has_change_permission(request, image)
        return may and (image is None or may_change_picture(request.user, image))

    def get_actions(self, request, action_location=ActionLocation.CHANGE_LIST):
        ours = super().get_actions(request, action_location=action_location)
        return {name: action for name, action in ours.items() if name in self.actions}

    def has_withdraw_permission(self, request):
        """It changes what readers see on every page."""
        return request.user.has_perms(["coverage.change_image", "coverage.publish_entry"])

    def save_model(self, request, image, form, change):
        if change:  # a new one was taken in with its renditions when the form was checked
            image.edit()
        elif image.is_moving:
            messages.info(request, PictureForm.STANDS_STILL)

    @admin.action(description=_("Withdraw from every page, saying why"), permissions=["withdraw"])
    def withdraw(self, request, images):
        self._each(
            request, images, lambda image: image.withdraw(by=request.user, because=request.POST["because"])
        )

    @admin.action(description=_("Undo a withdrawal"), permissions=["withdraw"])
    def restore(self, request, images):
        self._each(request, images, lambda image: image.restore(by=request.user))

    def _has_spot(self, request, image):
        return self.has_change_permission(request, image) and not image.is_withdrawn

    def _each(self, request, images, do):
        for image in images:
            try:
                do(image)
            except ValidationError as error:
                messages.error(request, " ".join(error.messages))
                return
        messages.success(request, _("Done; readers see it."))
