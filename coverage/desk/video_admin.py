"""Videos, streams and sounds in the admin: file or address, words, captions, where each is shown."""

from django.contrib import admin, messages
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html_join
from django.utils.translation import gettext_lazy as _

from coverage.desk import urls
from coverage.desk.noun_admin import NounAdmin
from coverage.desk.video_forms import NO_ROOM, CaptionsForm
from coverage.models import Captions, Video

MOST = 50  # places that are named


class CaptionsInline(admin.TabularInline):
    """They belong to whoever may change the video."""

    model, form, extra = Captions, CaptionsForm, 0
    fields = ["language", "label", "file"]

    def has_view_permission(self, request, video=None):
        return request.user.has_perm("coverage.view_video")

    def has_change_permission(self, request, video=None):
        return request.user.has_perm("coverage.change_video")

    has_add_permission = has_delete_permission = has_change_permission


@admin.register(Video)
class VideoAdmin(NounAdmin):
    list_display = ["title", "kind", "is_live", "caption"]
    list_filter = ["is_live"]
    search_fields = ["title", "caption", "credit", "url"]
    autocomplete_fields = ["poster"]
    readonly_fields = ["where_used"]
    inlines = [CaptionsInline]

    @admin.display(description=_("where it is shown"))
    def where_used(self, video):
        places = [*video.lead_of.order_by("-pk")[:MOST], *video.entries.order_by("-pk")[:MOST]]
        links = [
            (reverse(f"admin:coverage_{each._meta.model_name}_change", args=[each.pk]), each)
            for each in places
        ]
        return format_html_join("", '<div><a href="{}">{}</a></div>', links) or "–"

    def get_urls(self):
        return [*urls.of_videos, *super().get_urls()]

    def get_fields(self, request, video=None):
        fields = ["title", "file", "url", "is_live", "poster", "caption", "credit", "transcript"]
        # Where it is shown names drafts: those who see them all are told.
        return (
            [*fields, "where_used"] if video and request.user.has_perm("coverage.publish_entry") else fields
        )

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
