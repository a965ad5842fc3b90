"""Embeds in the admin: what is said of each, which an editor may put right, and asking its provider again."""

from django.contrib import admin, messages
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.desk import urls
from coverage.desk.noun_admin import NounAdmin
from coverage.models import Embed


@admin.register(Embed)
class EmbedAdmin(NounAdmin):
    list_display = ["__str__", "source", "state", "asked_at"]
    list_filter = ["source", "state"]
    search_fields = ["address", "title", "author", "text"]
    readonly_fields = ["address", "source", "state", "asked_at"]
    fields = ["address", "source", "state", "asked_at", "title", "author", "text", "thumbnail"]
    autocomplete_fields = ["thumbnail"]
    actions = ["ask_again"]

    def get_urls(self):
        return [*urls.of_embeds, *super().get_urls()]

    def has_add_permission(self, request):
        return False  # by its address, at the desk

    @admin.action(description=_("Ask the provider again"), permissions=["change"])
    def ask_again(self, request, embeds):
        for embed in embeds:
            jobs.configure_task("coverage.tasks.look_up_embed").defer(embed_pk=embed.pk)
        messages.success(request, _("The providers are asked; readers see what is new by itself."))
