"""A picture's or a video's life: where it is shown, how it is taken back or makes way for another, and whether it is gone."""

from django import forms
from django.contrib import admin, messages
from django.core.exceptions import ValidationError
from django.http import JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe
from procrastinate.contrib.django.models import ProcrastinateJob

from coverage.desk.door import for_staff
from coverage.desk.medium_places import address_of, places_of
from coverage.desk.medium_receipt import receipt_of_medium
from coverage.desk.widgets import scripts
from coverage.models import Image, Video

# Those that open a sheet come last: what is in it answers by then.
MODULES = ["desk-receipt", "focal-point", "desk-pictures", "desk-gallery", "desk-buttons", "desk-opened"]
MAY = ("coverage.change_image", "coverage.change_video", "coverage.publish_entry")


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why, for colleagues"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why, in a sentence for colleagues.")},
    )


class OtherPictureForm(forms.Form):
    """`other`: the one that takes the place."""

    other = forms.ModelChoiceField(
        Image.objects.filter(withdrawn_at=None),
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose the picture that takes its place."),
            "invalid_choice": gettext_lazy("This picture is no longer there; choose another."),
        },
    )


class OtherVideoForm(forms.Form):
    other = forms.ModelChoiceField(
        Video.objects.filter(withdrawn_at=None),
        label=gettext_lazy("Video or sound"),
        error_messages={
            "required": gettext_lazy("Choose the video or sound that takes its place."),
            "invalid_choice": gettext_lazy("This one is no longer there; choose another."),
        },
    )


@require_safe
@for_staff(*MAY)
def page(request, **which):
    return _page(request, _medium(**which))


@require_POST
@for_staff(*MAY)
def withdraw(request, **which):
    medium, form = _medium(**which), BecauseForm(request.POST)
    if not form.is_valid():
        return _page(request, medium, because=form)
    medium.withdraw(by=request.user, because=form.cleaned_data["because"])
    return _done(request, medium, _("Withdrawn: no reader sees it any more."))


@require_POST
@for_staff(*MAY)
def restore(request, **which):
    medium = _medium(**which)
    medium.restore(by=request.user)
    return _done(request, medium, _("It is back wherever it was."))


@require_POST
@for_staff(*MAY)
def replace(request, **which):
    medium = _medium(**which)
    form = _other_form(medium)(request.POST)
    if not form.is_valid():
        return _page(request, medium, other=form)
    try:
        medium.replace_everywhere(by=request.user, with_other=form.cleaned_data["other"])
    except ValidationError as error:
        form.add_error("other", error.messages)
        return _page(request, medium, other=form)
    return _done(request, medium, _("Replaced everywhere; readers see the other one."))


@require_safe
@for_staff(*MAY)
def told(request, **which):
    """Whether the caches in front were told: `{"told": true, false or null}`, null: not yet."""
    jobs = ProcrastinateJob.objects.filter(task_name="coverage.tasks.purge")
    job = jobs.filter(args__paths__contains=[_medium(**which).told_address]).last()
    return JsonResponse({"told": {"succeeded": True, "failed": False}.get(job and job.status)})


def _medium(image_pk=None, video_pk=None):
    if image_pk is not None:
        return get_object_or_404(Image.objects.select_related("withdrawn_by", "taken_in_by"), pk=image_pk)
    return get_object_or_404(Video.objects.select_related("withdrawn_by", "poster"), pk=video_pk)


def _other_form(medium):
    return OtherPictureForm if isinstance(medium, Image) else OtherVideoForm


def _done(request, medium, said):
    messages.success(request, said)
    return redirect(address_of(medium))


def _page(request, medium, *, because=None, other=None):
    context = {
        **admin.site.each_context(request),
        "medium": medium,
        "places": places_of(medium),
        "receipt": receipt_of_medium(medium) if medium.is_withdrawn else None,
        "because": because or BecauseForm(),
        "other": other or _other_form(medium)(),
        "doing": {verb: address_of(medium, verb) for verb in ("withdraw", "restore", "replace")},
        "media": scripts(*(f"js/{name}.js" for name in MODULES)),
    }
    template = "desk/picture.html" if isinstance(medium, Image) else "desk/video.html"
    return render(request, template, context, status=422 if because or other else 200)
