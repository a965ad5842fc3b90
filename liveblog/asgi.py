"""The ASGI application: Django, and the stream beside it."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
pages = get_asgi_application()

from coverage.reader.ready import Ready  # noqa: E402
from coverage.stream import app as stream  # noqa: E402
from coverage.stream.lifespan import lifespan  # noqa: E402
from liveblog.away import spoken  # noqa: E402
from liveblog.requests import identified, undisturbed  # noqa: E402

pages = spoken(undisturbed(pages))
ready = Ready(pages, version_of=stream.hub.version_of, follow=stream.hub.try_to_follow)


@identified
async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        return await lifespan(receive, send)
    if settings.SITE_PREFIX:
        scope = beneath(settings.SITE_PREFIX, scope)
    if scope["type"] == "http" and stream.PATH.fullmatch(stream.path_of(scope)):
        return await stream.serve(scope, receive, send)
    return await (ready if scope["type"] == "http" and not settings.DEBUG else pages)(scope, receive, send)


def beneath(prefix, scope):
    """The request as if it came with the prefix, whether a proxy in front left it there or took it away.

    Everything behind this sees one form: what guards the admin compares whole paths.
    """
    path = scope["path"]
    is_whole = path == prefix or path.startswith(f"{prefix}/")
    return {**scope, "root_path": prefix, "path": path if is_whole else prefix + path}
