"""Static files as a site gives them out: compressed, under names that change with their content."""

import re

from django.conf import settings
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENT = re.compile(r"(^|\s+)// .*$")
JOINED = "js/live.js"


class Storage(CompressedManifestStaticFilesStorage):
    """What a live page runs is joined into one file without its comments: three quarters on the line.

    Line by line, so no text in these scripts may hold two slashes and a space at its beginning or after one.
    """

    def post_process(self, paths, dry_run=False, **options):
        if not dry_run:
            self.delete(JOINED)
            self.save(JOINED, ContentFile(joined(paths).encode()))
            paths = {**paths, JOINED: (self, JOINED)}
        yield from super().post_process(paths, dry_run=dry_run, **options)


def joined(paths):
    """`paths`: name → (storage, its name there), as collectstatic has them."""
    lines = []
    for name in settings.LIVE_SCRIPTS:
        storage, path = paths[name]
        with storage.open(path) as source:
            lines += [COMMENT.sub("", line.strip()) for line in source.read().decode().splitlines()]
    return "\n".join(filter(None, lines))
