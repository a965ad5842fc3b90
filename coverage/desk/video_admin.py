"""Videos, streams and sounds in the admin: file or address, words, captions, where each is shown."""

from django.contrib import admin, messages
from django.contrib.admin.widgets import AdminFileWidget
from django.db.models import FileField
from django.http import HttpResponseRedirect
from django.utils.translation import gettext_lazy as _

from coverage.desk import urls
from coverage.desk.noun_admin import WithdrawableAdmin
from coverage.desk.video_forms import NO_ROOM, CaptionsForm
from coverage.models import Captions, Video


class FileWidget(AdminFileWidget):
    """Under a label and not in a group: the field itself would go without a name."""

    use_fieldset = False


class CaptionsInline(admin.StackedInline):
    """They belong to whoever may change the video."""

    model, form, extra = Captions, CaptionsForm, 0
    fields = ["language", "label", "file"]

    def has_view_permission(self, request, video=None):
        return request.user.has_perm("coverage.view_video")

    def has_change_permission(self, request, video=None):
        return request.user.has_perm("coverage.change_video")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Video)
class VideoAdmin(WithdrawableAdmin):
    list_display = ["title", "kind", "is_live", "caption", "withdrawal"]
    list_filter = ["is_live", ("withdrawn_at", admin.EmptyFieldListFilter)]
    list_select_related = ["withdrawn_by"]
    search_fields = ["title", "caption", "credit", "url"]
    autocomplete_fields = ["poster"]
    readonly_fields = ["withdrawal", "where_used"]
    inlines = [CaptionsInline]
    formfield_overrides = {FileField: {"widget": FileWidget}}

    def get_urls(self):
        return [*urls.of_videos, *super().get_urls()]

    def get_fields(self, request, video=None):
        fields = ["title", "file", "url", "is_live", "poster", "caption", "credit", "transcript"]
        if video is None:
            return fields
        # Where it is shown names drafts: those who see them all are told.
        told = ["where_used"] if request.user.has_perm("coverage.publish_entry") else []
        return ["withdrawal", *fields, *told]

    def changeform_view(self, request, *args, **more):
        try:
            return super().changeform_view(request, *args, **more)
        except OSError:  # of the store: nothing of it is kept, neither file nor row
            messages.error(request, NO_ROOM)
            return HttpResponseRedirect(request.path)

    def save_model(self, request, video, form, change):
        super().save_model(request, video, form, change)
        if video.kind and not video.is_played_here:
            messages.warning(
                request,
                _(
                    "Readers get a link: this site plays nothing from there. Those who run it can add it to MEDIA_SOURCES."
                ),
            )
