"""One picture's life: where it is shown, how it is taken back or makes way for another, and whether it is gone."""

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
from coverage.desk.picture_receipt import receipt_of_picture
from coverage.desk.picture_uses import places_of
from coverage.desk.widgets import scripts
from coverage.models import Image

MODULES = ["desk-buttons", "desk-receipt", "desk-opened", "desk-pictures", "desk-gallery", "focal-point"]


class BecauseForm(forms.Form):
    because = forms.CharField(
        label=gettext_lazy("Why, for colleagues"),
        max_length=300,
        error_messages={"required": gettext_lazy("Say why, in a sentence for colleagues.")},
    )


class OtherForm(forms.Form):
    """`image`: the picture that takes the place."""

    image = forms.ModelChoiceField(
        Image.objects.filter(withdrawn_at=None),
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose the picture that takes its place."),
            "invalid_choice": gettext_lazy("This picture is no longer there; choose another."),
        },
    )


@require_safe
@for_staff("coverage.change_image", "coverage.publish_entry")
def picture(request, image_pk):
    return _page(request, _image(image_pk))


@require_POST
@for_staff("coverage.change_image", "coverage.publish_entry")
def withdraw(request, image_pk):
    image, form = _image(image_pk), BecauseForm(request.POST)
    if not form.is_valid():
        return _page(request, image, because=form)
    image.withdraw(by=request.user, because=form.cleaned_data["because"])
    return _done(request, image, _("Withdrawn: no reader sees it any more."))


@require_POST
@for_staff("coverage.change_image", "coverage.publish_entry")
def restore(request, image_pk):
    image = _image(image_pk)
    image.restore(by=request.user)
    return _done(request, image, _("It is back wherever it was."))


@require_POST
@for_staff("coverage.change_image", "coverage.publish_entry")
def replace(request, image_pk):
    image, form = _image(image_pk), OtherForm(request.POST)
    if not form.is_valid():
        return _page(request, image, other=form)
    try:
        image.replace_everywhere(by=request.user, with_image=form.cleaned_data["image"])
    except ValidationError as error:
        form.add_error("image", error.messages)
        return _page(request, image, other=form)
    return _done(request, image, _("Replaced everywhere; readers see the other one."))


@require_safe
@for_staff("coverage.change_image", "coverage.publish_entry")
def told(request, image_pk):
    """Whether the caches in front were told: `{"told": true, false or null}`, null: not yet."""
    job = ProcrastinateJob.objects.filter(
        task_name="coverage.tasks.purge", args__paths__contains=[_image(image_pk).largest]
    ).last()
    return JsonResponse({"told": {"succeeded": True, "failed": False}.get(job and job.status)})


def _image(image_pk):
    return get_object_or_404(Image.objects.select_related("withdrawn_by", "taken_in_by"), pk=image_pk)


def _done(request, image, said):
    messages.success(request, said)
    return redirect("admin:desk_picture", image.pk)


def _page(request, image, *, because=None, other=None):
    context = {
        **admin.site.each_context(request),
        "image": image,
        "places": places_of(image),
        "receipt": receipt_of_picture(image) if image.is_withdrawn else None,
        "because": because or BecauseForm(),
        "other": other or OtherForm(),
        "media": scripts(*(f"js/{name}.js" for name in MODULES)),
    }
    return render(request, "desk/picture.html", context, status=422 if because or other else 200)
