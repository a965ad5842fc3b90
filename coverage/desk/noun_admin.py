"""What the admin of every noun has in common."""

from django.contrib import admin
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext_lazy as _

from coverage.desk.medium_places import address_of, places_of
from coverage.models import Image


class NounAdmin(admin.ModelAdmin):
    """Without bulk actions: they go round the verbs. A change is the noun's `edit`."""

    class Media:
        js = ["js/admin-named-fields.js"]

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def formfield_for_foreignkey(self, column, request, **more):
        """Of a picture the page remembers which one it showed: another may have taken its place meanwhile."""
        field = super().formfield_for_foreignkey(column, request, **more)
        if field is not None and column.related_model is Image:
            field.show_hidden_initial = True
        return field

    def save_model(self, request, noun, form, change):
        if change:
            shown = [name for name, field in form.fields.items() if field.show_hidden_initial]
            left_alone = set(shown) - set(form.changed_data)
            if left_alone and not noun._state.adding:  # the site's face may have no row yet
                noun.refresh_from_db(fields=left_alone)
            self.edit(request, noun, form)
        else:
            noun.save()

    def edit(self, request, noun, form):
        noun.edit()


class WithdrawableAdmin(NounAdmin):
    """Of pictures and videos: what was withdrawn stays listed, with who and why."""

    @admin.display(description=_("withdrawn"))
    def withdrawal(self, medium):
        if not medium.is_withdrawn:
            return "–"
        who = medium.withdrawn_by and (medium.withdrawn_by.get_full_name() or medium.withdrawn_by.username)
        return format_html("{} · {}", medium.withdrawn_because, who or _("nobody in particular"))

    @admin.display(description=_("where it is shown"))
    def where_used(self, medium):
        places = [(place.address, place.name) for place in places_of(medium)]
        return format_html_join(
            "", '<div><a href="{}">{}</a></div>', [*places, (address_of(medium), _("Withdraw, replace…"))]
        )
