"""Texts that are written again and again, for the composer's “/”."""

from django.http import JsonResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.door import at_desk, sentence
from coverage.desk.snippet_forms import SnippetForm
from coverage.models import Snippet

MOST = 200


@require_safe
@at_desk("coverage.add_entry")
def snippets(request, page):
    context = {
        "page": page,
        "snippets": Snippet.objects.for_page(page)[:MOST],
        "may_keep": request.user.has_perm("coverage.add_snippet"),
        "may_share": request.user.has_perm("coverage.share_snippet"),
    }
    return render(request, "desk/_snippets.html", context)


@require_POST
@at_desk("coverage.add_snippet")
def keep(request, page):
    """Keep a text for this page, or with `is_shared` for all of them; 422 and a sentence."""
    is_shared = bool(request.POST.get("is_shared"))
    if is_shared and not request.user.has_perm("coverage.share_snippet"):
        return sentence(_("Your login keeps snippets for a page, not for all of them."), 403)
    form = SnippetForm(request.POST, page=None if is_shared else page)
    if not form.is_valid():
        return sentence(next(iter(form.errors.values()))[0], 422)
    form.save()
    return JsonResponse({"said": _("Kept as a snippet: type / at the start of a line to use it.")})
