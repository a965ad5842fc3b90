"""When what the site stands on gives out, the answer is neither 404 nor “our fault” but a sentence: the database is
away, a disk is full."""

import errno
import sys

from django.db import InterfaceError, OperationalError
from django.http import HttpResponse
from django.utils.translation import gettext as _

from coverage.reader.face import broken
from coverage.reader.views import bad_request as said_plainly

RETRY_SECONDS = "5"
# No connection in time, one that broke, a server that stops, a lock that did not come.
OUT_OF_REACH = (OperationalError, InterfaceError)
FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


class Away:
    """Middleware, the last: what a view stumbled over."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, error):
        return _answer_to(error, request)


def server_error(request):
    """Django's handler500, for what the other middleware stumbled over."""
    return _answer_to(sys.exc_info()[1], request) or broken(request)


def spoken(application):
    """The ASGI application; where a large request finds no room on this machine, that is said.

    Django writes it down before anything else, so nothing of an answer is out yet. The rest of it is let pass:
    who is still sending hears no answer.
    """

    async def answer(scope, receive, send):
        try:
            await application(scope, receive, send)
        except OSError as error:
            if error.errno not in FULL:
                raise
            while (await receive()).get("more_body"):
                pass
            said = _no_room()
            headers = [(name.lower().encode(), value.encode()) for name, value in said.items()]
            await send({"type": "http.response.start", "status": said.status_code, "headers": headers})
            await send({"type": "http.response.body", "body": said.content})

    return answer


def _answer_to(error, request):
    if isinstance(error, OUT_OF_REACH):
        return ask_again()
    if not isinstance(error, OSError) or error.errno not in FULL:
        return None
    for handler in request.upload_handlers:
        handler.upload_interrupted()  # what came of the file goes now, whoever still holds the error
    return _no_room()


def bad_request(request, exception=None):
    """Django's handler400: a login that could not be noted is no login that was ended meanwhile (SessionInterrupted).

    What was asked may be done already: with its key it is harmless to ask again.
    """
    cause = exception
    while cause is not None:
        if isinstance(cause, OUT_OF_REACH):
            return ask_again()
        cause = cause.__context__
    return said_plainly(request, exception)


def ask_again():
    sentence = _("The site cannot reach its database just now. Please try again in a moment.")
    return _said(sentence, 503, {"Retry-After": RETRY_SECONDS})


def _no_room():
    return _said(_("The file could not be stored: there is no room. Tell those who run the site."), 507)


def _said(sentence, status, headers=()):
    headers = {"Cache-Control": "no-store", **dict(headers)}
    return HttpResponse(f"{sentence}\n", "text/plain; charset=utf-8", status, headers=headers)
