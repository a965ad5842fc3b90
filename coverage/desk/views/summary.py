"""The page's summary, for all who publish: written, compared with what it said, brought back."""

from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coverage.desk.conflict import text_of
from coverage.desk.differences import of_texts, with_those_before
from coverage.desk.door import at_desk, sentence
from coverage.desk.summary import SummaryForm, both
from coverage.desk.views.show import answer
from coverage.models.live_page import PageConflict

SAVES = 50


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("coverage.publish_entry")
def summary(request, page):
    """Saved over another's newer one it answers 409, with both texts and what came of them together."""
    if request.method != "POST":
        return _sheet(request, page, SummaryForm.of(page))
    stored = page.summary
    form = SummaryForm.of(page, request.POST)
    if not form.is_valid():
        page.summary = stored
        return _sheet(request, page, form, status=422)
    seen = form.cleaned_data["instead_of"]
    try:
        page.edit(by=request.user, instead_of={"summary": seen})
    except PageConflict as conflict:
        return _both(request, conflict.page, base=seen, mine=form.cleaned_data["summary"])
    return answer(request, page, _("The summary is saved; readers see it."))


@require_safe
@at_desk("coverage.publish_entry")
def history(request, page):
    """The newest saves: two queries, however many there are."""
    found = list(page.summaries.select_related("by").order_by("-number")[: SAVES + 1])
    if not found and page.summary:
        found = [page.first_summary()]  # imported, or written elsewhere
    saves = [(save, of_texts(older and older.text, save.text)) for save, older in with_those_before(found)]
    return render(request, "desk/_summary_history.html", {"page": page, "saves": saves[:SAVES]})


@require_POST
@at_desk("coverage.publish_entry")
def bring_back(request, page, number):
    """Say again what an earlier save said, if nobody saved since the history was shown (`newest`)."""
    then = get_object_or_404(page.summaries, number=number)
    newest = request.POST.get("newest", "")
    seen = page.summaries.filter(number=newest).first() if newest.isdecimal() and len(newest) < 10 else None
    page.summary = then.text
    try:
        page.edit(by=request.user, instead_of={"summary": seen.text if seen else ""})
    except PageConflict:
        return sentence(
            _("Somebody else saved the summary meanwhile. Close the history and open it again."), 409
        )
    return answer(
        request, page, _("The summary says again what it said in save %(number)d.") % {"number": number}
    )


def _both(request, page, *, base, mine):
    together = both(base, page.summary, mine)
    if "take_both" in request.POST:
        return _sheet(request, page, SummaryForm.saying(page, together))
    last = page.summaries.select_related("by").last()
    conflict = {
        "last": last,
        "theirs": text_of(page.summary),
        "mine": text_of(mine),
        "together": text_of(together),
    }
    return _sheet(request, page, SummaryForm.saying(page, mine), status=409, base=base, **conflict)


def _sheet(request, page, form, status=200, **conflict):
    context = {"page": page, "form": form, "is_conflict": bool(conflict), **conflict}
    return render(request, "desk/_summary_form.html", context, status=status)
