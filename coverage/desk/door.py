"""Who may come to a desk, what they see there, and what is said to those who may not."""

from functools import wraps

from django.contrib import admin
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.db.models import Q
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from coverage.markup import blocks
from coverage.models import Entry, Image, LivePage
from coverage.models.timeline import entrusted_to


def at_desk(*permissions):
    """A view of one page's desk: `view(request, page, …)` for staff who hold all the permissions.

    A request of the desk's own scripts is refused in one sentence of plain text (401 logged
    out, or somebody else in the same browser; 403 not allowed), so that what was typed can stay
    where it is. They say in the header `Desk-Person` whose desk they stand in.
    """

    def decorate(view):
        @wraps(view)
        def guarded(request, page_pk, **more):
            page = get_object_or_404(LivePage, pk=page_pk)
            return view(request, page, **more)

        return for_staff(*permissions)(guarded)

    return decorate


def for_staff(*permissions):
    """A view of the admin that needs no page; refuses as `at_desk` does. Its answers are never kept."""

    def decorate(view):
        @never_cache
        @wraps(view)
        def guarded(request, **more):
            if not admin.site.has_permission(request):
                return _logged_out(request)
            if request.headers.get("Desk-Person", str(request.user.pk)) != str(request.user.pk):
                return _somebody_else()
            if not request.user.has_perms(permissions):
                return _not_allowed(request)
            return view(request, **more)

        return guarded

    return decorate


def drafts_seen_by(user, entries):
    """Of these entries those whose drafts, notes and history this person may see: their own until it is
    out, and all of the pages that they are assigned to; everything for those who publish."""
    if user.has_perm("coverage.publish_entry"):
        return entries
    return entries.filter(entrusted_to(user))


def reads_all_of(user, page):
    """Whether this person reads everything on the page that is not out: whoever publishes or is assigned to it."""
    return user.has_perm("coverage.publish_entry") or user.assigned_pages.filter(pk=page.pk).exists()


def seen_by(user, entries):
    """The same with what is out, which everybody at a desk sees."""
    if user.has_perm("coverage.publish_entry"):
        return entries
    return entries.filter(Q(status=Entry.Status.PUBLISHED) | entrusted_to(user))


def written_by(user, entries):
    """Of these entries those that this person may write, as `may_write` tells of one."""
    if user.has_perm("coverage.publish_entry"):
        return entries
    return entries.filter(created_by=user, status__in=UNREVIEWED)


def may_write(user, entry):
    """Reporters write what they began, until somebody lets it out; those who publish write everything."""
    if user.has_perm("coverage.publish_entry"):
        return True
    return entry.created_by_id == user.pk and entry.status in UNREVIEWED


def may_change_picture(user, image):
    """Those who publish change every picture, others what they brought themselves, until readers see it."""
    if user.has_perm("coverage.publish_entry"):
        return True
    return image.taken_in_by_id == user.pk and not image.uses.is_public


def may_show_pictures(user, body):
    """Nobody puts a colleague's private picture into a text: it would become theirs to see."""
    numbers = blocks.numbers(body, "image")
    if not numbers:
        return True
    seen = Image.objects.visible_to(user).values("pk")
    return not Image.objects.filter(pk__in=numbers).exclude(pk__in=seen).exists()


UNREVIEWED = (Entry.Status.DRAFT, Entry.Status.SUBMITTED)
UNPUBLISHED = (*UNREVIEWED, Entry.Status.SCHEDULED)


def sentence(text, status):
    """A refusal in one sentence, for the desk's scripts."""
    return HttpResponse(text, status=status, content_type="text/plain; charset=utf-8")


def _logged_out(request):
    if request.htmx:
        return sentence(_("You are logged out. Log in again in another tab, then try once more."), 401)
    return redirect_to_login(
        request.get_full_path() if request.method == "GET" else reverse("admin:index"), "admin:login"
    )


def _somebody_else():
    return sentence(
        _("Somebody else is logged in now. What was typed here stays here until its author is back."), 401
    )


def _not_allowed(request):
    if request.htmx:
        return sentence(_("Your login may not do this. Ask a colleague who publishes."), 403)
    raise PermissionDenied
