"""The site as a process of its own, on a test's database: it can be killed like a real one."""

import os
import sys


def main(port):
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
    settings.ALLOWED_HOSTS = ["*"]
    import uvicorn

    uvicorn.run(
        "liveblog.asgi:application",
        host="127.0.0.1",
        port=port,
        log_level="warning",
        timeout_graceful_shutdown=3,
    )


if __name__ == "__main__":
    main(int(sys.argv[1]))
