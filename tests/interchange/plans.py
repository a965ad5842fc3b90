"""Random live pages: hypothesis draws a plan, `build` makes the page through the verbs."""

from datetime import UTC, datetime, timedelta

from django.core.files.base import ContentFile
from hypothesis import strategies as st

from coverage.markup.lines import line
from coverage.models import Author, Byline, Embed, Entry, Image, LivePage, Tag, Video
from tests.interchange.files import MP3, MP4, WEBM
from tests.make import make_captions, make_picture_file

MORNING = datetime(2026, 1, 6, 6, 0, 0, 123456, tzinfo=UTC)
ODD = [
    "AT&amp;T",
    "a < b & c",
    "<b>bold</b>",
    "1 &lt; 2",
    "x <p> y",
    "&#8217;",
    "¿Qué?",
    "مرحبا",
    "  two  spaces ",
]
LINE = st.sampled_from(ODD) | st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
NAMED = LINE.map(lambda text: f"N{text}")  # never empty
MOMENT = st.integers(0, 3).map(lambda minutes: MORNING + timedelta(minutes=minutes))  # so that times tie
FIGURE = st.builds(
    '<figure data-{}="{}"{}><figcaption>{}</figcaption></figure>'.format,
    st.sampled_from(["image", "video", "embed"]),
    st.integers(1, 4),
    st.sampled_from(["", ' data-joined="row"', ' data-joined="pair"']),
    st.sampled_from(["", "A <em>close</em> look"]),
)
BLOCK = st.sampled_from(
    [
        "<p>A word &amp; <strong>another</strong>.</p>",
        "<ul><li>one</li><li>two</li></ul>",
        "<ol><li>1 &lt; 2</li></ol>",
        "<blockquote><p>“Well.”</p></blockquote>",
        '<h4>Why</h4><p><a href="https://a.example/?b&amp;c">there</a><br>again</p>',
    ]
)
BODY = st.lists(BLOCK | FIGURE, max_size=5).map("".join)
PICTURE = st.fixed_dictionaries(
    {
        "colour": st.sampled_from([(200, 60, 40), (40, 60, 200)]),
        "format": st.sampled_from(["JPEG", "PNG", "WEBP"]),
        "words": st.fixed_dictionaries(
            {
                "alt": NAMED,
                "credit": LINE,
                "caption": LINE,
                "is_own_graphic": st.booleans(),
                "focal_x": st.floats(0, 1),
                "focal_y": st.floats(0, 1),
            }
        )
        | st.just({"alt": "", "is_decorative": True}),
    }
)
FILES = {"a.mp4": MP4, "b.webm": WEBM, "c.mp3": MP3}
FILM = st.fixed_dictionaries(
    {
        "title": NAMED,
        "caption": LINE,
        "credit": LINE,
        "transcript": st.sampled_from(["", "Good morning.\nThe doors open.\n\nThey <close>."]),
        "captions": st.lists(st.sampled_from(["en", "de", "ar"]), unique=True),
        "is_live": st.booleans(),
        "source": st.sampled_from(
            ["a.mp4", "b.webm", "c.mp3", "https://a.example/live.m3u8", "https://player.example/7"]
        ),
        "poster": st.none() | PICTURE,
    }
)
CARD = st.fixed_dictionaries(
    {
        "source": NAMED,
        "title": LINE,
        "author": LINE,
        "text": st.lists(st.sampled_from(ODD), max_size=2).map("\n".join),
        "thumbnail": st.none() | PICTURE,
    }
)
CARD_ADDRESSES = [
    "https://youtu.be/dQw4w9WgXcQ",
    "https://x.com/nasa/status/1234567890",
    "https://elsewhere.example/7",
    "https://elsewhere.example/a?b=1&c=2",
]
PERSON = st.fixed_dictionaries(
    {"name": st.sampled_from(["Jane Roe", "John Doe"]) | NAMED, "role": LINE, "photo": st.none() | PICTURE}
)
ENTRY = st.fixed_dictionaries(
    {
        "content": st.fixed_dictionaries(
            {
                "headline": LINE,
                "kicker": LINE,
                "body": BODY,
                "is_key_event": st.booleans(),
                "confirmation": st.sampled_from(Entry.Confirmation.values),
            }
        ),
        "at": MOMENT,
        "bylines": st.dictionaries(st.integers(0, 2), st.tuples(LINE, LINE), max_size=2),
        "tags": st.lists(LINE, max_size=2),
        "corrections": st.lists(NAMED, max_size=2),
        "edited": st.booleans(),
        "fate": st.sampled_from(["published", "published", "published", "draft", "withdrawn"]),
    }
)
PLAN = st.fixed_dictionaries(
    {
        "fields": st.fixed_dictionaries(
            {
                "title": NAMED,
                "standfirst": LINE,
                "summary": st.lists(BLOCK, max_size=3).map("".join),
                "stream_only": st.booleans(),
                "lead_caption": LINE,
                "time_zone": st.sampled_from(["UTC", "Europe/Paris", "Asia/Kathmandu"]),
                "language": st.sampled_from(["en-GB", "ar", "de"]),
                "direction": st.sampled_from(LivePage.Direction.values),
                "starts_at": st.none() | MOMENT | st.just(datetime(2099, 1, 1, tzinfo=UTC)),
                "event_name": LINE,
                "event_place": LINE,
                "event_starts_at": st.none() | MOMENT,
                "event_ends_at": st.none() | MOMENT,
                "related_url": st.sampled_from(["", "https://a.example/story?a=1&b=2"]),
                "related_title": LINE,
                "closing_line": LINE,
            }
        ),
        "pictures": st.lists(PICTURE, min_size=4, max_size=4),
        "films": st.lists(FILM, min_size=4, max_size=4),
        "cards": st.lists(CARD, min_size=4, max_size=4),
        "people": st.lists(PERSON, min_size=3, max_size=3),
        "lead": st.tuples(st.booleans(), st.booleans()),
        "tags": st.lists(LINE, max_size=3),
        "entries": st.lists(ENTRY, max_size=5) | st.lists(ENTRY, min_size=2, max_size=5),
        "pinned": st.none() | st.integers(0, 4),
        "state": st.sampled_from(["announced", "live", "closed"]),
        "times": st.lists(MOMENT, min_size=3, max_size=3).map(sorted),
    }
)


def build(plan):
    """The live page of a plan, public."""
    images = [_image(picture) for picture in plan["pictures"]]
    videos = [_video(film) for film in plan["films"]]
    cards = [_card(card, address) for card, address in zip(plan["cards"], CARD_ADDRESSES, strict=True)]
    media = {"image": images, "video": videos, "embed": cards}
    authors = [_author(person, at) for at, person in enumerate(plan["people"])]
    has_image, has_video = plan["lead"]
    page = LivePage.objects.create(
        slug="a-page",
        lead_image=images[0] if has_image else None,
        lead_video=videos[0] if has_video else None,
        **plan["fields"],
    )
    page.tags.set(_tags(plan["tags"]))
    entries = [_entry(page, entry, media, authors) for entry in plan["entries"]]
    published = [entry for entry in entries if entry.is_published]
    if published and plan["pinned"] is not None:
        page.pin(published[plan["pinned"] % len(published)], by=None)
    _go(page, plan["state"], plan["times"])
    return page


def _entry(page, plan, media, authors):
    content = {**plan["content"], "body": _with_ids(plan["content"]["body"], media)}
    bylines = [
        Byline(author=authors[at], role=role, reporting_from=place)
        for at, (role, place) in plan["bylines"].items()
    ]
    content["headline"] = line(content["headline"]) or "N"
    entry = Entry.objects.draft(page=page, by=None, bylines=bylines, tags=_tags(plan["tags"]), **content)
    if plan["fate"] == "draft":
        return entry
    entry.publish(by=None, at=plan["at"])
    later = plan["at"]
    for note in plan["corrections"]:
        later += timedelta(seconds=1)
        entry.correct(by=None, note=note, at=later)
    if plan["edited"]:
        entry.headline = "" if entry.body else "Another"
        entry.edit(by=None, at=later + timedelta(seconds=1))
    if plan["fate"] == "withdrawn":
        entry.withdraw(by=None)
    return entry


def _with_ids(body, media):
    for kind, nouns in media.items():
        for number, noun in enumerate(nouns, 1):
            body = body.replace(f'-{kind}="{number}"', f'-{kind}="i{noun.pk}"')
    return body.replace('="i', '="')


def _image(plan):
    file = make_picture_file(width=24, height=16, colour=plan["colour"], format=plan["format"])
    return Image.objects.take_in(file, **plan["words"])


def _video(plan):
    words = {name: plan[name] for name in ("title", "caption", "credit", "transcript", "is_live")}
    name, is_file = plan["source"], not plan["source"].startswith("https:")
    source = {"file": ContentFile(FILES[name], name=name)} if is_file else {"url": name}
    video = Video.objects.create(poster=plan["poster"] and _image(plan["poster"]), **words, **source)
    for language in plan["captions"]:
        make_captions(video, language=language, label=plan["title"][:80])
    return video


def _card(plan, address):
    words = {name: plan[name] for name in ("source", "title", "author", "text")}
    return Embed.objects.told(address, thumbnail=plan["thumbnail"] and _image(plan["thumbnail"]), **words)


def _author(plan, at):
    return Author.objects.create(
        name=plan["name"],
        slug=f"person-{at}",
        role=plan["role"],
        photo=plan["photo"] and _image(plan["photo"]),
    )


def _tags(names):
    found = [Tag.objects.named(name) for name in names]
    if names:
        found.append(Tag.objects.get_or_create(slug="other-words", defaults={"name": "Paris & more"})[0])
    return [tag for tag in dict.fromkeys(found) if tag]


def _go(page, state, times):
    page.advertise(by=None, at=times[0])
    if state != "announced":
        page.open(by=None, at=times[1])
    if state == "closed":
        page.close(by=None, at=times[2])
