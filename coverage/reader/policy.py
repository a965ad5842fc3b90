"""Where a publisher's consent or analytics tool may come from, on readers' pages alone."""

from django.conf import settings


def lets_in_named_sources(get_response):
    """Middleware: adds CSP_SOURCES to the policy of whatever is not the desk's; a view's own policy stays."""

    def answer(request):
        response = get_response(request)
        is_readers = not request.path_info.startswith("/admin/")
        if settings.CSP_SOURCES and is_readers and not hasattr(response, "_csp_config"):
            response._csp_config = with_sources(settings.SECURE_CSP, settings.CSP_SOURCES)
        return response

    return answer


def with_sources(policy, more):
    return policy | {kind: [*policy.get(kind, []), *sources] for kind, sources in more.items()}
