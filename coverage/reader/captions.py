"""The captions of a video, for the page's own player and for those on other sites."""

from django.http import HttpResponse
from django.shortcuts import get_object_or_404

from coverage.models import Captions
from coverage.reader.asking import public


@public()
def captions(request, pk, language):
    """WebVTT; of a video that no reader is shown there is none."""
    found = get_object_or_404(Captions.objects.public(), video=pk, language=language)
    headers = {"Access-Control-Allow-Origin": "*", "Content-Security-Policy": "sandbox; default-src 'none'"}
    return HttpResponse(found.text, content_type="text/vtt; charset=utf-8", headers=headers)
