"""The nouns, a file each. Every public change goes through a verb of theirs and `announce`."""

from coverage.models.author import Author
from coverage.models.byline import Byline
from coverage.models.captions import Captions
from coverage.models.change import Change
from coverage.models.embed import Embed
from coverage.models.entry import Entry
from coverage.models.image import Image, Rendition
from coverage.models.in_use import (
    EntryEmbed,
    EntryImage,
    EntryVideo,
    SnippetEmbed,
    SnippetImage,
    SnippetVideo,
)
from coverage.models.live_page import LivePage
from coverage.models.presence import Presence
from coverage.models.reader_count import ReaderCount
from coverage.models.revision import Revision
from coverage.models.site_face import SiteFace
from coverage.models.snippet import Snippet
from coverage.models.summary_revision import SummaryRevision
from coverage.models.tag import Tag
from coverage.models.video import Video
from coverage.models.wording import Wording
from coverage.models.working_copy import WorkingCopy

__all__ = [
    "Author",
    "Byline",
    "Captions",
    "Change",
    "Embed",
    "Entry",
    "EntryEmbed",
    "EntryImage",
    "EntryVideo",
    "Image",
    "LivePage",
    "Presence",
    "ReaderCount",
    "Rendition",
    "Revision",
    "SiteFace",
    "Snippet",
    "SnippetEmbed",
    "SnippetImage",
    "SnippetVideo",
    "SummaryRevision",
    "Tag",
    "Video",
    "Wording",
    "WorkingCopy",
]
