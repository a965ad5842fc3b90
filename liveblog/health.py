"""For whoever watches the processes: not for the public, the proxy refuses /readyz."""

from django.db import DatabaseError, connection
from django.http import HttpResponse


def healthz(request):
    """This process answers."""
    return HttpResponse("ok\n", content_type="text/plain")


def readyz(request):
    """This process can serve: its database answers."""
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return HttpResponse("The database does not answer.\n", content_type="text/plain", status=503)
    return HttpResponse("ready\n", content_type="text/plain")
