"""The files beside a document: nothing outside their folder, and nothing from the network."""

from pathlib import PurePosixPath
from urllib.parse import unquote, urlsplit


class Folder:
    def __init__(self, path):
        self.path = path.resolve()

    def find(self, address):
        """The file that an address means: by its path in this folder, else by its name. None if there is none."""
        try:
            path = PurePosixPath(unquote(urlsplit(address).path).lstrip("/"))
            for candidate in (path, path.name):
                found = (self.path / candidate).resolve()
                if found.is_relative_to(self.path) and found.is_file():
                    return found
        except (ValueError, OSError):  # a NUL, a bracket without its other, a name too long for the disk
            return None
        return None
