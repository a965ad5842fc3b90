"""Who is at this desk, who has which entry before them, and taking one over.

Each tab asks every other second, and says in the same request where it is: one way for both, no
line held open, and a row is written only when something changed or its last sign of life grows old.
"""

from datetime import timedelta

from django import forms
from django.contrib.auth.models import Group
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db.models import Exists, OuterRef
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.conflict import text_of
from coverage.desk.door import at_desk, drafts_seen_by, may_write, reads_all_of, seen_by, sentence
from coverage.desk.roles import ROLES, role_among
from coverage.models import Entry, Presence, WorkingCopy

BEING_WRITTEN = timedelta(minutes=10)  # since the last word


class HereForm(forms.Form):
    tab = forms.SlugField(max_length=40)
    entry = forms.IntegerField(required=False, min_value=1, max_value=2**62)
    is_typing = forms.BooleanField(required=False)
    is_leaving = forms.BooleanField(required=False)


@require_POST
@at_desk("coverage.add_entry")
def here(request, page):
    """The others at this desk as `{"people": […], "taken_over_by": name or ""}`."""
    form = HereForm(request.POST)
    if not form.is_valid():
        return sentence(next(iter(form.errors.values()))[0], 422)
    said = form.cleaned_data
    if said["is_leaving"]:
        Presence.objects.filter(user=request.user, tab=said["tab"]).delete()
        return HttpResponse(status=204)
    roles = ArraySubquery(Group.objects.filter(user=OuterRef("user")).values("name"))
    everyone = list(Presence.objects.now().filter(page=page).annotate(roles=roles))
    mine = next((one for one in everyone if (one.user_id, one.tab) == (request.user.pk, said["tab"])), None)
    if mine is None or mine.is_old or (mine.entry_id, mine.is_typing) != (said["entry"], said["is_typing"]):
        entry = page.entries.filter(pk=said["entry"]).first() if said["entry"] else None
        Presence.objects.seen(
            by=request.user, page=page, tab=said["tab"], entry=entry, is_typing=said["is_typing"]
        )
    taken = mine and mine.entry_id == said["entry"] and mine.taken_over_by
    others = [one for one in everyone if one.user_id != request.user.pk]
    seen = _seen(request.user, page, others)
    people = [_shown(one, seen) for one in others]
    return JsonResponse({"people": people, "taken_over_by": name_of(taken) if taken else ""})


@require_POST
@at_desk("coverage.change_entry")
def take_over(request, page, entry_pk):
    """Tell whoever has this entry open that it is being written elsewhere now."""
    entry = get_object_or_404(page.entries, pk=entry_pk)
    if not may_write(request.user, entry):
        raise PermissionDenied
    Presence.objects.at(entry).exclude(user=request.user).update(taken_over_by=request.user)
    return HttpResponse(status=204)


@require_safe
@at_desk("coverage.change_entry")
def watch(request, page, entry_pk):
    """What a colleague is typing at this entry, as it was last kept; read only."""
    entry = get_object_or_404(drafts_seen_by(request.user, page.entries.all()), pk=entry_pk)
    copies = WorkingCopy.objects.with_words().filter(page=page, key=entry.key).exclude(by=request.user)
    copy = copies.select_related("by").newest_first().first()
    said = copy.content if copy else {"headline": entry.headline, "body": entry.body}
    context = {
        "page": page,
        "copy": copy,
        "headline": said.get("headline"),
        "text": text_of(said.get("body", "")),
    }
    return render(request, "desk/_watched.html", context)


@require_safe
@at_desk("coverage.change_entry")
def watch_new(request, page):
    """The new updates that colleagues are writing and have saved nowhere yet; read only."""
    if not reads_all_of(request.user, page):
        raise PermissionDenied
    saved = Exists(Entry.objects.filter(key=OuterRef("key")))
    lately = timezone.now() - BEING_WRITTEN
    copies = WorkingCopy.objects.with_words().filter(~saved, page=page, saved_at__gt=lately)
    copies = copies.exclude(by=request.user).select_related("by").newest_first()[:20]
    written = [
        {
            "copy": copy,
            "headline": copy.content.get("headline"),
            "text": text_of(copy.content.get("body", "")),
        }
        for copy in copies
    ]
    return render(request, "desk/_being_written.html", {"page": page, "written": written})


def company(request, page, entry):
    """What to answer somebody who opens an entry that a colleague has open; None if nobody has."""
    if "anyway" in request.GET:
        return None
    people = list(Presence.objects.at(entry).exclude(user=request.user))
    names = list(dict.fromkeys(name_of(one.user) for one in people))
    context = {"page": page, "entry": entry, "names": ", ".join(names), "many": len(names)}
    return render(request, "desk/_company.html", context) if people else None


def name_of(person):
    return person.get_full_name() or person.username


def _seen(person, page, others):
    """The ids of those entries before others that this person may know of."""
    at = {one.entry_id for one in others if one.entry_id}
    return set(seen_by(person, page.entries.filter(pk__in=at)).values_list("pk", flat=True)) if at else at


def _shown(one, seen):
    words = name_of(one.user).split()
    initials = "".join(word[0] for word in (words if len(words) < 3 else [words[0], words[-1]]))
    return {
        "name": name_of(one.user),
        "role": str(ROLES.get(role_among(one.roles), "")),
        "initials": initials.upper() if len(words) > 1 else words[0][:2].upper(),
        "entry": one.entry_id if one.entry_id in seen and not one.taken_over_by_id else None,
        "is_typing": one.is_typing,
    }
