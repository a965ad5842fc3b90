"""The nouns in Django's admin. Lists are for finding; what changes a page goes through its verbs."""

from django import forms
from django.contrib import admin
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _

from coverage.desk import urls
from coverage.desk.door import seen_by
from coverage.desk.embed_admin import EmbedAdmin  # noqa: F401 - registers itself
from coverage.desk.noun_admin import NounAdmin
from coverage.desk.page_forms import print_of
from coverage.desk.picture_admin import ImageAdmin  # noqa: F401 - registers itself
from coverage.desk.video_admin import VideoAdmin  # noqa: F401 - registers itself
from coverage.desk.widgets import BodyWidget
from coverage.models import Author, Entry, LivePage, Snippet, Tag

admin.site.site_header = admin.site.site_title = _("Liveblog")
admin.site.index_title = _("Live pages and what they are made of")
admin.site.index_template = "desk/index.html"
admin.site.enable_nav_sidebar = False


class LivePageAdminForm(forms.ModelForm):
    """`based_on`: the print of what this form was filled with, so that nothing is overwritten unseen."""

    based_on = forms.CharField(required=False, widget=forms.HiddenInput)

    class Meta:
        widgets = {
            "summary": BodyWidget(label=_("Summary"), pictures=False),
            "standfirst": forms.Textarea(attrs={"rows": 2, "cols": 80}),
        }

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        if self.instance.pk:
            self.initial["based_on"] = self._print_of(self.instance)

    def clean(self):
        cleaned = super().clean()
        if self.instance.pk:
            self.instance.lock()  # the admin saves in this transaction: nobody comes between
            if cleaned.get("based_on") != self._print_of(LivePage.objects.get(pk=self.instance.pk)):
                raise forms.ValidationError(
                    _("Somebody else changed this page meanwhile. Copy what is yours, and open it again.")
                )
        return cleaned

    @staticmethod
    def _print_of(page):
        return print_of(page, LivePage.CONTENT, page.tags.all())


@admin.register(LivePage)
class LivePageAdmin(NounAdmin):
    form = LivePageAdminForm
    list_display = ["title", "to_desk", "state", "opened_at", "closed_at"]
    list_filter = ["state", "language", "opened_at"]
    search_fields = ["title", "slug", "standfirst", "event_name"]
    prepopulated_fields = {"slug": ["title"]}
    autocomplete_fields = ["lead_image", "lead_video", "tags"]
    fieldsets = [
        (None, {"fields": ["title", "slug", "standfirst", "summary", "tags", "names", "based_on"]}),
        (_("At the top"), {"fields": ["lead_image", "lead_video", "lead_caption", "stream_only"]}),
        (_("Language and time"), {"fields": ["language", "direction", "time_zone", "starts_at"]}),
        (
            _("The event itself"),
            {
                "fields": ["event_name", "event_place", "event_starts_at", "event_ends_at"],
                "classes": ["collapse"],
            },
        ),
        (
            _("Afterwards"),
            {"fields": ["closing_line", "related_url", "related_title"], "classes": ["collapse"]},
        ),
    ]

    @admin.display(description=_("desk"))
    def to_desk(self, page):
        link = '<a class="button" href="{}" aria-label="{}">{}</a>'
        label = _("Desk of %(title)s") % {"title": page.title}
        return format_html(link, reverse("admin:desk", args=[page.pk]), label, _("Desk"))

    def get_urls(self):
        return [*urls.of_live_pages, *super().get_urls()]

    def edit(self, request, page, form):
        page.edit(by=request.user, tags=form.cleaned_data["tags"])

    def response_add(self, request, page, post_url_continue=None):
        if "_continue" in request.POST or "_addanother" in request.POST or "_popup" in request.POST:
            return super().response_add(request, page, post_url_continue)
        return HttpResponseRedirect(reverse("admin:desk", args=[page.pk]))

    def has_view_permission(self, request, page=None):
        return super().has_view_permission(request, page) or request.user.has_perm("coverage.add_entry")

    def has_delete_permission(self, request, page=None):
        """Only what never was public: an address that readers know stays."""
        return super().has_delete_permission(request, page) and (page is None or page.published_at is None)


class EntryAdminForm(forms.ModelForm):
    """`based_on`: the revision this form was filled with, so that nothing is overwritten unseen."""

    based_on = forms.IntegerField(widget=forms.HiddenInput)

    class Meta:
        widgets = {"body": BodyWidget(label=_("Text"))}

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self.initial["based_on"] = self.instance.revision

    def clean(self):
        cleaned = super().clean()
        if self.instance.published_at:
            self.instance.page.lock()  # the admin saves in this transaction: nobody comes between
        if self.instance.is_scheduled and self.instance.page.needs_second_person:
            raise forms.ValidationError(_("Stop this update at its desk first, then change it there."))
        revision = Entry.objects.values_list("revision", flat=True).get(pk=self.instance.pk)
        if cleaned.get("based_on") != revision:
            raise forms.ValidationError(
                _("Somebody else changed this entry meanwhile. Copy what is yours, and open the entry again.")
            )
        return cleaned


class KickerFilter(admin.SimpleListFilter):
    """Those that there are; Django's own offers the empty one as a link without a word."""

    title = parameter_name = "kicker"

    def lookups(self, request, model_admin):
        kickers = Entry.objects.exclude(kicker="").order_by("kicker").values_list("kicker", flat=True)
        return [(kicker, kicker) for kicker in kickers.distinct()]

    def queryset(self, request, entries):
        return entries.filter(kicker=self.value()) if self.value() else entries


@admin.register(Entry)
class EntryAdmin(NounAdmin):
    """For finding, and for small repairs; entries are written and published at the desk."""

    form = EntryAdminForm
    list_display = ["__str__", "status", "kicker", "is_key_event", "published_at", "page"]
    list_filter = ["status", KickerFilter, "is_key_event", "confirmation", "published_at"]
    list_select_related = ["page"]
    search_fields = ["headline", "body", "page__title", "bylines__author__name"]
    fields = ["headline", "kicker", "body", "is_key_event", "confirmation", "tags", "based_on"]
    autocomplete_fields = ["tags"]
    date_hierarchy = "published_at"

    def get_queryset(self, request):
        return seen_by(request.user, super().get_queryset(request))

    def edit(self, request, entry, form):
        entry.edit(by=request.user, based_on=form.cleaned_data["based_on"], tags=form.cleaned_data["tags"])

    def has_add_permission(self, request):
        return False  # at the desk, where it is signed and numbered

    def has_change_permission(self, request, entry=None):
        may = super().has_change_permission(request, entry)
        return may and request.user.has_perm("coverage.publish_entry")

    def has_delete_permission(self, request, entry=None):
        """What was out once is withdrawn at the desk instead: the log of changes names it."""
        return super().has_delete_permission(request, entry) and (entry is None or entry.published_at is None)


@admin.register(Author)
class AuthorAdmin(NounAdmin):
    list_display = ["name", "role", "user"]
    list_select_related = ["user"]
    search_fields = ["name", "role", "slug"]
    prepopulated_fields = {"slug": ["name"]}
    autocomplete_fields = ["photo", "user"]


@admin.register(Tag)
class TagAdmin(NounAdmin):
    list_display = ["name", "slug"]
    search_fields = ["name", "slug"]
    prepopulated_fields = {"slug": ["name"]}

    def has_delete_permission(self, request, tag=None):
        """A tag in use is part of what readers see."""
        return super().has_delete_permission(request, tag) and (
            tag is None or not (tag.entries.exists() or tag.pages.exists())
        )


class SnippetAdminForm(forms.ModelForm):
    class Meta:
        widgets = {"body": BodyWidget(label=_("Text"))}


@admin.register(Snippet)
class SnippetAdmin(NounAdmin):
    """Those of a page belong to whoever publishes; what is offered on every page is the chiefs'."""

    form = SnippetAdminForm
    list_display = ["name", "page", "order"]
    list_select_related = ["page"]
    list_filter = [("page", admin.RelatedOnlyFieldListFilter)]
    search_fields = ["name", "body", "page__title"]
    fields = ["name", "body", "page", "order"]
    autocomplete_fields = ["page"]

    def get_form(self, request, snippet=None, **more):
        form = super().get_form(request, snippet, **more)
        if "page" in form.base_fields and not request.user.has_perm("coverage.share_snippet"):
            form.base_fields["page"].required = True
        return form

    def edit(self, request, snippet, form):
        snippet.save()

    def has_change_permission(self, request, snippet=None):
        return super().has_change_permission(request, snippet) and self._is_theirs(request, snippet)

    def has_delete_permission(self, request, snippet=None):
        return super().has_delete_permission(request, snippet) and self._is_theirs(request, snippet)

    def _is_theirs(self, request, snippet):
        shared = snippet is not None and snippet.page_id is None
        return not shared or request.user.has_perm("coverage.share_snippet")
