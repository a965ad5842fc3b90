"""Finding one's way in a long page: backwards, forwards, to a time of day, by words, its corrections."""

from datetime import datetime, timedelta
from urllib.parse import urlencode

from django import forms
from django.conf import settings
from django.core.exceptions import BadRequest
from django.db.models import prefetch_related_objects
from django.http import HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from coverage.models import Entry, Revision
from coverage.models.timeline import place_of
from coverage.reader.asking import Elsewhere, of_page
from coverage.reader.cards import card_of_list, card_of_page

CORRECTIONS = 200  # the newest
START = "0.0"  # a place before every update


class SearchForm(forms.Form):
    q = forms.CharField(
        label=gettext_lazy("Search this page"),
        max_length=100,
        required=False,
        error_messages={
            "max_length": gettext_lazy("Look for fewer words: 100 characters are the most."),
            "null_characters_not_allowed": gettext_lazy("These are no words."),
        },
        widget=forms.TextInput(attrs={"type": "search", "maxlength": 100, "enterkeyhint": "search"}),
    )


class MomentForm(forms.Form):
    """A time of day by the page's clock; without a day, that of its newest entry."""

    time = forms.TimeField(input_formats=["%H:%M", "%H:%M:%S"])
    day = forms.DateField(required=False, input_formats=["%Y-%m-%d"])

    def clean_day(self):
        day = self.cleaned_data["day"]
        if day and not 1970 <= day.year <= 2200:
            raise forms.ValidationError("day")
        return day


@of_page("before", "after", "key")
def older(request, page, before, after, key):
    """A stretch of the timeline before or after a place (`Entry.place`), newest first."""
    only_key = is_flag(key)
    if before is None and after is None:
        return HttpResponseRedirect(newest_address(page, only_key))
    if before is not None and after is not None:
        raise BadRequest(_("Ask for what is “before” or “after” the place of an update."))
    between = _before if after is None else _after
    said = {
        "page": page,
        "card": card_of_page(page),
        "only_key": only_key,
        **between(page, timeline(page, only_key), before if after is None else after, only_key),
    }
    with page.in_its_own_words():
        return render(request, "coverage/older.html", said)


@of_page("time", "day")
def at(request, page, time, day):
    """On to the update that was the newest at a time of day, among those beside it; before any, to the first.

    From the page's newest on to the page itself, which stays live.
    """
    form = MomentForm({"time": time, "day": day})
    with page.in_its_own_words():
        if not form.is_valid():
            raise BadRequest(_("Give a time such as 14:05, and a day such as 2026-11-24."))
    clock = form.cleaned_data["time"].replace(second=0)
    minute = datetime.combine(form.cleaned_data["day"] or _last_day(page), clock, page.zone)
    place = place_of(minute + timedelta(minutes=1), 0)
    entries = page.entries.published()
    later = entries.nearest_after(place).first()
    if later is None:
        return HttpResponseRedirect(page.get_absolute_url())
    newest = entries.nearest_before(place).first()
    return HttpResponseRedirect(reverse("entry", args=[page.slug, (newest or later).pk]))


@of_page("q", "before")
def search(request, page, q, before):
    """The entries of a page that say what is asked for, newest first, a stretch at a time."""
    form = SearchForm({"q": q})
    said = {"page": page, "form": form, "entries": [], "older_url": None, "card": card_of_page(page)}
    with page.in_its_own_words():
        if form.is_valid() and (words := form.cleaned_data["q"]):
            found = page.entries.in_timeline().saying(words, page.language)
            entries, has_more = stretch(found if before is None else before_place(found, before))
            if has_more:
                said["older_url"] = f"{request.path}?{urlencode({'q': words, 'before': entries[-1].place})}"
            said |= {"entries": entries, "words": words}
        response = render(request, "coverage/search.html", said, status=200 if form.is_valid() else 400)
    response.headers["Cache-Control"] = "no-store"  # or caches would fill with whatever anybody may type
    return response


@of_page()
def corrections(request, page):
    """What this page put right, newest first: of the entries that are published."""
    notes = Revision.objects.exclude(note="").filter(entry__page=page, entry__status=Entry.Status.PUBLISHED)
    found = list(notes.select_related("entry").order_by("-at", "-pk")[:CORRECTIONS])
    for correction in found:
        correction.entry.page = page
    with page.in_its_own_words():
        card = card_of_list(f"{_('Corrections')}: {page.title}", request.path)
        said = {"page": page, "corrections": found, "card": card}
        return render(request, "coverage/corrections.html", said)


# What views of a page share


def is_flag(value):
    """True if a parameter that has no value stands in the address."""
    if value:
        raise BadRequest(_("“key” has no value."))
    return value is not None


def timeline(page, only_key=False):
    found = page.entries.in_timeline()
    return found.filter(is_key_event=True) if only_key else found


def stretch(timeline, pinned=None, *, listed=None):
    """The first entries of a timeline (`listed`, or as many as a page shows), and whether there are more.

    `pinned` is made ready to be shown by the same queries.
    """
    listed = listed or settings.ENTRIES_PER_PAGE
    found = list(timeline.prefetch_related(None)[: listed + 1])
    entries = found[:listed]
    prefetch_related_objects([*entries, *([pinned] if pinned else [])], *Entry.shown_with())
    return entries, len(found) > len(entries)


def newest_address(page, only_key=False):
    return f"{page.get_absolute_url()}{'?key' if only_key else ''}"


def older_address(page, direction, place, only_key=False):
    """The address of what stands `before` or `after` a place."""
    return f"{reverse('older', args=[page.slug])}?{direction}={place}{'&key' if only_key else ''}"


def before_place(entries, place):
    """Those before a place. Elsewhere, if it is none of theirs: there are no more addresses than entries."""
    if (named := _named(entries, "before", place)) != place:
        raise Elsewhere(before=named)
    return entries.before(place)


def after_place(entries, place):
    if (named := _named(entries, "after", place) or START) != place:
        raise Elsewhere(after=named)
    return entries.after(place)


def _named(entries, way, place):
    try:
        return entries.named(way, place)
    except ValueError:
        words = _("“%(name)s” has to be an update's place, as its “data-place” has it.")
        raise BadRequest(words % {"name": way}) from None


def _before(page, timeline, place, only_key):
    entries, has_more = stretch(before_place(timeline, place))
    first, last = (entries[0].place, entries[-1].place) if entries else (START, None)
    newer = older_address(page, "after", first, only_key)
    older = older_address(page, "before", last, only_key) if has_more else None
    return {"entries": entries, "newer_url": newer, "older_url": older}


def _after(page, timeline, place, only_key):
    entries, has_more = stretch(after_place(timeline, place).order_by("published_at", "pk"))
    entries.reverse()
    newer = older_address(page, "after", entries[0].place, only_key) if has_more else None
    older = (
        older_address(page, "before", entries[-1].place, only_key)
        if entries
        else newest_address(page, only_key)
    )
    return {"entries": entries, "newer_url": newer, "older_url": older}


def _last_day(page):
    newest = page.entries.published().order_by("-published_at", "-pk").values_list("published_at", flat=True)
    return timezone.localdate(newest.first(), page.zone)
