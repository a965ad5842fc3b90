"""A live page as a folder: `page.jsonld`, `pictures/` and `videos/`."""

import json
import re
import shutil

from coverage.interchange import terms
from coverage.interchange.bad_input import BadInput
from coverage.interchange.source import PAGE_FILE
from coverage.interchange.writing import document

_FOLDERS = {"pictures", "videos"}
_OURS = re.compile(r"[0-9a-f]{64}\.\w+(\.part)?")


def export_page(page, folder):
    """Write the page with its published entries and the originals of its pictures into `folder` (a Path).

    An empty folder, a new one, or an earlier export, which is brought up to date. BadInput for
    any other, and where a file of the page is missing from the store: then `page.jsonld` is as before.
    """
    _refuse_other_things(folder)
    files = {}
    told = document(page, files)
    for path, kept in files.items():
        _copy(kept, folder / path)
    _write(folder / PAGE_FILE, json.dumps(told, ensure_ascii=False, indent=1) + "\n")
    _remove_the_rest(folder, files)


def _refuse_other_things(folder):
    if folder.exists() and not folder.is_dir():
        raise BadInput(str(folder), "", "this is a file; name a folder.")
    found = {path.name for path in folder.iterdir()} if folder.exists() else set()
    if found and not (found <= {PAGE_FILE, *_FOLDERS} and _is_ours(folder / PAGE_FILE)):
        raise BadInput(str(folder), "", "there are other things in this folder; name a new or an empty one.")


def _is_ours(path):
    try:
        return terms.CONTEXT[1].items() <= json.loads(path.read_text("utf-8"))["@context"][1].items()
    except (OSError, ValueError, LookupError, TypeError, AttributeError):
        return False


def _copy(kept, path):
    """A file of a storage to `path`, there whole or not at all."""
    if path.exists() and path.stat().st_size == kept.size:
        return  # its name is the hash of what is in it
    path.parent.mkdir(parents=True, exist_ok=True)
    partly = path.with_name(f"{path.name}.part")
    with kept.open() as source, partly.open("wb") as target:
        shutil.copyfileobj(source, target)
    partly.replace(path)


def _write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    partly = path.with_name(f"{path.name}.part")
    partly.write_text(text, "utf-8")
    partly.replace(path)


def _remove_the_rest(folder, files):
    """What an earlier export had and this one has not."""
    wanted = {folder / path for path in files}
    for name in _FOLDERS:
        for path in (folder / name).glob("*"):
            if path not in wanted and _OURS.fullmatch(path.name):
                path.unlink()
