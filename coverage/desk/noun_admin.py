"""What the admin of every noun has in common."""

from django.contrib import admin


class NounAdmin(admin.ModelAdmin):
    """Without bulk actions: they go round the verbs. A change is the noun's `edit`."""

    class Media:
        js = ["js/admin-named-fields.js"]

    actions = None
    show_full_result_count = False
    list_per_page = 50

    def save_model(self, request, noun, form, change):
        if change:
            self.edit(request, noun, form)
        else:
            noun.save()

    def edit(self, request, noun, form):
        noun.edit()
