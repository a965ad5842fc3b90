"""Renditions and videos, where no nginx or object store gives them out."""

import asyncio
import mimetypes
import re
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.views.decorators.http import require_safe

KINDS = {".jpg", ".webp", ".mp4", ".webm"}
CHUNK = 256 * 1024  # bytes


@require_safe
def media(request, name):
    """A file under an address that never changes its content; one range at a time (RFC 9110 §14)."""
    if PurePosixPath(name).suffix not in KINDS:
        raise Http404
    try:
        file = default_storage.open(name)
    except (OSError, SuspiciousFileOperation, ValueError):  # ValueError: a NUL in it
        raise Http404 from None
    size = file.size
    wanted = _range(request.headers.get("Range", ""), size)
    first, last = wanted or (0, size - 1)
    if first > last:
        file.close()
        return HttpResponse(status=416, headers={"Content-Range": f"bytes */{size}"})
    headers = {
        "Content-Length": str(last - first + 1),
        "Accept-Ranges": "bytes",
        "Cache-Control": "public, max-age=31536000, immutable",
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    kind = mimetypes.guess_type(name)[0]
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=kind, status=206 if wanted else 200, headers=headers)
    chunks = _chunks(file, first, last)
    return StreamingHttpResponse(chunks, content_type=kind, status=206 if wanted else 200, headers=headers)


def _range(wanted, size):
    """The first and the last byte wanted; None (the whole file) for whatever is not one range."""
    found = re.fullmatch(r"bytes=(\d{0,18})-(\d{0,18})", wanted)
    if not found or found.groups() == ("", ""):
        return None
    first, last = found.groups()
    if not first:
        return max(0, size - int(last)), size - 1
    return int(first), min(int(last), size - 1) if last else size - 1


async def _chunks(file, first, last):
    try:
        await asyncio.to_thread(file.seek, first)
        left = last - first + 1
        while left > 0 and (chunk := await asyncio.to_thread(file.read, min(CHUNK, left))):
            left -= len(chunk)
            yield chunk
    finally:
        file.close()
