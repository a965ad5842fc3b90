"""A provider's player in a page of its own: what it may load is this page's policy, and that of the live page stays strict."""

from urllib.parse import urlsplit

from django.conf import settings
from django.http import Http404
from django.shortcuts import get_object_or_404, render
from django.views.decorators.clickjacking import xframe_options_exempt

from coverage.models import Embed
from coverage.reader.asking import public


@xframe_options_exempt
@public()
def player(request, pk):
    """Loaded by `<embed-card>` after a click. Of an embed that no public entry shows there is none."""
    embed = get_object_or_404(Embed.objects.public(), pk=pk)
    if not embed.player:
        raise Http404
    response = render(request, "coverage/player.html", {"embed": embed})
    response._csp_config = _policy(embed.player)
    return response


def _policy(address):
    """Nothing of ours but the style, of theirs the frame alone; any page that shows our entries may frame it."""
    parts = urlsplit(address)
    nothing = settings.SECURE_CSP["default-src"]
    return {
        "default-src": nothing,
        "style-src": settings.SECURE_CSP["font-src"],
        "frame-src": [f"{parts.scheme}://{parts.netloc}"],
        "form-action": nothing,
        "base-uri": nothing,
        "frame-ancestors": ["*"],
    }
