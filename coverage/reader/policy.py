"""What readers' pages may load beside what is ours: as the site's settings name it, and on no page of the desk."""

from django.conf import settings


def lets_in_named_sources(get_response):
    """Middleware: adds MEDIA_SOURCES and CSP_SOURCES to the policy of whatever is not the desk's; a view's own policy stays."""

    def answer(request):
        response = get_response(request)
        is_readers = not request.path_info.startswith(f"/{settings.ADMIN_PATH}/")
        if (
            is_readers
            and not hasattr(response, "_csp_config")
            and (settings.MEDIA_SOURCES or settings.CSP_SOURCES)
        ):
            response._csp_config = with_sources(with_media(settings.SECURE_CSP), settings.CSP_SOURCES)
        return response

    return answer


def with_media(policy):
    """For videos and streams: hls.js fetches the parts of a stream, and what it plays is a blob of its own."""
    origins = settings.MEDIA_SOURCES
    return (
        with_sources(policy, {"media-src": ["blob:", *origins], "connect-src": origins})
        if origins
        else policy
    )


def with_sources(policy, more):
    return policy | {kind: [*policy.get(kind, []), *sources] for kind, sources in more.items()}
