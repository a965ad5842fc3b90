"""The one form in which a body is stored, whatever it came in as.

    body       = block*
    block      = <p>line</p> | <h4>line</h4> | <ul>item+</ul> | <ol>item+</ol>
               | <blockquote>(<p>line</p>)+</blockquote> | figure
    item       = <li>line</li>
    figure     = <figure data-image="12"></figure> | <figure data-video="3"></figure>
               | <figure data-embed="7"></figure>
                 each with <figcaption>line</figcaption> or without; an image right after an image may
                 say data-joined="row" (they are one gallery) or "pair" (they are before and after)
    line       = text and <a href> <strong> <em> <sub> <sup> <br>

Flat on purpose: nothing nests deeper than a list item's emphasis, so every reader of it (the
page, feeds, the export, an editor) can be small. `canonical(canonical(x)) == canonical(x)`.
"""

import re
from functools import lru_cache
from html import escape
from html.parser import HTMLParser
from itertools import pairwise
from urllib.parse import urlsplit

import nh3

FIGURES = ("image", "video", "embed")  # what a figure may show, by number
MAX_LENGTH = 200_000  # characters, as they come in and as they are stored

_MAX_INLINE = 20  # elements open at once around a word
_MAX_DEPTH = (
    100  # elements open at once in what comes in: the sanitiser looks through all of them at each tag
)
SCHEMES = {"http", "https", "mailto", "tel"}
_INLINE = {"a": "a", "strong": "strong", "b": "strong", "em": "em", "i": "em", "sub": "sub", "sup": "sup"}
_HEADINGS = {"h1", "h2", "h3", "h4", "h5", "h6"}
_LISTS = {"ul", "ol"}
_JOINS = {"row": ("", "row"), "pair": ("",)}  # what the image before may be joined by itself
# Kept by the sanitiser only because they part one paragraph from the next.
_PARTING = {
    "p", "div", "section", "article", "header", "footer", "main", "aside", "address", "pre",
    "table", "caption", "thead", "tbody", "tfoot", "tr", "td", "th", "dl", "dt", "dd", "hr", "details", "summary",
}  # fmt: skip
_SANITISER = nh3.Cleaner(
    tags={*_INLINE, *_HEADINGS, *_LISTS, *_PARTING, "li", "blockquote", "figure", "figcaption", "br"},
    attributes={"a": {"href"}, "figure": {*(f"data-{kind}" for kind in FIGURES), "data-joined"}},
    clean_content_tags={"script", "style", "template", "noscript", "title", "textarea", "iframe", "object"},
    url_schemes=SCHEMES,
    link_rel=None,
    strip_comments=True,
)
# What XML 1.0 has no place for, and the marks that turn the direction of the text after them.
UNWANTED = re.compile(
    "[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff\u202a-\u202e\u2066-\u2069]"
)
_TAG = re.compile(r"<(/?)([a-z][^\s/<>]*)", re.IGNORECASE)
# What holds no element, or ends by itself where the next one begins.
_NOT_NESTING = {
    "p", "li", "dt", "dd", "tr", "td", "th", "br", "hr", "img", "wbr", "input", "meta", "link", "base", "col", "area",
    "embed", "source", "track", "param", "script", "style", "title", "textarea", "xmp", "iframe", "noembed", "noframes",
}  # fmt: skip
_SPACES = re.compile(r"[ \t\n\r\f]+")


class TooLong(ValueError):
    """The body has more characters than `MAX_LENGTH`."""

    def __init__(self):
        super().__init__(f"This text is too long: {MAX_LENGTH:,} characters are the most. Part it into two.")


@lru_cache(maxsize=8)  # a publish asks for the same text a dozen times: form, entry, revision, copy
def canonical(html, *, has_figures=True):
    """`html` in the stored form, or without its figures; TooLong above `MAX_LENGTH` characters."""
    if not html:
        return ""
    if len(html) > MAX_LENGTH:
        raise TooLong
    writer = _Writer(has_figures)
    writer.feed(_SANITISER.clean(_shallow(UNWANTED.sub("", html))))
    writer.close()
    written = writer.written()
    if len(written) > MAX_LENGTH:
        raise TooLong
    return written


def _shallow(html):
    """The same with a line break for each element that is deeper than `_MAX_DEPTH`: nobody means it."""
    depth = 0

    def renamed(tag):
        nonlocal depth
        is_end, name = tag[1], tag[2]
        if name.lower() in _NOT_NESTING:
            return tag[0]
        depth = max(0, depth - 1) if is_end else depth + 1
        return "<br" if depth + bool(is_end) > _MAX_DEPTH else tag[0]

    return _TAG.sub(renamed, html) if html.count("<") > _MAX_DEPTH else html


def safe_href(href):
    """The address if a link may lead there (absolute, a known scheme), else None."""
    href = href.strip()
    try:
        parts = urlsplit(href)
    except ValueError:
        return None
    if parts.scheme in ("http", "https"):
        return href if parts.hostname else None
    return href if parts.scheme in SCHEMES and parts.path else None


class _Writer(HTMLParser):
    """Reads clean HTML as events, so depth costs nothing, and writes blocks.

    `_line` holds the tokens of the line being read; `_wanted` the inline elements that are
    open around it: they are closed where a block ends and opened again in the next.
    """

    def __init__(self, has_figures):
        super().__init__(convert_charrefs=True)
        self._has_figures = has_figures
        self._blocks = []
        self._places = []  # open li, blockquote, headings, figcaption: where the next line belongs
        self._list = None  # the list block that takes items, its depth of open ul/ol beneath
        self._list_depth = 0
        self._quote = None
        self._figure = None
        self._line = []
        self._wanted = []

    def written(self):
        self._end_line()
        for before, block in pairwise([_Block("p"), *self._blocks]):
            if not (block.is_image and before.is_image and before.joined in _JOINS.get(block.joined, ())):
                block.joined = ""
        return "".join(block.html() for block in self._blocks)

    # Events

    def handle_starttag(self, tag, attributes):
        if tag in _INLINE and len(self._wanted) < _MAX_INLINE:
            self._wanted.append((_INLINE[tag], dict(attributes).get("href")))
            self._open(*self._wanted[-1])
        elif tag in _INLINE:
            pass  # nobody means it: one line would open them all
        elif tag == "br":
            self._line.append(_BREAK)
        else:
            self._end_line()
            if tag in _LISTS:
                self._start_list(tag)
            elif tag == "blockquote":
                self._quote = self._quote or _Block("blockquote")
                self._places.append(tag)
            elif tag == "figure":
                self._start_figure(dict(attributes))
            elif tag in _HEADINGS or tag in ("li", "figcaption"):
                self._places.append("h4" if tag in _HEADINGS else tag)

    def handle_endtag(self, tag):
        if tag in _INLINE:
            self._shut(_INLINE[tag])
            return
        self._end_line()
        if tag in _LISTS:
            self._list_depth = max(0, self._list_depth - 1)
            if not self._list_depth:
                self._list = None
        elif tag == "figure":
            self._figure = None
        elif tag in _HEADINGS or tag in ("li", "figcaption", "blockquote"):
            place = "h4" if tag in _HEADINGS else tag
            if place in self._places:
                self._places.reverse()
                self._places.remove(place)
                self._places.reverse()
            if tag == "blockquote" and "blockquote" not in self._places:
                self._quote = None

    def handle_data(self, data):
        self._line.append(_Text(data))

    # Blocks

    def _start_list(self, tag):
        if not self._list_depth:
            self._list = _Block(tag)
        self._list_depth += 1

    def _start_figure(self, attributes):
        for kind in FIGURES:
            number = attributes.get(f"data-{kind}") or ""
            if number.isascii() and number.isdigit() and 0 < int(number[:19]) < 2**63:
                self._figure = _Figure(kind, int(number[:19]), attributes.get("data-joined") or "")
                if self._has_figures:
                    self._blocks.append(self._figure)
                return

    def _end_line(self):
        line = _tidy(self._line)
        self._line = []
        for name, href in self._wanted:
            self._open(name, href)
        if line:
            self._place(line)

    def _place(self, line):
        place = self._places[-1] if self._places else None
        if place == "figcaption" and self._figure:
            self._figure.caption += f"<br>{line}" if self._figure.caption else line
        elif self._list is not None:
            self._put(self._list, line)
        elif self._quote is not None:
            self._put(self._quote, line)
        else:
            self._blocks.append(_Block("h4" if place == "h4" else "p", [line]))

    def _put(self, block, line):
        """One more line for a list or a quote; it goes on in a new one where another block came between."""
        if block.lines and self._blocks[-1] is not block:
            block = _Block(block.tag)
            if self._list is not None:
                self._list = block
            else:
                self._quote = block
        if not block.lines:
            self._blocks.append(block)
        block.lines.append(line)

    # Lines

    def _open(self, name, href):
        if name != "a":
            self._line.append(_Open(name))
        elif href and (href := safe_href(href)):
            self._line.append(_Open(name, href))

    def _shut(self, name):
        for at in range(len(self._wanted) - 1, -1, -1):
            if self._wanted[at][0] == name:
                del self._wanted[at]
                break
        self._line.append(_Shut(name))


class _Block:
    is_image, joined = False, ""

    def __init__(self, tag, lines=None):
        self.tag = tag
        self.lines = lines or []

    def html(self):
        inner = {"ul": "li", "ol": "li", "blockquote": "p"}.get(self.tag)
        if inner is None:
            return f"<{self.tag}>{self.lines[0]}</{self.tag}>"
        return f"<{self.tag}>{''.join(f'<{inner}>{line}</{inner}>' for line in self.lines)}</{self.tag}>"


class _Figure:
    def __init__(self, kind, number, joined):
        self.kind, self.number, self.joined, self.caption = kind, number, joined, ""
        self.is_image = kind == "image"

    def html(self):
        caption = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        joined = f' data-joined="{self.joined}"' if self.joined else ""
        return f'<figure data-{self.kind}="{self.number}"{joined}>{caption}</figure>'


class _Text(str):
    pass


class _Open:
    def __init__(self, name, href=None):
        self.name, self.href = name, href

    def html(self):
        return f'<a href="{escape(self.href)}">' if self.href else f"<{self.name}>"


class _Shut:
    def __init__(self, name):
        self.name = name


_BREAK = object()


def _tidy(tokens):
    """A line's tokens as HTML: spaces folded, breaks only between words, elements that hold nothing left out."""
    out = []  # pieces of HTML
    opened = []  # (name, _Open, written?) in order: written only when a word follows
    breaks, space, begun = 0, False, False
    for token in tokens:
        if token is _BREAK:
            breaks += 1
        elif isinstance(token, _Open):
            if not any(name == token.name for name, *_ in opened):
                opened.append([token.name, token, False])
        elif isinstance(token, _Shut):
            _close(out, opened, token.name)
        else:
            text = _SPACES.sub(" ", token)
            space = space or text.startswith(" ")
            words = text.strip(" ")
            if not words:
                continue
            if begun:
                out.append("<br>" * min(breaks, 1) or (" " if space else ""))
            for entry in opened:
                if not entry[2]:
                    entry[2] = True
                    out.append(entry[1].html())
            out.append(escape(words, quote=False))
            begun, breaks, space = True, 0, text.endswith(" ")
    for name, *_ in reversed(list(opened)):
        _close(out, opened, name)
    return "".join(out)


def _close(out, opened, name):
    """Close `name` and, for good nesting, what was opened inside it; that opens again at the next word."""
    at = next((i for i, entry in enumerate(opened) if entry[0] == name), None)
    if at is None:
        return
    for entry in reversed(opened[at:]):
        if entry[2]:
            out.append(f"</{entry[0]}>")
            entry[2] = False
    del opened[at]
