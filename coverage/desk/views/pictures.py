"""Pictures come in here, and the editor learns how those in a text look."""

import re

from django.http import JsonResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.door import for_staff
from coverage.desk.picture_forms import PictureForm
from coverage.markup.lines import line
from coverage.models import Image
from coverage.pictures.take_in import HEAD_BYTES, proposed

IN_GALLERY = 30


@require_POST
@for_staff("coverage.add_image")
def take_in(request):
    """The id of the uploaded picture as `{"image": 12}`; 422 with `{"errors": {field: sentence}}`."""
    form = PictureForm.of(request.user)(request.POST, request.FILES)
    if form.is_valid():
        image = form.taken
        note = {"note": str(PictureForm.STANDS_STILL)} if image.is_moving else {}
        return JsonResponse(
            {"image": image.pk, "caption": image.caption, "thumbnail": image.thumbnail, **note}
        )
    return JsonResponse({"errors": {name: messages[0] for name, messages in form.errors.items()}}, status=422)


@require_POST
@for_staff("coverage.add_image")
def words(request):
    """What the beginning of a picture `file` says of it, as `{"words": {"credit": "Reuters", …}}`; nothing is kept."""
    head = request.FILES.get("file")
    return JsonResponse({"words": proposed(head.read(HEAD_BYTES)) if head else {}})


@require_safe
@for_staff("coverage.add_image")
def known(request):
    """The newest picture that they may see of a file, by the SHA-256 in `?hash=`: its id and words as `{"known": {…}}`, or null."""
    fingerprint = re.fullmatch("[0-9a-f]{64}", request.GET.get("hash", ""))
    images = Image.objects.visible_to(request.user).filter(withdrawn_at=None).order_by("-pk")
    image = fingerprint and images.filter(content_hash=fingerprint[0]).first()
    words = ["alt", "is_decorative", "credit", "is_own_graphic", "caption", "thumbnail", "focal_x", "focal_y"]
    return JsonResponse(
        {"known": {"image": image.pk, **{word: getattr(image, word) for word in words}} if image else None}
    )


@require_safe
@for_staff("coverage.add_image")
def gallery(request):
    """The newest pictures that are here, with all of the `?words=` in what is said of them."""
    images = Image.objects.visible_to(request.user).filter(withdrawn_at=None).order_by("-pk")
    images = images.saying(line(request.GET.get("words", ""))[:200])
    return render(request, "desk/_gallery.html", {"images": images[:IN_GALLERY]})


@require_safe
@for_staff("coverage.add_entry")
def image(request, image_pk):
    seen = Image.objects.visible_to(request.user)
    return render(request, "desk/_figure.html", {"image": get_object_or_404(seen, pk=image_pk)})
