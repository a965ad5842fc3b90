"""The desk of one page, and the parts of it that renew themselves."""

from datetime import timedelta

from django.contrib import admin, messages
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Count, Exists, OuterRef, Prefetch, Subquery, Value
from django.db.models.functions import Coalesce, Concat, JSONObject, NullIf, Trim
from django.http import HttpResponseBadRequest, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.csrf import ensure_csrf_cookie
from django.views.decorators.http import require_safe
from django_htmx.http import reswap, retarget
from procrastinate.contrib.django.models import ProcrastinateWorker

from coverage.desk.compose import preset
from coverage.desk.door import UNPUBLISHED, at_desk, drafts_seen_by, may_write
from coverage.desk.forms import NewEntryForm
from coverage.desk.page_people import named, people_of_page
from coverage.models import Author, Byline, Entry, LivePage, Revision, Tag

ROWS = 50
FULL_NAME = Trim(Concat("by__first_name", Value(" "), "by__last_name"))
BY = Coalesce(NullIf(FULL_NAME, Value("")), "by__username")
MOST_ROWS = 500


@require_safe
@ensure_csrf_cookie  # the scripts send it along
@at_desk("coverage.add_entry")
def desk(request, page):
    entry_shown = composer_context(request, page, fresh_form(request, page))
    return render(
        request,
        "desk/desk.html",
        {
            **admin.site.each_context(request),
            **now_context(
                request, page, tag_names=ArraySubquery(Tag.objects.order_by("-pk").values("name")[:200])
            ),
            **entry_shown,
            "title": page.title,
        },
    )


@require_safe
@at_desk("coverage.add_entry")
def now(request, page):
    """What changes by itself: bar, timeline, and what waits beside it."""
    try:
        return render(request, "desk/_now.html", now_context(request, page))
    except ValueError:
        return HttpResponseBadRequest()


@require_safe
@at_desk("coverage.add_entry")
def older(request, page):
    try:
        entries = rows(page).before(request.GET.get("before", ""))[: ROWS + 1]
    except ValueError:
        return HttpResponseBadRequest()
    return render(request, "desk/_older.html", {"page": page, **may(request), **parted(list(entries))})


@require_safe
@ensure_csrf_cookie
@at_desk("coverage.add_entry")
def logged_in(request, page):
    """Who is logged in, for a desk that waits for it; a person who comes here by a login may go again."""
    if request.htmx:
        return JsonResponse({"person": request.user.pk})
    return render(request, "desk/in.html", {**admin.site.each_context(request), "page": page})


def now_context(request, page, **more):
    down_to = request.GET.get("down_to") or request.POST.get("down_to")
    newest = rows(page).after(down_to)[:MOST_ROWS] if down_to else rows(page)[: ROWS + 1]
    return {
        "page": page,
        "down_to": down_to,
        **may(request),
        **parted(list(newest), down_to),
        **facts(request, page, **more),
        **waiting(request, page),
    }


def parted(entries, down_to=None):
    """The rows to show, and where to go on: `older` is the last row's place, if more follow."""
    if down_to:
        return {"rows": entries, "down_to": down_to, "older": entries and entries[-1].place}
    shown, more = entries[:ROWS], entries[ROWS:]
    return {
        "rows": shown,
        "down_to": more[0].place if more else None,
        "older": shown[-1].place if more else None,
    }


def rows(page):
    """The timeline as the desk lists it: three queries, however many entries."""
    corrections = Revision.objects.exclude(note="")
    return (
        page.entries.in_timeline()
        .prefetch_related(None)
        .prefetch_related(
            Prefetch("bylines", Byline.objects.select_related("author")), Prefetch("revisions", corrections)
        )
    )


def waiting(request, page):
    """What is not out, or no longer, with why it was sent back: one query."""
    why = Revision.objects.filter(entry=OuterRef("pk"), status=Entry.Status.DRAFT).exclude(comment="")
    why = why.order_by("-number")
    statuses = [*UNPUBLISHED, Entry.Status.WITHDRAWN]
    entries = page.entries.filter(status__in=statuses).select_related("created_by", "reviewer")
    entries = entries.annotate(sent_back=Subquery(why.values(said=JSONObject(note="comment", by=BY))[:1]))
    entries = list(drafts_seen_by(request.user, entries).order_by("-pk")[:100])
    for entry in entries:
        entry.may_be_written = may_write(request.user, entry)
    by_status = {status: [entry for entry in entries if entry.status == status] for status in statuses}
    return {
        "drafts": by_status[Entry.Status.DRAFT],
        "submitted": sorted(
            by_status[Entry.Status.SUBMITTED], key=lambda entry: entry.submitted_at or entry.created_at
        ),
        "scheduled": sorted(by_status[Entry.Status.SCHEDULED], key=lambda entry: entry.scheduled_at),
        "withdrawn": by_status[Entry.Status.WITHDRAWN][:10],
    }


def facts(request, page, **more):
    """How many entries are out, who belongs to the page, whether a worker is there, and `more`: one query.

    A worker gives a sign of life every ten seconds; it is there for half a minute after the last.
    """
    since = timezone.now() - timedelta(seconds=30)
    out = page.entries.published().order_by().values("page").annotate(number=Count("pk")).values("number")
    worker = ProcrastinateWorker.objects.filter(last_heartbeat__gte=since)
    here = LivePage.objects.filter(pk=page.pk)
    assigned = LivePage.people.through.objects.filter(livepage=OuterRef("pk"), user=request.user)
    found = here.values(
        published=Coalesce(Subquery(out), 0),
        has_worker=Exists(worker),
        is_assigned=Exists(assigned),
        belonging=people_of_page(),
        **more,
    ).get()
    return {**found, "people": named(found["belonging"])}


def may(request):
    return {
        "may_publish": request.user.has_perm("coverage.publish_entry"),
        "may_open": request.user.has_perm("coverage.open_livepage"),
    }


def fresh_form(request, page):
    bylines, kicker = preset(page, request.user)
    form = NewEntryForm(bylines=bylines)
    form.last_kicker = kicker  # offered, never set: a second “Breaking” is a decision
    return form


def composer_context(request, page, form, **more):
    """What `desk/_composer.html` shows."""
    return {
        "page": page,
        "form": form,
        "entry": form.instance if form.instance.pk else None,
        "authors": Author.objects.all(),
        **may(request),
        **more,
    }


def composer(request, page, form, *, status=200, **more):
    return render(
        request, "desk/_composer.html", composer_context(request, page, form, **more), status=status
    )


def answer(request, page, said, *, undo=None, receipt=None):
    """After a deed: what the desk shows now, and one sentence about it.

    `undo`: the entry withdrawn. `receipt`: where it was to be seen; False: the list shown is over.
    """
    if request.htmx:
        context = {**now_context(request, page), "said": said, "undo": undo, "receipt": receipt}
        return retarget(reswap(render(request, "desk/_now.html", context), "outerHTML"), "#timeline")
    messages.success(request, said)
    return redirect("admin:desk", page_pk=page.pk)
