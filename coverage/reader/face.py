"""The site's own colours and type as a style sheet, and how it looks when something is broken."""

from django.http import HttpResponse, HttpResponseRedirect, HttpResponseServerError
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.cache import patch_cache_control

from coverage.models import site_face
from coverage.reader.asking import public


@public()
def style(request, digest):
    """Under an address that never changes its content. An older page asks for an older sheet: it gets today's."""
    face = site_face.current()
    if digest != face.digest:
        response = HttpResponseRedirect(reverse("site_style", args=[face.digest]))
        response.headers["Cache-Control"] = "no-store"
        return response
    response = HttpResponse(face.css, content_type="text/css; charset=utf-8")
    patch_cache_control(response, public=True, max_age=31536000, immutable=True)
    return response


def broken(request):
    """500: nothing is asked of the database, which may be what is broken."""
    return HttpResponseServerError(render_to_string("500.html", {"face": site_face.known()}))
