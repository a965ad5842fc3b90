"""What editors do with one entry. Every entry is looked up on the page whose desk it is."""

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from coverage.desk.compose import keep
from coverage.desk.conflict import proposal, text_of
from coverage.desk.copies import let_go
from coverage.desk.door import UNPUBLISHED, at_desk, may_show_pictures, may_write, sentence, written_by
from coverage.desk.forms import CorrectionForm, EntryForm, NewEntryForm
from coverage.desk.views.presence import company
from coverage.desk.views.show import answer, composer, fresh_form
from coverage.models import Entry
from coverage.models.entry import Conflict

# The composer: what is not out yet


@require_safe
@at_desk("coverage.add_entry")
def new(request, page):
    return composer(request, page, fresh_form(request, page))


@require_POST
@at_desk("coverage.add_entry", "coverage.change_entry", "coverage.publish_entry")
def publish(request, page):
    return kept(request, page, Entry.publish, _published)


@require_POST
@at_desk("coverage.add_entry", "coverage.change_entry")
def submit(request, page):
    return kept(
        request, page, Entry.submit, lambda request, page, entry: fresh(request, page, _("Submitted."))
    )


@require_POST
@at_desk("coverage.add_entry", "coverage.change_entry")
def draft(request, page):
    return kept(request, page, lambda entry, by: None, _still_here)


# The composer: what readers see


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("coverage.change_entry")
def edit(request, page, entry_pk):
    entry = get_object_or_404(page.entries, pk=entry_pk)
    if not may_write(request.user, entry):
        return _not_theirs()
    if request.method == "POST":
        return _changed(request, page, entry, EntryForm(request.POST, instance=entry), "edit")
    if entry.status == Entry.Status.WITHDRAWN:
        return sentence(_("This entry was withdrawn meanwhile. Put it back first."), 409)
    form = EntryForm if entry.is_published else NewEntryForm
    return company(request, page, entry) or composer(
        request, page, _opened(form, entry), mode="edit" if entry.is_published else ""
    )


@require_http_methods(["GET", "HEAD", "POST"])
@at_desk("coverage.change_entry", "coverage.publish_entry")
def correct(request, page, entry_pk):
    entry = get_object_or_404(page.entries.exclude(published_at=None), pk=entry_pk)
    if request.method == "POST":
        return _changed(request, page, entry, CorrectionForm(request.POST, instance=entry), "correct")
    if not entry.is_published:
        return sentence(_("This entry was withdrawn meanwhile. Put it back first."), 409)
    return company(request, page, entry) or composer(
        request, page, _opened(CorrectionForm, entry), mode="correct"
    )


# Beneath it: one button, one verb


@require_POST
@at_desk("coverage.publish_entry")
def restore(request, page, entry_pk):
    get_object_or_404(page.entries, pk=entry_pk).restore(by=request.user)
    return answer(request, page, _("Back on the page, in its old place."), receipt=False)


@require_POST
@at_desk("coverage.publish_entry")
def pin(request, page, entry_pk):
    try:
        page.pin(get_object_or_404(page.entries, pk=entry_pk), by=request.user)
    except ValidationError as error:
        return sentence(error.messages[0], 409)
    return answer(request, page, _("Pinned to the top of the page."))


@require_POST
@at_desk("coverage.publish_entry")
def unpin(request, page, entry_pk):
    get_object_or_404(page.entries, pk=entry_pk)
    if page.pinned_id == entry_pk:
        page.unpin(by=request.user)
    return answer(request, page, _("No longer pinned."))


@require_POST
@at_desk("coverage.publish_entry")
def mark(request, page, entry_pk):
    return _marked(request, page, entry_pk, True, _("Now a key event."))


@require_POST
@at_desk("coverage.publish_entry")
def unmark(request, page, entry_pk):
    return _marked(request, page, entry_pk, False, _("No longer a key event."))


@require_POST
@at_desk("coverage.publish_entry")
def unschedule(request, page, entry_pk):
    get_object_or_404(page.entries, pk=entry_pk).unschedule(by=request.user)
    return answer(request, page, _("Stopped: it is a draft again."))


@require_POST
@at_desk("coverage.change_entry")
def delete(request, page, entry_pk):
    """Only what never was out; anything else is withdrawn."""
    with transaction.atomic():
        waiting = written_by(request.user, page.entries.filter(status__in=UNPUBLISHED)).select_for_update()
        get_object_or_404(waiting, pk=entry_pk).delete()
    return answer(request, page, _("The draft is deleted."))


# How they do it


def kept(request, page, verb, done, form=None):
    """Keep what was typed, do the verb, answer with `done(request, page, entry)`."""
    form = form or NewEntryForm(request.POST)
    if not _is_fit(form, request.user):
        return composer(request, page, form, status=422)
    try:
        with transaction.atomic():
            entry = keep(form, page=page, by=request.user)
            verb(entry, by=request.user)
            let_go(request, page, entry.key)
    except PermissionDenied:
        return _not_theirs()
    except Conflict as conflict:
        return _conflict(request, page, form, conflict.entry)
    except ValidationError as error:
        refused = getattr(error, "error_dict", {})
        form.add_error(None, error if refused and set(refused) <= set(form.fields) else error.messages)
        return composer(request, page, form, status=422)
    return done(request, page, entry)


def _changed(request, page, entry, form, mode):
    if not _is_fit(form, request.user):
        return composer(request, page, form, status=422, mode=mode)
    if entry.status == Entry.Status.WITHDRAWN:
        return _conflict(request, page, form, entry)
    try:
        with transaction.atomic():
            entry.edit(
                by=request.user,
                based_on=form.cleaned_data["based_on"] or 0,
                bylines=form.signed,
                tags=form.tagged(),
                note=form.cleaned_data.get("note", ""),
            )
            let_go(request, page, entry.key)
    except Conflict as conflict:
        return _conflict(request, page, form, conflict.entry)
    except ValidationError as error:
        form.add_error(None, error.messages)
        return composer(request, page, form, status=422, mode=mode)
    said = _("Corrected; readers see your note.") if mode == "correct" else _("Saved; readers see it.")
    return fresh(request, page, said, entry)


def _is_fit(form, user):
    if form.is_valid() and not may_show_pictures(user, form.instance.body):
        said = _(
            "A picture in this text is a colleague's and not out yet. Take it out, or ask somebody who publishes."
        )
        form.add_error("body", said)
    return form.is_valid()


def _marked(request, page, entry_pk, is_key_event, said):
    with transaction.atomic():
        page.lock()  # before reading: an edit writes back every column that differs
        entry = get_object_or_404(page.entries.published(), pk=entry_pk)
        entry.is_key_event = is_key_event
        entry.edit(by=request.user)
    return answer(request, page, said)


def _opened(form, entry):
    initial = {"based_on": entry.revision, "tags": list(entry.tags.all())}
    return form(instance=entry, initial=initial, bylines=entry.bylines.all())


def _published(request, page, entry):
    at = timezone.localtime(entry.published_at, page.zone)
    return fresh(request, page, _("Published %(time)s.") % {"time": f"{at:%H:%M}"}, entry)


def _still_here(request, page, entry):
    """A draft is kept, and its text stays in the composer."""
    at = timezone.localtime(timezone.now(), page.zone)
    said = _("Draft saved %(time)s.") % {"time": f"{at:%H:%M}"}
    return composer(request, page, _opened(NewEntryForm, entry), said=said)


def fresh(request, page, said, entry=None):
    return composer(request, page, fresh_form(request, page), said=said, said_of=entry)


def _not_theirs():
    return sentence(_("This entry is out, or a colleague's: ask somebody who publishes to change it."), 403)


def _conflict(request, page, form, stored):
    stored = page.entries.filter(pk=stored.pk).first()
    if stored is None:  # a key of another page tells nothing of what stands there
        return sentence(_("This update belongs to another page. Copy your text and begin a new one."), 409)
    last = stored.revisions.select_related("by").last()
    texts = {"theirs": text_of(stored.body), "mine": text_of(form.instance.body)}
    context = {
        "page": page,
        "form": form,
        "stored": stored,
        "last": last,
        "both": proposal(stored, form),
        **texts,
    }
    return render(request, "desk/_conflict.html", context, status=409)
