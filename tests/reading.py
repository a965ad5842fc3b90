"""Reading HTML as a browser would, as far as tests ask."""

import re
from html.parser import HTMLParser

VOID = {"meta", "link", "img", "br", "source", "track", "input", "hr", "base"}


class Element:
    """`element["href"]` is an attribute (None without), `element.text` its words, white space folded."""

    def __init__(self, tag, attributes=()):
        self.tag, self.attributes, self.children = tag, dict(attributes), []

    def __getitem__(self, name):
        return self.attributes.get(name)

    @property
    def raw(self):
        return "".join(child if isinstance(child, str) else child.raw for child in self.children)

    @property
    def text(self):
        return " ".join(self.raw.split())

    def all(self, selector):
        """Elements beneath that match "tag", ".class", "tag.class" or "[name=value]", in the document's order."""
        tag, _dot, name = selector.partition(".")
        attribute = re.fullmatch(r"\[([\w-]+)=(.*)\]", selector)
        found = []
        for child in self.children:
            if isinstance(child, str):
                continue
            if attribute:
                fits = child[attribute[1]] == attribute[2]
            else:
                fits = (not tag or child.tag == tag) and (not name or name in (child["class"] or "").split())
            found += [*([child] if fits else []), *child.all(selector)]
        return found

    def one(self, selector):
        found = self.all(selector)
        assert len(found) == 1, f"{len(found)} of {selector}"
        return found[0]


def parsed(html):
    """The document's root Element; an element that is closed but not open, or left open, is an error."""
    builder = _Builder()
    builder.feed(html if isinstance(html, str) else html.decode())
    builder.close()
    assert [element.tag for element in builder.open] == ["#document"], "not closed"
    return builder.open[0]


class _Builder(HTMLParser):
    def __init__(self):
        super().__init__(convert_charrefs=True)
        self.open = [Element("#document")]

    def handle_starttag(self, tag, attributes):
        element = Element(tag, attributes)
        self.open[-1].children.append(element)
        if tag not in VOID:
            self.open.append(element)

    def handle_endtag(self, tag):
        assert tag == self.open[-1].tag, f"</{tag}> ends <{self.open[-1].tag}>"
        self.open.pop()

    def handle_data(self, data):
        self.open[-1].children.append(data)
