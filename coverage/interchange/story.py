"""What a document says, checked and in canonical form, before anything of it is written."""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID


@dataclass
class Picture:
    """A picture with its words. `addresses`: where it is said to be; `position`: the blocks before it."""

    place: str
    addresses: list[str]
    words: dict  # fields of Image
    position: int = 0
    is_described: bool = True


@dataclass
class Clip:
    """A video or a sound. `poster`: the first of these pictures that is there. `captions`: fields of Captions."""

    place: str
    addresses: list[str]
    words: dict  # fields of Video
    posters: list[Picture] = field(default_factory=list)
    captions: list[dict] = field(default_factory=list)
    position: int = 0


@dataclass
class Share:
    """Something that stands elsewhere. `thumbnails`: the first that is there."""

    place: str
    address: str
    words: dict  # fields of Embed
    thumbnails: list[Picture]
    position: int = 0


@dataclass
class Signature:
    """An author above an update. `words`: fields of Author; empty ones are not known."""

    name: str
    slug: str
    role: str
    reporting_from: str
    words: dict
    photos: list[Picture]


@dataclass
class Correction:
    note: str
    at: datetime


@dataclass
class Update:
    """`content`: fields of Entry; its body's figures count, from 1, into `pictures`, `clips` and `shares`."""

    place: str
    id: str
    url: str
    key: UUID | None  # given last: it depends on the others
    content: dict
    published_at: datetime
    updated_at: datetime | None
    signatures: list[Signature]
    tags: list[tuple[str, str]]  # name, slug or nothing
    pictures: list[Picture]
    clips: list[Clip]
    shares: list[Share]
    corrections: list[Correction]
    arrives: bool


@dataclass
class Story:
    """`fields`: those of LivePage that the document speaks of. `updates`: oldest first."""

    name: str
    slug: str
    fields: dict
    tags: list[tuple[str, str]]
    pictures: list[Picture]
    clips: list[Clip]
    state: str
    published_at: datetime
    opened_at: datetime
    closed_at: datetime | None
    says_pinned: bool
    pinned: str
    updates: list[Update]
