"""The site as a process of its own, on a test's database: it can be killed like a real one."""

import os
import sys

import django


def main(port):
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
    settings.ALLOWED_HOSTS = ["*"]
    django.setup()
    import uvicorn
    from django.contrib.contenttypes.models import ContentType
    from django.core.signals import request_started

    # A flush between two tests numbers them anew.
    request_started.connect(lambda **_: ContentType.objects.clear_cache(), weak=False)
    uvicorn.run(
        "liveblog.asgi:application",
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
