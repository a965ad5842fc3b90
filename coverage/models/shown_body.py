"""A body with its pictures and videos, as readers get it."""

from django.template.loader import render_to_string
from django.utils.safestring import mark_safe

from coverage.markup import blocks


def shown_body(body, images, videos):
    """HTML for a page. What is not among these images and videos is left out; who stood beside it stays."""
    known = {"image": {image.pk: image for image in images}, "video": {video.pk: video for video in videos}}

    def render(figures):
        kind, joined = figures[0].kind, figures[-1].joined
        shown = [
            {kind: known[kind][figure.number], "caption": mark_safe(figure.caption)}
            for figure in figures
            if figure.number in known[kind]
        ]
        if len(shown) > 1:
            return render_to_string(f"coverage/_{joined}.html", {"pictures": shown})
        template = "coverage/_video.html" if kind == "video" else "coverage/_picture.html"
        return "".join(render_to_string(template, one) for one in shown)

    return mark_safe(blocks.fill(body, render))
