"""The ASGI application: Django, and the stream beside it."""

import os

from django.conf import settings
from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
pages = get_asgi_application()

from coverage.reader.ready import Ready  # noqa: E402
from coverage.stream import app as stream  # noqa: E402
from coverage.stream.lifespan import lifespan  # noqa: E402
from liveblog.requests import identified  # noqa: E402

ready = Ready(pages, version_of=stream.hub.version_of, follow=stream.hub.try_to_follow)


@identified
async def application(scope, receive, send):
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
    elif scope["type"] == "http" and stream.PATH.fullmatch(stream.path_of(scope)):
        await stream.serve(scope, receive, send)
    else:
        await (ready if scope["type"] == "http" and not settings.DEBUG else pages)(scope, receive, send)
