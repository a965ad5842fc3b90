"""Where the stores of pictures and the database disagree: what killed processes, moves and restores leave behind."""

from datetime import timedelta
from typing import NamedTuple

from django.core.files.storage import Storage, default_storage
from django.utils import timezone

from coverage.models.image import Image, Rendition, originals


class Stray(NamedTuple):
    """A file that no picture has any more."""

    storage: Storage
    name: str

    def delete(self):
        self.storage.delete(self.name)


def stray_files(*, hours=1):
    """Originals of no picture, renditions of none, of one that was withdrawn, or of a crop that is no longer wanted.

    Younger ones than so many hours may be on their way in.
    """
    until = timezone.now() - timedelta(hours=hours)
    known = set(Image.objects.values_list("original", flat=True))
    for stray in (stray for stray in _files(originals(), "") if stray.name not in known):
        if stray.storage.get_modified_time(stray.name) <= until:
            yield stray
    for folder in _listed(default_storage, "renditions")[0]:
        image = Image.objects.filter(token=folder, withdrawn_at=None).first()
        wanted = {each.name for each in image.wanted} if image else set()
        for stray in _files(default_storage, f"renditions/{folder}"):
            is_wanted = stray.name.rpartition("/")[2] in wanted
            if not is_wanted and default_storage.get_modified_time(stray.name) <= until:
                yield stray


def without_original():
    """Images of which no further rendition can be made: their file must come out of a backup."""
    there = {stray.name for stray in _files(originals(), "")}
    return [image for image in Image.objects.order_by("pk") if image.original.name not in there]


def lost_renditions():
    """Rows of files that are not there; they are made again when somebody asks for them."""
    there = {stray.name for stray in _files(default_storage, "renditions")}
    return [rendition for rendition in Rendition.objects.order_by("pk") if rendition.file not in there]


def _files(storage, folder):
    folders, names = _listed(storage, folder)
    within = f"{folder}/" if folder else ""
    for name in names:
        yield Stray(storage, within + name)
    for each in folders:
        yield from _files(storage, within + each)


def _listed(storage, folder):
    try:
        return storage.listdir(folder)
    except FileNotFoundError:
        return [], []
