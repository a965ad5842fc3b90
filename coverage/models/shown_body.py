"""A body with its pictures, videos and embeds, as readers get it."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from coverage.markup import blocks

TEMPLATES = {
    kind: f"coverage/_{name}.html"
    for kind, name in (("image", "picture"), ("video", "video"), ("embed", "embed"))
}


def shown_body(body, images=(), videos=(), embeds=()):
    """HTML for a page. What is not among these is left out; who stood beside it stays."""
    given = {"image": images, "video": videos, "embed": embeds}
    known = {kind: {each.pk: each for each in found} for kind, found in given.items()}

    def render(figures):
        kind, joined = figures[0].kind, figures[-1].joined
        shown = [
            {
                kind: known[kind][figure.number],
                "caption": mark_safe(figure.caption),
                "tracks": getattr(known[kind][figure.number], "tracks", []),
            }
            for figure in figures
            if figure.number in known[kind]
        ]
        if len(shown) > 1:
            return render_to_string(f"coverage/_{joined}.html", {"pictures": shown})
        return "".join(render_to_string(TEMPLATES[kind], one) for one in shown)

    return mark_safe(blocks.fill(body, render))
