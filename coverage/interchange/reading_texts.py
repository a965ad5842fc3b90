"""Bodies, tags and places, as publishers write them."""

from html import unescape

from django.utils.text import slugify

from coverage.interchange import terms
from coverage.interchange.wording import has_tags
from coverage.markup import blocks


def prose(node, field):
    """Plain text or HTML as canonical HTML without figures: their numbers would be ours."""
    text = "\n\n".join(each.raw_text() for each in node.each())
    html = text if has_tags(text) else blocks.from_plain(unescape(text))
    return "".join(block for block in blocks.blocks(node.fit(html, field)) if not blocks.is_figure(block))


def own_body(node, field, *, pictures, clips, shares):
    """Canonical HTML whose figures count into these pictures, clips and shares; others are left out."""
    known = {"image": len(pictures), "video": len(clips), "embed": len(shares)}

    def counted(figure):
        return figure.number if figure.number <= known[figure.kind] else None

    return blocks.renumber(node.fit(node.raw_text(), field), counted)


def with_figures(body, *, pictures, clips, shares):
    """The body with every picture, clip and share where its `position` says."""
    rows = blocks.blocks(body)
    media = [(each.position, "image", at) for at, each in enumerate(pictures, 1)]
    media += [(each.position, "video", at) for at, each in enumerate(clips, 1)]
    media += [(each.position, "embed", at) for at, each in enumerate(shares, 1)]
    for position, kind, at in reversed(sorted(media, key=lambda item: item[0])):
        rows.insert(position, blocks.Figure(kind, at).html)
    return "".join(rows)


def tags(node):
    """(name, slug or nothing) of each keyword; one text may hold several, parted by commas."""
    if isinstance(node.value, str):
        return [(name.strip(), "") for name in node.text().split(",") if name.strip()]
    return [(each.text(), _slug(each)) for each in node.each()]


def _slug(node):
    text = node[terms.SLUG].raw_text()
    return text if len(text) <= 80 and slugify(text, allow_unicode=True) == text else ""


def place(node):
    """The name of a Place, or what stands in its stead; empty where there is none."""
    node = node.first()
    if not node.is_object:
        return node
    found = node.either("name", "address", "addressLocality", "addressCountry")
    return place(found) if found else found
