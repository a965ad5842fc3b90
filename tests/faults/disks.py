"""A small disk of its own, that can be filled and cleared again; only root may mount one."""

import os
import subprocess
from contextlib import suppress
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory


class SmallDisk:
    """An ext4 of so many megabytes, mounted on a folder."""

    def __init__(self, folder, megabytes):
        self.folder, self.image = Path(folder), Path(f"{folder}.img")
        self.ballast = self.folder / "ballast"
        with self.image.open("wb") as image:
            image.truncate(megabytes * 2**20)
        self.folder.mkdir()
        _run("mkfs.ext4", "-q", "-m", "0", self.image)
        _run("mount", "-o", "loop", self.image, self.folder)

    def fill(self):
        """Not a block more can be written."""
        with self.ballast.open("ab") as ballast:
            for size in (2**20, 2**12):
                with suppress(OSError):  # no room for one more of this size
                    while True:
                        os.posix_fallocate(ballast.fileno(), ballast.seek(0, os.SEEK_END), size)

    def clear(self):
        self.ballast.unlink(missing_ok=True)

    def close(self):
        _run("umount", "--lazy", self.folder)


@cache
def may_mount():
    if os.geteuid() != 0:
        return False
    with TemporaryDirectory() as folder:
        try:
            SmallDisk(Path(folder) / "disk", 8).close()
        except (OSError, subprocess.CalledProcessError):
            return False
    return True


def _run(*command):
    subprocess.run([str(part) for part in command], check=True, capture_output=True)
