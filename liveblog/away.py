"""When PostgreSQL is away, answers neither 404 nor “our fault”: ask again in a moment."""

import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from coverage.reader.face import broken

RETRY_SECONDS = "5"
# No connection in time, one that broke, a server that stops, a lock that did not come.
OUT_OF_REACH = (OperationalError, InterfaceError)


class DatabaseAway:
    """Middleware, the last: what a view stumbled over."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return ask_again() if isinstance(error, OUT_OF_REACH) else None


def server_error(request):
    """Django's handler500, for what the other middleware stumbled over."""
    return ask_again() if isinstance(sys.exc_info()[1], OUT_OF_REACH) else broken(request)


def ask_again():
    sentence = _("The site cannot reach its database just now. Please try again in a moment.")
    headers = {"Retry-After": RETRY_SECONDS, "Cache-Control": "no-store"}
    return HttpResponse(f"{sentence}\n", "text/plain; charset=utf-8", 503, headers=headers)
