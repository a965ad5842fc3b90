"""Every save of an entry: who, when, what changed; and the way back to any of them."""

from django.core.exceptions import ValidationError
from django.db import transaction
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.differences import of_revisions, with_those_before
from coverage.desk.door import at_desk, drafts_seen_by, may_write, sentence, written_by
from coverage.desk.views.show import answer
from coverage.models import Entry
from coverage.models.entry import Conflict

SAVES = 20


@require_safe
@at_desk("coverage.change_entry")
def history(request, page, entry_pk):
    """The newest saves, or those before the number `before`. Two queries, however many there are."""
    entry = get_object_or_404(drafts_seen_by(request.user, page.entries.all()), pk=entry_pk)
    before = request.GET.get("before", "")
    saves = entry.revisions.select_related("by").order_by("-number")
    if before.isascii() and before.isdigit() and len(before) < 10:
        saves = saves.filter(number__lt=int(before))
    found = list(saves[: SAVES + 1])
    shown = [(save, *of_revisions(older, save)) for save, older in with_those_before(found)[:SAVES]]
    more = found[SAVES - 1].number if len(found) > SAVES else None
    context = {"page": page, "entry": entry, "saves": shown, "more": more, "is_first": not before}
    context["may_write"] = may_write(request.user, entry)
    return render(request, "desk/_history.html", context)


@require_POST
@at_desk("coverage.change_entry")
@transaction.atomic
def bring_back(request, page, entry_pk, number):
    """A new edit that says what a revision said, based on what the history showed as the newest."""
    entry = get_object_or_404(written_by(request.user, page.entries.all()), pk=entry_pk)
    if entry.status == Entry.Status.WITHDRAWN:
        return sentence(_("This entry was withdrawn. Put it back first."), 409)
    then = get_object_or_404(entry.revisions, number=number)
    based_on = request.POST.get("based_on", "")
    entry.headline, entry.kicker, entry.body = then.headline, then.kicker, then.body
    try:
        entry.edit(by=request.user, based_on=int(based_on) if based_on.isdecimal() else 0)
    except Conflict:
        return sentence(
            _("Somebody else saved this entry meanwhile. Close the history and open it again."), 409
        )
    except ValidationError as error:
        return sentence(error.messages[0], 409)
    said = _("It says again what it said in save %(number)d.") % {"number": number}
    return answer(request, page, said)
