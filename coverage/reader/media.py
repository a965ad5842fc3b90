"""Renditions, videos and sounds, where no nginx or object store gives them out."""

import asyncio
import re
from pathlib import PurePosixPath

from django.core.exceptions import SuspiciousFileOperation
from django.core.files.storage import default_storage
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404

from coverage.clips import kinds
from coverage.models import Image
from coverage.models.image import Withdrawn
from coverage.pictures.renditions import ADDRESS
from coverage.pictures.workshop import Gave
from coverage.reader.asking import only_read

KINDS = {
    ".avif": "image/avif",
    ".webp": "image/webp",
    ".jpg": "image/jpeg",
    **{ending: kinds.MEDIA_TYPES[ending] for ending in kinds.KEPT},
}
CHUNK = 256 * 1024  # bytes
FOR_EVER = "public, max-age=31536000, immutable"


@only_read
def media(request, name):
    """A file under an address that never changes its content; one range at a time (RFC 9110 §14).

    A rendition that is not there is made now. 410 for one of a picture that was withdrawn.
    """
    kind = KINDS.get(PurePosixPath(name).suffix)
    if kind is None:
        raise Http404
    kept = FOR_EVER
    try:
        file = default_storage.open(name)
    except FileNotFoundError:
        image = _image_of(name)
        if image.is_withdrawn:
            return HttpResponse(status=410)
        if not image.uses.is_public:
            _may_see(request, image)
            kept = "private, no-store"
        try:
            file = image.rendition(PurePosixPath(name).name)
        except Withdrawn:
            return HttpResponse(status=410)
        except FileNotFoundError:
            raise Http404 from None
        except (Gave, OSError):
            return HttpResponse(status=503, headers={"Retry-After": "5"})
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
        "Cache-Control": kept,
        "Content-Security-Policy": "sandbox; default-src 'none'",
    }
    if wanted:
        headers["Content-Range"] = f"bytes {first}-{last}/{size}"
    if request.method == "HEAD":
        file.close()
        return HttpResponse(content_type=kind, status=206 if wanted else 200, headers=headers)
    chunks = _chunks(file, first, last)
    return StreamingHttpResponse(chunks, content_type=kind, status=206 if wanted else 200, headers=headers)


def _image_of(name):
    found = ADDRESS.fullmatch(name)
    return get_object_or_404(Image, token=found[1] if found else "")


def _may_see(request, image):
    """A picture that no page shows is made for those at the desk alone; to others there is no such thing."""
    person = request.user
    is_at_desk = person.is_staff and person.has_perm("coverage.view_image")
    if not (is_at_desk and Image.objects.visible_to(person).filter(pk=image.pk).exists()):
        raise Http404


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
