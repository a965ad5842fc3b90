"""The search of one page's desk: beneath its composer, or as a page of its own."""

from django.contrib import admin
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.views.decorators.http import require_safe

from coverage.desk.door import at_desk
from coverage.desk.find import FindForm
from coverage.desk.views.show import may
from coverage.models.timeline import place_of

MOST = 30


@require_safe
@at_desk("coverage.add_entry")
def find(request, page):
    """`words` and the filters of FindForm; `before`: the place beneath which to go on."""
    form = FindForm(request.GET, page=page, user=request.user)
    before = request.GET.get("before", "")
    context = {"page": page, "search": form, "before": before, **may(request)}
    if form.is_valid():
        try:
            context |= _parted(form.found(before=before, most=MOST + 1), request)
        except ValueError:
            return HttpResponseBadRequest()
    status = 200 if form.is_valid() else 422
    if request.htmx:
        return render(request, "desk/_found.html", context, status=status)
    return render(request, "desk/find.html", {**admin.site.each_context(request), **context}, status=status)


@require_safe
@at_desk("coverage.add_entry")
def find_filters(request, page):
    """The fields beside the words, for a desk that did not ask for them before."""
    form = FindForm(page=page, user=request.user)
    return render(request, "desk/_find_filters.html", {"page": page, "search": form})


def _parted(entries, request):
    shown, more = entries[:MOST], entries[MOST:]
    older = request.GET.copy()
    for name in ("before", "down_to"):
        older.pop(name, None)
    if more:
        older["before"] = place_of(shown[-1].moment, shown[-1].pk)
    return {"found": shown, "older": older.urlencode() if more else ""}
