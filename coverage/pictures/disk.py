"""Files on a disk: whole or not at all. A name here is never two contents (it holds a hash,
or all that the content depends on), so writing it again writes the same.
"""

import os
import tempfile
from contextlib import suppress
from pathlib import Path

from django.core.files.storage import FileSystemStorage
from django.utils.deconstruct import deconstructible


@deconstructible
class Disk(FileSystemStorage):
    """A file appears when all of it is written: a full disk leaves nothing half, two writers do no harm."""

    def get_available_name(self, name, max_length=None):
        return name

    def _save(self, name, content):
        path = Path(self.path(name))
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor, half = tempfile.mkstemp(prefix=".half-", dir=path.parent)
        try:
            with os.fdopen(descriptor, "wb") as file:
                for chunk in content.chunks():
                    file.write(chunk)
                file.flush()
                os.fsync(descriptor)
            Path(half).chmod(self.file_permissions_mode or 0o600)
            Path(half).replace(path)
        except BaseException:
            Path(half).unlink(missing_ok=True)
            raise
        return str(Path(name).as_posix())

    def copy(self, name, other):
        """Have the same content under another name too; at once, however large it is."""
        path = Path(self.path(other))
        path.parent.mkdir(parents=True, exist_ok=True)
        os.link(self.path(name), path)


def forget_folder(storage, folder):
    """Delete what is in a folder of files (not the folders in it), and the folder where there are such."""
    with suppress(FileNotFoundError):
        for name in storage.listdir(folder)[1]:
            storage.delete(f"{folder}/{name}")
    if isinstance(storage, FileSystemStorage):
        with suppress(OSError):
            Path(storage.path(folder)).rmdir()
