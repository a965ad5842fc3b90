"""What caches in front may keep: public answers for a second, those of closed pages longer, errors never."""

from datetime import timedelta
from functools import wraps

from django.middleware.http import ConditionalGetMiddleware
from django.utils import timezone
from django.utils.cache import patch_cache_control, patch_vary_headers
from django.utils.http import http_date

PUBLIC = {"public": True, "max_age": 0, "s_maxage": 1, "stale_while_revalidate": 5, "stale_if_error": 3600}
# A page may be opened again, and corrected when it is closed: readers who come anew see that so much later,
# and the desk's receipt, which asks for half a minute whether an entry is gone, must live to see it.
CLOSED = {**PUBLIC, "s_maxage": 20, "stale_if_error": 24 * 3600}
# A change of the same second may be committed a moment later: until then there is no Last-Modified to go by.
SETTLED = timedelta(seconds=5)


class ConditionalGet(ConditionalGetMiddleware):
    """Django's, whose 304 forgets the policy of the answer it stands for: a browser would go by the usual one then."""

    def process_response(self, request, response):
        answer = super().process_response(request, response)
        if hasattr(response, "_csp_config"):
            answer._csp_config = response._csp_config
        return answer


def cached_publicly(view):
    """Let a shared cache keep the answer one second, unless the view says how long, and give it out while
    it asks for a newer one."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code in (200, 304):
            if not response.has_header("Cache-Control"):
                patch_cache_control(response, **PUBLIC)
            patch_vary_headers(response, ["Accept-Encoding"])  # 304 too, which nothing compresses
        return response

    return answer


def cached_as(response, page):
    """Say since when the answer is so, and how long to keep it: by the page (from `for_display`) it is about, unless
    the view says."""
    if not response.has_header("Cache-Control"):
        patch_cache_control(response, **(CLOSED if page.is_closed else PUBLIC))
    del response.headers["Last-Modified"]
    if page.versioned_at and page.versioned_at < timezone.now() - SETTLED:
        response.headers["Last-Modified"] = http_date(page.versioned_at.timestamp())


def errors_are_not_kept(get_response):
    """Middleware: no cache keeps a 4xx or 5xx, so that a passing fault passes."""

    def answer(request):
        response = get_response(request)
        if response.status_code == 410:
            # nginx keeps it a second, or what it took away would stay in its place; no browser hears of this
            response.headers["X-Accel-Expires"] = "1"
        if response.status_code >= 400:
            response.headers["Cache-Control"] = "no-store"
        return response

    return answer
