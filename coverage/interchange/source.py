"""Where a live blog comes in from: a JSON-LD file, a saved HTML page, or a folder of our export."""

import codecs
import json
import re
from html.parser import HTMLParser

from coverage.interchange.bad_input import BadInput
from coverage.interchange.node import Node

PAGE_FILE = "page.jsonld"  # in a folder of our own export
MAX_BYTES = 20 * 1024 * 1024
MAX_DEPTH = 100
_WRAPPING = re.compile(r"\A(?://\s*)?(?:<!--|<!\[CDATA\[)|(?://\s*)?(?:-->|\]\]>)\Z")
_CHARSET = re.compile(rb"""<meta[^>]+charset=["']?([\w-]+)""", re.IGNORECASE)


def read_source(path):
    """The LiveBlogPosting in the file or folder `path`, as a Node. Raises BadInput."""
    if path.is_dir():
        path = path / PAGE_FILE
    data = _data(path)
    if re.match(rb"\s*<", data.removeprefix(codecs.BOM_UTF8)):
        values = list(_in_html(_text(data, path.name), path.name))
    else:
        values = [_json(_text(data, path.name), path.name)]
    objects = [found for value in values for found in _objects(value, path.name)]
    live_blogs = [node for node in (Node(found, name=path.name) for found in objects) if _is_live_blog(node)]
    if not live_blogs:
        raise BadInput(path.name, "", "there is no LiveBlogPosting in it.")
    fullest = max(live_blogs, key=lambda node: len(node["liveBlogUpdate"].each()))
    return Node(fullest.value, name=path.name, by_id=_by_id(objects))


def _data(path):
    try:
        if not path.is_file():
            raise BadInput(str(path), "", "there is no such file.")
        if path.stat().st_size > MAX_BYTES:
            raise _too_large(path.name)
        with path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except OSError as error:
        raise BadInput(str(path), "", f"it cannot be read ({error.strerror}).") from None
    if len(data) > MAX_BYTES:
        raise _too_large(path.name)
    return data


def _too_large(name):
    return BadInput(
        name, "", f"it is larger than {MAX_BYTES // 1024 // 1024} MB; leave out what is not the live blog."
    )


def _text(data, name):
    """In UTF-8, or in what a saved page says."""
    said = _CHARSET.search(data[:2048])
    for encoding in ("utf-8-sig", said[1].decode("ascii") if said else None):
        try:
            if encoding:
                return data.decode(encoding)
        except (UnicodeDecodeError, LookupError):
            continue
    raise BadInput(name, "", "it is not text in UTF-8; save it again as UTF-8.")


def _json(text, name, place=""):
    try:
        return json.loads(text, strict=False)
    except json.JSONDecodeError as error:
        where = f"line {error.lineno}, column {error.colno}"
        raise BadInput(name, f"{place}, {where}".lstrip(", "), f"this is not JSON ({error.msg}).") from None
    except ValueError:
        raise BadInput(name, place, "this is not JSON (a number has thousands of digits).") from None
    except RecursionError:
        raise _too_deep(name) from None


def _too_deep(name):
    return BadInput(name, "", f"it is nested more than {MAX_DEPTH} levels deep.")


def _in_html(text, name):
    """The JSON of each script of a page that is JSON; the first mistake if none is."""
    scripts = _Scripts()
    scripts.feed(text)
    scripts.close()
    mistakes, found = [], 0
    for number, script in enumerate(scripts.found, 1):
        try:
            value = _json(_unwrapped(script), name, f"script {number}")
        except BadInput as mistake:
            mistakes.append(mistake)
            continue
        found += 1
        yield value
    if mistakes and not found:
        raise mistakes[0]


def _unwrapped(script):
    """Without the comment or CDATA marks that old templates put around it."""
    return _WRAPPING.sub("", script.strip())


class _Scripts(HTMLParser):
    """The texts of a page's `application/ld+json` scripts."""

    def __init__(self):
        super().__init__()
        self.found = []
        self._is_inside = False

    def handle_starttag(self, tag, attributes):
        kind = (dict(attributes).get("type") or "").split(";")[0].strip().lower()
        self._is_inside = tag == "script" and kind == "application/ld+json"
        if self._is_inside:
            self.found.append("")

    def handle_endtag(self, tag):
        self._is_inside = False

    def handle_data(self, data):
        if self._is_inside:
            self.found[-1] += data


def _objects(value, name):
    """Every object in a JSON value, shallow ones first."""
    level, found = [value], []
    for _ in range(MAX_DEPTH):
        found += [item for item in level if isinstance(item, dict)]
        level = [child for item in level for child in _children(item)]
        if not level:
            return found
    raise _too_deep(name)


def _children(item):
    if isinstance(item, dict):
        return item.values()
    return item if isinstance(item, list) else ()


def _is_live_blog(node):
    return "LiveBlogPosting" in node.types


def _by_id(objects):
    """Objects that say more than their `@id`, by it."""
    named = (found for found in objects if len(found) > 1 and isinstance(found.get("@id"), str))
    return {found["@id"]: found for found in reversed(list(named))}
