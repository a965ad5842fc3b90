"""Static files as a site gives them out: compressed, under names that change with their content."""

import re

from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

COMMENT = re.compile(r"(^|\s+)// .*$")
TEXT = re.compile(r'("[^"]*")')
AROUND_SIGNS = re.compile(r"\s*(=>|[=?:,;{}()])\s*")  # not + - < >: `a - -b` and `a < !--b` need their spaces
MORE_THAN_TEXT = re.compile(r"[`'/\\]")  # a template, an expression or a quotation mark in a text


class Storage(CompressedManifestStaticFilesStorage):
    """What readers' pages run and look like is joined into a file each (settings.JOINED): a cheap phone on a
    slow line asks six times at once and no more. The scripts without comments and spare spaces: three quarters on
    the line.

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
            found = [COMMENT.sub("", line.strip()) for line in source.read().decode().splitlines()]
        lines += [_bare(line, name) for line in found] if name.endswith(".js") else found
    return "\n".join(filter(None, lines))


def _bare(line, name):
    """A line of a script without the spaces around its signs, where nothing but names, signs and texts in " is in it."""
    if line.count("`") % 2:
        raise ImproperlyConfigured(f"{name}: a template literal must end on the line where it begins: {line}")
    if MORE_THAN_TEXT.search(line):
        return line
    parts = TEXT.split(line)  # every second one is a text
    return "".join(part if n % 2 else AROUND_SIGNS.sub(r"\1", part) for n, part in enumerate(parts))
