"""How many read the page now, for the desk alone."""

from django.http import JsonResponse
from django.views.decorators.http import require_safe

from coverage.desk.door import at_desk
from coverage.models import ReaderCount


@require_safe
@at_desk("coverage.add_entry")
def readers(request, page):
    """`{"streams": …, "asks": …, "version": …}`: of all web processes, a few seconds old at most."""
    streams, asks = ReaderCount.objects.of(page)
    return JsonResponse({"streams": streams, "asks": asks, "version": page.version})
