"""Everything a reader can see of a page, without ids, versions and tokens."""

from coverage.markup import blocks
from coverage.models import LivePage
from tests.interchange.files import digest_of


def describe(slug):
    page = LivePage.objects.get(slug=slug)
    names = (
        "slug title standfirst summary stream_only lead_caption time_zone language direction state starts_at "
        "published_at opened_at closed_at event_name event_place event_starts_at event_ends_at related_url related_title "
        "closing_line"
    )
    return {
        **{name: getattr(page, name) for name in names.split()},
        "lead_image": _image(page.lead_image),
        "lead_video": _video(page.lead_video),
        "tags": _tags(page),
        "pinned": page.pinned and page.pinned.key,
        "entries": [_entry(entry) for entry in page.entries.in_timeline()],
    }


def _entry(entry):
    names = "key headline kicker is_key_event confirmation published_at updated_at"
    return {
        **{name: getattr(entry, name) for name in names.split()},
        "body": _body(entry),
        "bylines": [
            (byline.role, byline.reporting_from, _author(byline.author)) for byline in entry.bylines.all()
        ],
        "tags": _tags(entry),
        "corrections": [(revision.note, revision.at) for revision in entry.corrections],
    }


def _body(entry):
    """The words, and each figure as what it shows."""
    images = {image.pk: image for image in entry.images.all()}
    videos = {video.pk: video for video in entry.videos.all()}
    embeds = {embed.pk: embed for embed in entry.embeds.all()}
    shown = {
        "image": lambda number: _image(images[number]),
        "video": lambda number: _video(videos[number]),
        "embed": lambda number: _embed(embeds[number]),
    }
    media = [(caption, shown[kind](number)) for kind, number, caption, _joined in blocks.figures(entry.body)]
    text = blocks.fill(
        entry.body, lambda figures: "".join(f"[{figure.kind}{figure.joined}]" for figure in figures)
    )
    return text, media


def _author(author):
    return {
        **{name: getattr(author, name) for name in ("name", "slug", "role", "url")},
        "photo": _image(author.photo),
    }


def _image(image):
    names = "content_hash width height colour alt is_decorative credit is_own_graphic caption focal_x focal_y"
    return image and {name: getattr(image, name) for name in names.split()}


def _video(video):
    return video and {
        **{
            name: getattr(video, name)
            for name in ("title", "caption", "credit", "transcript", "url", "is_live", "kind")
        },
        "file": video.file and digest_of(video.file),
        "poster": _image(video.poster),
        "captions": list(video.captions.values_list("language", "label", "text")),
    }


def _embed(embed):
    names = "address provider source title author text kind player"
    return {
        **{name: getattr(embed, name) for name in names.split()},
        "thumbnail": _image(embed.thumbnail),
    }


def _tags(noun):
    return [(tag.name, tag.slug) for tag in noun.tags.all()]
