"""What goes out by itself at a time to come."""

from django import forms
from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.door import at_desk, sentence
from coverage.desk.forms import ScheduleForm
from coverage.desk.moments import FIRST, SECOND, Twice, in_words, moment, zone_named
from coverage.desk.views.entries import fresh, kept
from coverage.desk.views.show import answer
from coverage.models import Entry


@require_safe
@at_desk("coverage.publish_entry")
def when(request, page):
    """A time in the page's zone (`at`), said in full and by the editor's own clock (`mine`: a zone's name)."""
    asked = request.GET
    name = asked.get("name", "")
    context = {"name": name if name.isidentifier() else "at", "which": asked.get(f"{name}-which", "")}
    try:
        at = moment(asked.get("at", ""), page.zone, context["which"])
        context["words"] = in_words(at, page.zone, zone_named(asked.get("mine", "")))
    except forms.ValidationError as error:
        context["error"] = error.messages[0]
    context["twice"] = _both(asked.get("at", ""), page.zone)
    return render(request, "desk/_when.html", context)


@require_POST
@at_desk("coverage.add_entry", "coverage.change_entry", "coverage.publish_entry")
def schedule(request, page):
    form = ScheduleForm(request.POST)
    form.fields["scheduled_at"].zone = page.zone
    return kept(
        request, page, lambda entry, by: entry.schedule(by=by, at=form.cleaned_data["scheduled_at"]), _scheduled,
        form=form,
    )  # fmt: skip


@require_POST
@at_desk("coverage.publish_entry")
def send_now(request, page, entry_pk):
    entry = get_object_or_404(page.entries, pk=entry_pk)
    if entry.status == Entry.Status.DRAFT:
        return sentence(_("This was stopped meanwhile: it is a draft. Open it to publish it."), 409)
    try:
        entry.publish(by=request.user)
    except ValidationError as error:
        return sentence(error.messages[0], 409)
    return answer(request, page, _("Sent: readers see it."))


def _scheduled(request, page, entry):
    if not entry.is_scheduled:  # asked again, and out meanwhile
        return fresh(request, page, _("This is out already."), entry)
    time = in_words(entry.scheduled_at, page.zone)
    return fresh(request, page, _("Goes out by itself: %(time)s.") % {"time": time})


def _both(text, zone):
    """The two moments that such a time may mean, to choose from; nothing where it is one."""
    try:
        moment(text, zone)
    except Twice as twice:
        return [
            (which, in_words(moment(text, zone, which), twice.zone), label)
            for which, label in ((FIRST, _("the first")), (SECOND, _("the second")))
        ]
    except forms.ValidationError:
        pass
    return []
