"""What to look at before publishing, while one types."""

from django.shortcuts import render
from django.views.decorators.http import require_POST

from coverage.desk.checks import findings
from coverage.desk.door import at_desk
from coverage.desk.look_over import draft_of


@require_POST
@at_desk("coverage.add_entry")
def check(request, page):
    """`?entry=12`: it is this one that is edited. Answers the list; saves nothing, refuses nothing."""
    draft = draft_of(
        request.POST, page, by=request.user, host=request.get_host(), published=_published(request, page)
    )
    return render(request, "desk/_checks.html", {"findings": findings(draft)})


def _published(request, page):
    number = request.GET.get("entry", "")
    if not number.isascii() or not number.isdigit() or len(number) > 18:
        return None
    return page.entries.published().filter(pk=number).first()
