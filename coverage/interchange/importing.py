"""A document onto a live page, through the verbs of the nouns."""

import zoneinfo
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID, uuid5

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from coverage.interchange import terms
from coverage.interchange.authors import Authors
from coverage.interchange.folder import Folder
from coverage.interchange.media import Media
from coverage.interchange.node import Node
from coverage.interchange.reading import page_slug, read_story
from coverage.interchange.source import read_source
from coverage.interchange.tags import Tags
from coverage.markup import blocks
from coverage.models import Byline, Entry, LivePage


@dataclass
class Imported:
    """`arriving`: updates that were left out because they are to arrive later, oldest first."""

    page: LivePage
    new: int = 0
    changed: int = 0
    same: int = 0
    arriving: list = field(default_factory=list)


def import_page(
    source, *, images=None, slug="", time_zone="", publish=False, leave_arriving=False, report=print
):
    """Bring the live blog in `source` (a Path) onto the page of its slug, made if there is none.

    `images`: the folder of its pictures and videos, else that of `source`. `publish`: make the
    page public too. `leave_arriving`: keep updates marked `liveblog:arrives` for `Arrival.publish`.
    `report`: called with a line about each thing that is left out.
    All or nothing: BadInput, whose text is for the user, means that the database is as before.
    The same source again changes nothing.
    """
    document = read_source(source)
    given = {
        name: Node(value, name=f"--{name}") for name, value in (("slug", slug), ("time-zone", time_zone))
    }
    slug = given["slug"].slug(LivePage._meta.get_field("slug")) or page_slug(document)
    known = LivePage.objects.filter(slug=slug).first()
    zone = given["time-zone"].zone_name() or document[terms.TIME_ZONE].zone_name()
    zone = zone or (known.time_zone if known else settings.TIME_ZONE)
    story = read_story(document, slug=slug, zone=zoneinfo.ZoneInfo(zone), now=timezone.now())
    folder = Folder(images or (source if source.is_dir() else source.parent))
    with transaction.atomic():
        return _Import(story, Media(folder, name=story.name, report=report)).run(publish, leave_arriving)


@dataclass
class Arrival:
    """An update that waits for its moment, its pictures taken in."""

    page: LivePage
    key: UUID
    content: dict
    published_at: datetime

    @property
    def is_out(self):
        """True if it has arrived, in this run or an earlier one."""
        return Entry.objects.filter(key=self.key).exists()

    @transaction.atomic
    def publish(self):
        """Let it arrive, with the time that its source gives; returns the Entry. Twice is harmless."""
        entry = Entry.objects.draft(page=self.page, by=None, key=self.key, **self.content)
        entry.publish(by=None, at=self.published_at)
        return entry


class _Import:
    """One document on its way into the database; belongs to a transaction."""

    def __init__(self, story, media):
        self.story, self.media = story, media
        self.authors, self.tags = Authors(media), Tags()
        self.entries = {}  # published from this document, by their `@id` and url

    def run(self, publish, leave_arriving):
        self.page = self._page()
        self._find_known()
        done = Imported(self.page)
        for update in self.story.updates:
            if leave_arriving and update.arrives:
                content = self._content(update)
                done.arriving.append(Arrival(self.page, self._key(update), content, update.published_at))
            else:
                what = self._publish(update)
                setattr(done, what, getattr(done, what) + 1)
        self._pin()
        if publish or self.page.is_public:
            self._go_public()
        return done

    # The page

    def _page(self):
        fields, tags = {**self.story.fields, **self._lead()}, self.tags.named(self.story.tags)
        page, is_new = LivePage.objects.get_or_create(slug=self.story.slug, defaults=fields)
        page.lock()
        page.refresh_from_db()  # nobody changed it since
        if is_new:
            page.tags.set(tags)
            return page
        changed = {name: value for name, value in fields.items() if getattr(page, name) != value}
        if changed or set(page.tags.all()) != set(tags):
            stored = {name: getattr(page, name) for name in changed}
            for name, value in changed.items():
                setattr(page, name, value)
            page.edit(by=None, tags=tags, instead_of=stored)
        return page

    def _lead(self):
        """What is said to be there but is not leaves the page's as it is."""
        image = self.media.first_image(self.story.pictures)
        video = self.media.video(self.story.clips[0]) if self.story.clips else None
        lead = {"lead_image": (image, self.story.pictures), "lead_video": (video, self.story.clips)}
        return {name: found for name, (found, said) in lead.items() if found or not said}

    def _pin(self):
        entry = self.entries.get(self.story.pinned)
        if entry is not None:
            self.page.pin(entry, by=None)
        elif self.story.says_pinned and not self.story.pinned:
            self.page.unpin(by=None)

    def _go_public(self):
        """As far as the document is; never back, and a page that was closed here stays closed."""
        page, story = self.page, self.story
        page.advertise(by=None, at=story.published_at)
        if page.is_announced and story.state in ("live", "closed"):
            page.open(by=None, at=story.opened_at)
        if story.state == "closed" and page.closed_at != story.closed_at:
            page.open(by=None)
            page.close(by=None, at=story.closed_at)

    # Its entries

    def _find_known(self):
        keys = [key for update in self.story.updates for key in (update.key, self._key_here(update))]
        found = Entry.objects.filter(key__in=keys)
        self.known = {entry.key: entry for entry in found.filter(page=self.page)}
        self.elsewhere = set(found.exclude(page=self.page).values_list("key", flat=True))

    def _key(self, update):
        """The update's key, or one of this page's own where another page has an entry of that key."""
        here = self._key_here(update)
        is_taken = update.key not in self.known and (here in self.known or update.key in self.elsewhere)
        return here if is_taken else update.key

    def _key_here(self, update):
        return uuid5(update.key, self.story.slug)

    def _publish(self, update):
        """Bring one update onto the page; “new”, “changed” or “same”."""
        key, content = self._key(update), self._content(update)
        entry = self.known.get(key)
        if not content["headline"] and not content["body"]:
            self.media.say(update.place, "it has neither headline nor text; left out.")
            return "same"
        if entry is None:
            entry = Entry.objects.draft(
                page=self.page, by=None, key=key, updated_at=update.updated_at, **content
            )
        elif entry.status == Entry.Status.WITHDRAWN:
            return "same"
        before = entry.revision if key in self.known else None
        entry.page = self.page
        if before is not None:
            self._edit(entry, update, content)
        entry.publish(by=None, at=update.published_at)
        self._correct(entry, update)
        self.entries |= {name: entry for name in (update.id, update.url) if name}
        return "new" if before is None else "same" if entry.revision == before else "changed"

    def _edit(self, entry, update, content):
        content = {**content, "published_at": update.published_at}
        bylines, tags = content.pop("bylines"), content.pop("tags")
        for name, value in content.items():
            setattr(entry, name, value)
        entry.edit(by=None, bylines=bylines, tags=tags, at=update.updated_at)

    def _correct(self, entry, update):
        told = set(entry.revisions.exclude(note="").values_list("note", "at"))
        for correction in sorted(update.corrections, key=lambda each: each.at):
            if (correction.note, correction.at) not in told:
                entry.correct(by=None, note=correction.note, at=correction.at)

    def _content(self, update):
        return {
            **update.content,
            "body": self._body(update),
            "bylines": self._bylines(update),
            "tags": self.tags.named(update.tags),
        }

    def _body(self, update):
        """With the ids of its pictures and videos in place of their numbers."""

        def number(figure):
            if figure.kind == "image":
                found = self.media.image(update.pictures[figure.number - 1])
            elif figure.kind == "embed":
                found = self.media.embed(update.shares[figure.number - 1])
            else:
                found = self.media.video(update.clips[figure.number - 1])
            return found and found.pk

        return blocks.renumber(update.content["body"], number)

    def _bylines(self, update):
        bylines = {}
        for signature in update.signatures:
            author = self.authors.of(signature)
            byline = Byline(author=author, role=signature.role, reporting_from=signature.reporting_from)
            bylines.setdefault(author.pk, byline)
        return list(bylines.values())
