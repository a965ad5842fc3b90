"""What caches in front may keep: public answers for a second, errors never."""

from functools import wraps

from django.utils.cache import patch_cache_control

PUBLIC = {"public": True, "max_age": 0, "s_maxage": 1, "stale_while_revalidate": 5, "stale_if_error": 3600}


def cached_publicly(view):
    """Let a shared cache keep the answer one second and give it out while it asks for a newer one."""

    @wraps(view)
    def answer(request, *args, **kwargs):
        response = view(request, *args, **kwargs)
        if response.status_code == 200:
            patch_cache_control(response, **PUBLIC)
        return response

    return answer


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
