"""Videos and sounds come in here, those that are here are found, and the editor learns how one in a text looks."""

from django.db import transaction
from django.http import HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from coverage.desk.door import for_staff
from coverage.desk.video_forms import NO_ROOM, VideoForm
from coverage.markup.lines import line
from coverage.models import Video

LISTED = 30


@require_POST
@for_staff("coverage.add_video")
def take_in(request):
    """The id of an uploaded video or sound as `{"video": 3}`; 422 with `{"errors": {field: sentence}}`."""
    form = VideoForm(request.POST, request.FILES)
    if not request.FILES:
        form.add_error("file", _("Choose a video or a sound."))
    if form.is_valid():
        try:
            with transaction.atomic():
                return JsonResponse({"video": form.save().pk})
        except OSError:
            form.add_error("file", NO_ROOM)
    return JsonResponse({"errors": {name: found[0] for name, found in form.errors.items()}}, status=422)


@require_safe
@for_staff("coverage.add_video")
def may_take_in(request):
    """For nginx, before it lets a large file through: 204 for those who may bring one, else 401 or 403."""
    return HttpResponse(status=204)


@require_safe
@for_staff("coverage.add_entry")
def known(request):
    """The newest that are here, with all of the `?words=` in what is said of them."""
    videos = (
        Video.objects.for_display().filter(withdrawn_at=None).saying(line(request.GET.get("words", ""))[:200])
    )
    return render(request, "desk/_videos.html", {"videos": videos[:LISTED]})


@require_safe
@for_staff("coverage.add_entry")
def figure(request, video_pk):
    found = get_object_or_404(Video.objects.for_display(), pk=video_pk)
    return render(request, "desk/_figure.html", {"video": found, "image": found.poster})
