"""All the pictures that are here, and many at once to come in."""

from django.contrib import admin
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coverage.desk.door import for_staff
from coverage.desk.library import LibraryForm
from coverage.desk.widgets import scripts

MOST = 60


@require_safe
@for_staff("coverage.add_image")
def library(request):
    """`words` and the other fields of LibraryForm; `before`: the number of the picture beneath which to go on."""
    form = LibraryForm(request.GET, user=request.user)
    before = request.GET.get("before", "0")
    if not (before.isascii() and before.isdigit() and len(before) <= 18):
        return HttpResponseBadRequest()
    found = form.found(before=int(before), most=MOST + 1) if form.is_valid() else []
    context = {"search": form, "images": found[:MOST], "before": int(before)}
    if found[MOST:]:
        older = request.GET.copy()
        older["before"] = found[MOST - 1].pk
        context["older"] = older.urlencode()
    context["may_publish"] = request.user.has_perm("coverage.publish_entry")
    status = 200 if form.is_valid() else 422
    if request.htmx:
        return render(request, "desk/_library.html", context, status=status)
    media = scripts("js/desk-batch.js")
    context |= {**admin.site.each_context(request), "media": media}
    return render(request, "desk/library.html", context, status=status)
