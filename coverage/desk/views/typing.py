"""What is typed and not saved yet, kept on the server for whoever typed it."""

from django.http import HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.copies import TypedForm, kept_of, let_go
from coverage.desk.door import at_desk, sentence
from coverage.models import WorkingCopy


@require_POST
@at_desk("coverage.add_entry")
def autosave(request, page):
    """The time it was kept, as `{"saved": "20:55"}`; 422 and a sentence when it could not be."""
    form = TypedForm(request.POST)
    if not form.is_valid():
        return sentence(next(iter(form.errors.values()))[0], 422)
    WorkingCopy.objects.keep(by=request.user, page=page, **form.cleaned_data)
    return JsonResponse({"saved": f"{timezone.localtime(timezone.now(), page.zone):%H:%M}"})


@require_safe
@at_desk("coverage.add_entry")
def kept(request, page):
    return JsonResponse({"copies": kept_of(request.user, page)})


@require_POST
@at_desk("coverage.add_entry")
def discard(request, page):
    """Throw away the copy that `instead_of` names (`key.tab`)."""
    let_go(request, page, None)
    return HttpResponse(status=204)
