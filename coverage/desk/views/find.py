"""The search of one page's desk: beneath its composer, or as a page of its own."""

from django.contrib import admin
from django.http import HttpResponseBadRequest
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget, trigger_client_event

from coverage.desk.door import at_desk, may_write
from coverage.desk.find import FindForm
from coverage.desk.views.show import ROWS, may, parted, rows
from coverage.models.timeline import beneath, place_of

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


@require_safe
@at_desk("coverage.add_entry")
def jump(request, page):
    """Bring the timeline to a moment: `until` by the page's clock. Where the desk shows it already (it is not
    beneath its `down_to`) it only goes there; else what is older is exchanged for what stood at that moment.
    """
    form = FindForm(request.GET, page=page, user=request.user)
    if not form["until"].errors and not form.cleaned_data.get("until"):
        form.add_error("until", _("Give the time to go to."))
    context = {"page": page, "search": form, **may(request)}
    if form["until"].errors:
        refusal = render(request, "desk/_find_filters.html", context, status=422)
        return retarget(reswap(refusal, "innerHTML"), "#find-filters")
    try:
        return _at_moment(request, page, form.cleaned_data["until"], context)
    except ValueError:
        return HttpResponseBadRequest()


def _at_moment(request, page, moment, context):
    down_to = request.GET.get("down_to", "")
    published = page.entries.published().order_by("-published_at", "-pk")
    entry = published.filter(published_at__lte=moment).first() or published.last()
    is_shown = not entry or not down_to or page.entries.after(down_to).filter(pk=entry.pk).exists()
    stretch = {} if is_shown else parted(list(rows(page).before(beneath(entry.place))[: ROWS + 1]))
    context |= {"entry": entry, "newest": beneath(down_to), **stretch}
    answer = render(request, "desk/_jumped.html", context)
    answer = reswap(answer, "none") if is_shown else answer
    return trigger_client_event(
        answer, "desk-jump", {"row": f"row-{entry.pk}" if entry else None}, after="settle"
    )


def _parted(entries, request):
    shown, more = entries[:MOST], entries[MOST:]
    for entry in shown:
        entry.may_be_written = may_write(request.user, entry)
    older = request.GET.copy()
    for name in ("before", "down_to"):
        older.pop(name, None)
    if more:
        older["before"] = place_of(shown[-1].moment, shown[-1].pk)
    return {"found": shown, "older": older.urlencode() if more else ""}
