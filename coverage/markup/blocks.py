"""Reading a canonical body: its blocks, its figures, its words."""

import re
from html import unescape
from typing import NamedTuple

_BLOCK = re.compile(r"<(p|h4|ul|ol|blockquote|figure)\b[^>]*>.*?</\1>", re.DOTALL)
_FIGURE = re.compile(
    r'<figure data-(image|video|embed)="(\d+)"(?: data-joined="(row|pair)")?>(?:<figcaption>(.*?)</figcaption>)?</figure>',
    re.DOTALL,
)
_GROUP = re.compile(r"<figure\b[^>]*>.*?</figure>(?:<figure [^>]*data-joined=[^>]*>.*?</figure>)*", re.DOTALL)
_LINE = re.compile(r"<(p|h4|li|figcaption)>(.*?)</\1>", re.DOTALL)
_HREF = re.compile(r'<a href="([^"]*)">')
_TAG = re.compile(r"<[^>]*>")
_OF_PARTS = re.compile(r"<(ul|ol|blockquote)>")
_PART = re.compile(r"<(li|p)>.*?</\1>", re.DOTALL)
EDGE = "<hr>"  # among parts: between two lists, or two quotes, that are not one


class Figure(NamedTuple):
    """`kind` is "image", "video" or "embed", `caption` HTML or empty. `joined`: how to the image before it (canonical.py)."""

    kind: str
    number: int
    caption: str = ""
    joined: str = ""

    @property
    def html(self):
        words = f"<figcaption>{self.caption}</figcaption>" if self.caption else ""
        joined = f' data-joined="{self.joined}"' if self.joined else ""
        return f'<figure data-{self.kind}="{self.number}"{joined}>{words}</figure>'


def blocks(body):
    """The body's blocks, each as canonical HTML, in order."""
    return [match[0] for match in _BLOCK.finditer(body)]


def parts(body):
    """The blocks, each item of a list and each paragraph of a quote as a block of its own."""
    found, before = [], None
    for block in blocks(body):
        of_parts = _OF_PARTS.match(block)
        tag = of_parts and of_parts[1]
        if tag and tag == before:
            found.append(EDGE)
        found += [f"<{tag}>{part[0]}</{tag}>" for part in _PART.finditer(block)] if tag else [block]
        before = tag
    return found


def is_figure(block):
    return block.startswith("<figure")


def figures(body):
    """Each Figure of the body, in order."""
    return [
        Figure(kind, int(number), caption, joined) for kind, number, joined, caption in _FIGURE.findall(body)
    ]


def numbers(body, kind):
    """The ids of the images (or videos, or embeds) that the body shows, each once, in order."""
    return list(dict.fromkeys(number for found, number, *_ in figures(body) if found == kind))


def lines(body):
    """Every line of words in the body, captions too, as plain text, in order."""
    return [words(match[2]) for match in _LINE.finditer(body)]


def links(body):
    """The addresses that the body leads to, each once, in order."""
    return list(dict.fromkeys(unescape(match[1]) for match in _HREF.finditer(body)))


def fill(body, render):
    """The body with every group of joined figures, mostly of one, replaced by `render(figures)`."""
    return _GROUP.sub(lambda match: render(figures(match[0])), body)


def renumber(body, renumbered):
    """The body with other numbers: `renumbered(figure)` or, for one that is left out, None."""

    def render(group):
        html = ""
        for figure in group:
            number = renumbered(figure)
            if number is not None:  # the first one left is joined to none
                html += figure._replace(number=number, joined=html and figure.joined).html
        return html

    return fill(body, render)


def words(html):
    """HTML as plain text of one line."""
    return " ".join(unescape(_TAG.sub("", html.replace("<br>", " "))).split())


def plain(body):
    """A body as plain text: blocks parted by an empty line, list items begin with "• "."""
    return "\n\n".join(filter(None, (_plain(block) for block in blocks(body) if not is_figure(block))))


def _plain(block):
    if block.startswith(("<ul", "<ol")):
        return "\n".join(f"• {words(item)}" for item in re.findall(r"<li>(.*?)</li>", block, re.DOTALL))
    if block.startswith("<blockquote"):
        return "\n".join(words(part) for part in re.findall(r"<p>(.*?)</p>", block, re.DOTALL))
    return words(block)


def from_plain(text):
    """HTML of a plain text: empty lines part paragraphs, lines that begin with • or - are bullets."""
    from html import escape

    html, bullets = [], []

    def end_bullets():
        if bullets:
            html.append(f"<ul>{''.join(f'<li>{item}</li>' for item in bullets)}</ul>")
            bullets.clear()

    for paragraph in re.split(r"\n\s*\n", text.replace("\r\n", "\n").replace("\r", "\n")):
        kept = []
        for row in paragraph.split("\n"):
            found = re.match(r"\s*[•\-]\s+(.+)", row)
            if found:
                if kept:
                    end_bullets()
                    html.append(f"<p>{'<br>'.join(kept)}</p>")
                    kept = []
                bullets.append(escape(found[1], quote=False))
            elif row.strip():
                end_bullets()
                kept.append(escape(row.strip(), quote=False))
        if kept:
            end_bullets()
            html.append(f"<p>{'<br>'.join(kept)}</p>")
    end_bullets()
    return "".join(html)
