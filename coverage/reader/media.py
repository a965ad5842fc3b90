"""Renditions and videos, where no nginx or object store gives them out."""

import mimetypes
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import FileResponse, Http404
from django.views.decorators.http import require_safe

KINDS = {".jpg", ".webp", ".mp4", ".webm"}


@require_safe
def media(request, name):
    """A file under an address that never changes its content."""
    if PurePosixPath(name).suffix not in KINDS:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousFileOperation):
        raise Http404 from None
    response = FileResponse(file, content_type=mimetypes.guess_type(name)[0])
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    response.headers["Content-Security-Policy"] = "sandbox; default-src 'none'"
    return response
