"""Posts and players of others come in here, and the editor learns how those in a text look."""

from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.door import for_staff
from coverage.models import Embed


@require_POST
@for_staff("coverage.add_embed")
def take_in(request):
    """The id of the card of `address` as `{"embed": 7}`; 422 with a sentence where no provider has that address."""
    embed = Embed.objects.at(request.POST.get("address", "").strip())
    if embed is None:
        sentence = _("No card is made of this address; it can stand in the text as a link.")
        return HttpResponse(sentence, status=422, content_type="text/plain; charset=utf-8")
    return JsonResponse({"embed": embed.pk})


@require_safe
@for_staff("coverage.add_entry")
def figure(request, embed_pk):
    embed = get_object_or_404(Embed.objects.for_display(), pk=embed_pk)
    return render(request, "desk/_figure.html", {"embed": embed, "image": embed.thumbnail})
