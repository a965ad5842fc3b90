"""Static files as a site gives them out: compressed, under names that change with their content."""

import re

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENT = re.compile(r"(^|\s+)// .*$")


class Storage(CompressedManifestStaticFilesStorage):
    """What readers' pages run and look like is joined into a file each (settings.JOINED): a cheap phone on a
    slow line asks six times at once and no more. Without the scripts' comments: three quarters on the line.

    Line by line, so no text in these files may hold two slashes and a space at its beginning or after one.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            for name, parts in settings.JOINED.items():
                self.delete(name)
                self.save(name, ContentFile(joined(parts, paths).encode()))
                paths = {**paths, name: (self, name)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(parts, paths):
    """The files named so, one after the other. `paths`: name → (storage, its name there), as collectstatic has them."""
    lines = []
    for name in parts:
        storage, path = paths[name]
        with storage.open(path) as source:
            lines += [COMMENT.sub("", line.strip()) for line in source.read().decode().splitlines()]
    return "\n".join(filter(None, lines))
