"""When PostgreSQL is away, answers neither 404 nor “our fault”: ask again in a moment."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.views.defaults import server_error as broken

RETRY_SECONDS = "5"


def server_error(request):
    """Django's handler500; `errors_are_not_kept` sees to it that no cache keeps what it says."""
    # OperationalError: no connection in time, one that broke, a server that stops, a lock that did not come.
    if not isinstance(sys.exc_info()[1], (OperationalError, InterfaceError)):
        return broken(request)
    sentence = _("The site cannot reach its database just now. Please try again in a moment.")
    headers = {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(f"{sentence}\n", "text/plain; charset=utf-8", 503, headers=headers)
