"""Files without a picture and pictures without a file are named, and tidied up when that is asked for."""

from io import StringIO

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command

from coverage.models import Image, Rendition
from coverage.models.image import originals
from tests.make import make_image, make_picture_file


def check(*options):
    said = StringIO()
    call_command("check_pictures", *options, stdout=said)
    return said.getvalue()


def test_what_belongs_to_no_picture_is_named_first_and_deleted_when_asked(db, store):
    image = make_image()
    image.make_renditions()
    old_crop, half = f"{image.folder}wide-9-9-320.jpg", "aa/.half-x"
    for storage, name in (
        (originals(), half),
        (default_storage, old_crop),
        (default_storage, "renditions/gone/1.jpg"),
    ):
        storage.save(name, ContentFile(b"x"))
    default_storage.delete(f"{image.folder}320.webp")
    assert "0 files to delete" in check()  # they may be on their way in
    said = check("--hours=0")
    for name in (half, old_crop, "renditions/gone/1.jpg"):
        assert f"{name}: of no picture" in said
    assert f"{image.folder}320.webp: not there" in said
    assert "3 files to delete, with --delete; 1 renditions lost." in said
    assert default_storage.exists(old_crop)
    check("--hours=0", "--delete")
    assert "0 files to delete, with --delete; 0 renditions lost." in check("--hours=0")
    assert originals().exists(image.original.name)
    assert Rendition.objects.filter(image=image).count() == len(image.wanted) - 1


def test_a_lost_original_is_a_fault_and_a_withdrawn_picture_keeps_only_that(db):
    lost, gone = (make_image(file=make_picture_file(colour=(9, 9, 90 * n))) for n in range(2))
    gone.withdraw(by=None, because="Not ours")
    default_storage.save(f"{gone.folder}160.jpg", ContentFile(b"x"))
    originals().delete(lost.original.name)
    with pytest.raises(CommandError, match=rf"restore them: {lost.pk} \({lost.original.name}\)$"):
        check("--hours=0", "--delete")
    assert not default_storage.exists(f"{gone.folder}160.jpg")
    assert originals().exists(gone.original.name)
    assert Image.objects.count() == 2
