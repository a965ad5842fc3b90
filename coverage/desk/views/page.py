"""The page's own controls, for those who may open and close it."""

from django.db import transaction
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from coverage.desk.door import at_desk
from coverage.desk.page_forms import ClosingForm, NoteForm, PageForm
from coverage.desk.page_people import PeopleForm
from coverage.desk.views.show import answer, may
from coverage.models import Entry


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("coverage.open_livepage")
@transaction.atomic
def edit(request, page):
    if request.method != "POST":
        return _form(request, page, PageForm.of(page))
    page.lock()
    page.refresh_from_db()  # what the form does not hold stays as it is now
    form = PageForm.of(page, request.POST)
    if not form.is_valid():
        return _form(request, page, form, status=422)
    page.edit(by=request.user, tags=form.tagged())
    return answer(request, page, _("The page is saved; readers see it."))


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("coverage.publish_entry")
def note(request, page):
    """What one shift tells the next."""
    if "as_it_is" in request.GET:
        return render(request, "desk/_shift_note.html", {"page": page, **may(request)})
    if request.method != "POST":
        return _note(request, page, NoteForm.of(page))
    form = NoteForm.of(page, request.POST)
    if not form.is_valid():
        return _note(request, page, form, status=422)
    if not page.leave_note(form.cleaned_data["shift_note"], instead_of=form.cleaned_data["instead_of"]):
        form = NoteForm.again(page, form)
        return _note(request, page, form, status=422)
    return answer(request, page, _("The note is saved; colleagues see it."))


@require_POST
@at_desk("coverage.open_livepage")
def announce(request, page):
    page.advertise(by=request.user)
    return answer(request, page, _("Announced: the page is public, and says that it will begin."))


@require_POST
@at_desk("coverage.open_livepage")
def open(request, page):
    page.open(by=request.user)
    return answer(request, page, _("The page is live."))


@require_POST
@at_desk("coverage.open_livepage")
def close(request, page):
    words = {}
    if "related_url" in request.POST:
        form = ClosingForm.of(page, request.POST)
        if not form.is_valid():
            return _form(request, page, PageForm.of(page), closing=form, status=422)
        said = form.cleaned_data
        words = {"related": (said["related_url"], said["related_title"]), "line": said["closing_line"]}
    page.close(by=request.user, **words)
    return answer(request, page, _("The page is closed; readers see that the coverage has ended."))


@require_POST
@at_desk("coverage.open_livepage")
def people(request, page):
    form = PeopleForm.of(page, request.POST)
    if not form.is_valid():
        return _form(request, page, PageForm.of(page), people=form, status=422)
    page.assign(form.cleaned_data["people"], by=request.user, instead_of=form.cleaned_data["instead_of"])
    return answer(request, page, _("Saved: the people of this page."))


def _note(request, page, form, status=200):
    return render(request, "desk/_note_form.html", {"page": page, "form": form}, status=status)


def _form(request, page, form, closing=None, people=None, status=200):
    return render(
        request,
        "desk/_page_form.html",
        {
            "page": page,
            "form": form,
            "closing": closing or ClosingForm.of(page),
            "people": people or PeopleForm.of(page),
            "unconfirmed": _unconfirmed(page),
        },
        status=status,
    )


def _unconfirmed(page):
    """What readers still see as unconfirmed, for whoever is about to close the page."""
    return list(page.entries.published().filter(confirmation=Entry.Confirmation.UNCONFIRMED)[:50])
