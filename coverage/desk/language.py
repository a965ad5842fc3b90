"""The language the desk speaks with somebody: the one they chose, else their browser's, if we have it.

Readers' pages never ask: theirs is the page's, and every byte of it is the same for all.
"""

from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_from_request


def in_their_language(get_response):
    """Middleware: whatever stands beneath the admin's address is in one of `LANGUAGES`."""

    def answer(request):
        if not request.path.startswith(reverse("admin:index")):
            return get_response(request)
        with translation.override(get_language_from_request(request)):
            response = get_response(request)
            response.headers.setdefault("Content-Language", translation.get_language())
            return response

    return answer
