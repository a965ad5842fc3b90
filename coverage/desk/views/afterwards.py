"""What else can be done with an entry, each in its own small form of one sheet."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe
from django_htmx.http import trigger_client_event
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage.desk.afterwards_forms import MoveForm, PinForm, SendBackForm, TimeForm, WithdrawForm
from coverage.desk.door import (
    UNPUBLISHED,
    at_desk,
    drafts_seen_by,
    may_write,
    seen_by,
    sentence,
    written_by,
)
from coverage.desk.moments import typed
from coverage.desk.receipt import receipt_of
from coverage.desk.views.show import answer, may
from coverage.models import Entry, Revision

FORMS = {
    "time": TimeForm,
    "pin": PinForm,
    "withdraw": WithdrawForm,
    "send_back": SendBackForm,
    "move": MoveForm,
}


@require_safe
@at_desk("coverage.change_entry")
def more(request, page, entry_pk):
    seen = drafts_seen_by(request.user, page.entries.all())
    return _more(request, page, get_object_or_404(seen, pk=entry_pk))


@require_safe
@at_desk("coverage.add_entry")
def corrections(request, page):
    """What readers of this page were told was wrong, newest first."""
    seen = seen_by(request.user, page.entries.all())
    told = Revision.objects.filter(entry__in=seen).exclude(note="").select_related("entry", "by")
    context = {"page": page, "corrections": told.order_by("-at")[:200], **may(request)}
    return render(request, "desk/_corrections.html", context)


# Of what is out


@require_POST
@at_desk("coverage.publish_entry")
@transaction.atomic
def retime(request, page, entry_pk):
    page.lock()
    entry = get_object_or_404(page.entries.published(), pk=entry_pk)
    form = TimeForm(request.POST, page=page)
    if not form.is_valid():
        return _more(request, page, entry, time=form)
    at = form.cleaned_data["published_at"]
    if typed(at, page.zone) == typed(entry.published_at, page.zone):
        return answer(request, page, _("That is its time already."))
    entry.published_at = at
    try:
        entry.edit(by=request.user)
    except ValidationError as error:
        entry.refresh_from_db()
        return _refused(request, page, entry, form, error, "time")
    return answer(request, page, _("Moved to its new time."))


@require_POST
@at_desk("coverage.publish_entry")
def doubt(request, page, entry_pk):
    said = _("Readers see that this is unconfirmed.")
    return _judged(request, page, entry_pk, Entry.Confirmation.UNCONFIRMED, said)


@require_POST
@at_desk("coverage.publish_entry")
def confirm(request, page, entry_pk):
    said = _("Readers see that this is confirmed.")
    return _judged(request, page, entry_pk, Entry.Confirmation.CONFIRMED, said)


@require_POST
@at_desk("coverage.publish_entry")
def refute(request, page, entry_pk):
    said = _("Readers see that this was wrong.")
    return _judged(request, page, entry_pk, Entry.Confirmation.WRONG, said)


@require_POST
@at_desk("coverage.publish_entry")
def unmark_doubt(request, page, entry_pk):
    return _judged(request, page, entry_pk, Entry.Confirmation.NONE, _("The mark is gone."))


@require_POST
@at_desk("coverage.publish_entry")
def pin_until(request, page, entry_pk):
    entry = get_object_or_404(page.entries, pk=entry_pk)
    form = PinForm(request.POST, page=page)
    if not form.is_valid():
        return _more(request, page, entry, pin=form)
    try:
        page.pin(entry, by=request.user, until=form.cleaned_data["pinned_until"])
    except ValidationError as error:
        return _refused(request, page, entry, form, error, "pin")
    return answer(request, page, _("Pinned until then; it unpins itself."))


@require_POST
@at_desk("coverage.publish_entry")
def withdraw(request, page, entry_pk):
    """The quick button says nothing; the sheet's form tells readers and colleagues why."""
    entry = get_object_or_404(page.entries.exclude(published_at=None), pk=entry_pk)
    form = WithdrawForm(request.POST, page=page)
    if not form.is_valid():
        return _more(request, page, entry, withdraw=form)
    note = form.cleaned_data["note"] if "note" in request.POST else None
    entry.withdraw(by=request.user, note=note, comment=form.cleaned_data["comment"])
    said = _("Withdrawn: no reader sees it any more.")
    return answer(request, page, said, undo=entry, receipt=receipt_of(entry))


@require_safe
@at_desk("coverage.publish_entry")
def receipt(request, page, entry_pk):
    """Where a withdrawn entry could have been seen; the browser asks each of these addresses itself."""
    entry = get_object_or_404(page.entries.filter(status=Entry.Status.WITHDRAWN), pk=entry_pk)
    return render(request, "desk/_receipt.html", {"page": page, "receipt": receipt_of(entry)})


@require_safe
@at_desk("coverage.publish_entry")
def told(request, page, entry_pk):
    """Whether the caches in front were told of the withdrawal: `{"told": true, false or null}`, null: not yet."""
    entry = get_object_or_404(page.entries, pk=entry_pk)
    job = ProcrastinateJob.objects.filter(
        task_name="coverage.tasks.purge", args__entry=entry.pk, args__version=entry.version
    ).first()
    status = job and job.status
    return JsonResponse({"told": True if status == "succeeded" else False if status == "failed" else None})


# Of what is not


@require_POST
@at_desk("coverage.publish_entry")
def send_back(request, page, entry_pk):
    entry = get_object_or_404(page.entries, pk=entry_pk)
    form = SendBackForm(request.POST, page=page)
    if not form.is_valid():
        return _more(request, page, entry, send_back=form)
    entry.send_back(by=request.user, comment=form.cleaned_data["comment"])
    done = answer(request, page, _("Sent back: it is a draft again."))
    return trigger_client_event(done, "desk-sent-back", {"entry": str(entry.pk)}, after="settle")


@require_POST
@at_desk("coverage.publish_entry")
def review(request, page, entry_pk):
    get_object_or_404(page.entries, pk=entry_pk).review(by=request.user)
    return answer(request, page, _("Yours to review; colleagues see that."))


@require_POST
@at_desk("coverage.publish_entry")
def let_go(request, page, entry_pk):
    get_object_or_404(page.entries, pk=entry_pk).review(by=None)
    return answer(request, page, _("Nobody is reviewing it now."))


@require_POST
@at_desk("coverage.add_entry", "coverage.change_entry")
def move(request, page, entry_pk):
    entry = get_object_or_404(
        written_by(request.user, page.entries.filter(status__in=UNPUBLISHED)), pk=entry_pk
    )
    form = MoveForm(request.POST, page=page)
    if not form.is_valid():
        return _more(request, page, entry, move=form)
    to = form.cleaned_data["to"]
    try:
        entry.move(to=to, by=request.user)
    except ValidationError as error:
        return sentence(error.messages[0], 409)
    return answer(request, page, _("Moved to the desk of “%(title)s”.") % {"title": to.title})


@require_POST
@at_desk("coverage.add_entry", "coverage.change_entry")
def duplicate(request, page, entry_pk):
    entry = get_object_or_404(drafts_seen_by(request.user, page.entries.all()), pk=entry_pk)
    entry.duplicate(by=request.user)
    return answer(request, page, _("Copied: the copy is among the drafts."))


# How they do it


def _judged(request, page, entry_pk, confirmation, said):
    with transaction.atomic():
        page.lock()
        entry = get_object_or_404(page.entries.published(), pk=entry_pk)
        entry.confirmation = confirmation
        entry.edit(by=request.user)
    return answer(request, page, said)


def _refused(request, page, entry, form, error, name):
    known = set(getattr(error, "error_dict", {})) <= set(form.fields)
    form.add_error(None, error if known and hasattr(error, "error_dict") else error.messages)
    return _more(request, page, entry, **{name: form})


def _more(request, page, entry, **refused):
    forms = {f"{name}_form": form(page=page) for name, form in FORMS.items()}
    forms |= {f"{name}_form": form for name, form in refused.items()}
    context = {"page": page, "entry": entry, **may(request), **forms}
    context["may_write"] = may_write(request.user, entry)
    return render(request, "desk/_more.html", context, status=422 if refused else 200)
