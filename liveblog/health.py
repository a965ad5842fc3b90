"""For whoever watches the processes: not for the public, nginx refuses /readyz and /metrics."""

import shutil
import time
from datetime import timedelta

from django.conf import settings
from django.db import DatabaseError, InterfaceError, connection
from django.http import HttpResponse
from django.utils import timezone
from procrastinate.contrib.django.models import ProcrastinateWorker

from coverage.stream.app import hub
from liveblog.metrics import RESPONSE_SECONDS, RESPONSES

FREE_BYTES = 200 * 1024 * 1024  # on the disk of the media: about four uploads
SILENT_SECONDS = 30  # a worker gives a sign of life every ten
INSIDE = ("/metrics", "/readyz", "/readyz/web")
WATCHED = (*INSIDE, "/healthz")
OUT_OF_REACH = (DatabaseError, InterfaceError)


def watched(get_response):
    """Middleware, the first: counts answers, and lets those inside ask by a name that is no host of the site.

    A container is asked by its own name or address. What came through a proxy came from outside.
    """

    def answer(request):
        began = time.perf_counter()
        if request.path in WATCHED:
            if request.path in INSIDE and _came_through_a_proxy(request):
                return HttpResponse(status=404, headers={"Cache-Control": "no-store"})
            request.META["HTTP_HOST"] = _own_host()
            request.META.pop("HTTP_X_FORWARDED_HOST", None)
        response = get_response(request)
        RESPONSES.labels(f"{response.status_code // 100}xx").inc()
        RESPONSE_SECONDS.observe(time.perf_counter() - began)
        return response

    return answer


def healthz(request):
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """All of it is well: database, listening line, worker, disk; 503 and a line for each otherwise."""
    return _said({"database": _database, "listening": _listening, "worker": _worker, "disk": _disk})


def readyz_web(request):
    """This process can be sent readers and editors, whatever the worker does."""
    return _said({"database": _database, "listening": _listening})


def _said(parts):
    wrong = {name: part() for name, part in parts.items()}
    lines = "".join(f"{name}: {said or 'ok'}\n" for name, said in wrong.items())
    return HttpResponse(lines, content_type="text/plain", status=503 if any(wrong.values()) else 200)


# Each says what is wrong, or nothing.


def _database():
    try:
        with connection.cursor() as cursor:
            # Written and flushed to its disk: one that is full or read-only still reads.
            cursor.execute("SELECT pg_logical_emit_message(true, 'liveblog', 'ready')")
    except OUT_OF_REACH:
        return "PostgreSQL does not answer, or cannot write"
    return None


def _listening():
    return None if hub.is_listening else "the line that hears of changes is down"


def _worker():
    since = timezone.now() - timedelta(seconds=SILENT_SECONDS)
    try:
        if ProcrastinateWorker.objects.filter(last_heartbeat__gte=since).exists():
            return None
    except OUT_OF_REACH:
        return "not known without the database"
    return f"no sign of life for {SILENT_SECONDS} seconds: what is scheduled does not go out"


def _disk():
    folder = settings.MEDIA_ROOT
    try:
        folder.mkdir(parents=True, exist_ok=True)
        free = shutil.disk_usage(folder).free
    except OSError as error:
        return f"MEDIA_ROOT cannot be used ({error.strerror})"
    return None if free >= FREE_BYTES else f"{free // 1024**2} MB are free where the media lie"


def _came_through_a_proxy(request):
    return any(name in request.META for name in ("HTTP_X_FORWARDED_FOR", "HTTP_FORWARDED", "HTTP_VIA"))


def _own_host():
    return settings.SITE_URL.split("//")[1]
