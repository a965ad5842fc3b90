"""How readers would see what is typed, by their own template. Saved nowhere, public nowhere."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from coverage.desk.door import at_desk, sentence
from coverage.desk.forms import EntryForm
from coverage.desk.unsaved import published_of, unsaved


@require_POST
@at_desk("coverage.add_entry")
def preview(request, page):
    """`?entry=12`: readers have this one already. 422 and a sentence while something is wrong."""
    form = EntryForm(request.POST)
    if not form.is_valid():
        return sentence(_mistake(form), 422)
    published = published_of(page, request.GET.get("entry", ""))
    note = request.POST.get("note", "").strip() if published else ""
    entry = unsaved(form, page, by=request.user, published=published, note=note)
    with page.in_its_own_words():
        return render(request, "coverage/_entry.html", {"entry": entry})


def _mistake(form):
    return next(sentences[0] for part in [form, *form.bylines] for sentences in part.errors.values())
