"""Where a picture or a video is shown, and what is done there when it changes, goes, or makes way for another."""

from django.db import models
from django.db.models.fields.json import KT


def in_use():
    """Whether anything shows an image: a condition on images, each part of which an index answers."""
    from coverage.models import Author, Embed, EntryImage, LivePage, SiteFace, SnippetImage, Video

    image = models.OuterRef("pk")
    shown = models.Exists(EntryImage.objects.filter(image=image))
    for model, field in (
        (LivePage, "lead_image"), (Video, "poster"), (Author, "photo"), (SnippetImage, "image"), (SiteFace, "logo"),
        (Embed, "thumbnail"),
    ):  # fmt: skip
        shown |= models.Exists(model.objects.filter(**{field: image}))
    return shown


def shown_on(page, entries):
    """Whether an image stands at the top of the page or in one of these entries of it."""
    from coverage.models import EntryImage, LivePage

    image = models.OuterRef("pk")
    return models.Exists(
        EntryImage.objects.filter(image=image, entry__in=entries.filter(page=page))
    ) | models.Exists(LivePage.objects.filter(pk=page, lead_image=image))


class Uses:
    """Everything that shows one of these media. Of each kind there is a class."""

    kind = ""  # as bodies name it

    def __init__(self, media):
        self.media = media

    @property
    def entries(self):
        """In any state."""
        from coverage.models import Entry

        return Entry.objects.filter(self._in_entries()).distinct()

    @property
    def pages(self):
        """Those that have it at their top."""
        from coverage.models import LivePage

        return LivePage.objects.filter(self._on_pages())

    def announce_changed(self):
        """Tell the readers of everything here that it looks different now. Belongs to a transaction."""
        self.lock_pages()
        self.entries.announce_changed()
        self.pages.announce_changed()

    def replace(self, other, *, by):
        """Show another in its place everywhere. Belongs to a transaction; readers are told by each edit."""
        self._lock_nouns()
        self.lock_pages()
        for medium in self.media:
            self._replace_in_texts(medium, other, by)
            for page in self.pages.filter(**{f"lead_{self.kind}": medium}).order_by("pk"):
                setattr(page, f"lead_{self.kind}", other)
                page.edit(by=by)
            self._replace_in_nouns(medium, other, by)

    def lock_pages(self):
        """All that show it, in the order in which everybody locks them: two of us never wait for one another."""
        from coverage.models import LivePage

        pages = models.Q(pk__in=self.entries.values("page")) | models.Q(pk__in=self.pages.values("pk"))
        for page in LivePage.objects.filter(pages).order_by("pk"):
            page.lock()

    # How each kind does it

    def _in_entries(self):
        return models.Q(**{f"{self.kind}s__in": self.media})

    def _on_pages(self):
        return models.Q(**{f"lead_{self.kind}__in": self.media})

    def _lock_nouns(self):
        """Nouns come before the pages that show them (Editable.save_changes): here too."""

    def _replace_in_nouns(self, medium, other, by):
        """In what is neither text nor page."""

    # How all of them do

    def _replace_in_texts(self, medium, other, by):
        from coverage.models import Snippet, WorkingCopy

        old, new = self._figure(medium), self._figure(other)
        for entry in self.entries.filter(**{f"{self.kind}s": medium}).order_by("page", "pk"):
            _replace_in_body(entry, old, new, by)
        copies = WorkingCopy.objects.annotate(body=KT("content__body"))
        for copy in copies.filter(body__contains=old):
            copy.content["body"] = copy.content["body"].replace(old, new)
            copy.save(update_fields=["content"])
        for snippet in Snippet.objects.filter(**{f"{self.kind}s": medium}):
            snippet.body = snippet.body.replace(old, new)
            snippet.save()

    def _figure(self, medium):
        return f'<figure data-{self.kind}="{medium.pk}"'


class VideoUses(Uses):
    """In texts, and at the top of pages."""

    kind = "video"


class ImageUses(Uses):
    """In texts, at the top of pages, as posters of videos, pictures of cards, photos of authors and logo."""

    kind = "image"

    @property
    def is_public(self):
        from coverage.models import Entry, Video

        alone = Entry.objects.filter(self._in_entries_alone()).public()
        return (
            alone.exists()
            or self.pages.public().filter(lead_image__in=self.media).exists()
            or Video.objects.public().filter(poster__in=self.media).exists()
            or self.faces.exists()
        )

    @property
    def faces(self):
        """The site's own, where its logo is one of these."""
        from coverage.models import SiteFace

        return SiteFace.objects.filter(logo__in=self.media)

    def announce_changed(self):
        super().announce_changed()
        for face in self.faces:
            face.edit()

    def _in_entries(self):
        return self._in_entries_alone() | models.Q(videos__poster__in=self.media)

    def _in_entries_alone(self):
        """Without those that show a video of which it is the poster: the video may have been withdrawn."""
        return (
            super()._in_entries()
            | models.Q(bylines__author__photo__in=self.media)
            | models.Q(embeds__thumbnail__in=self.media)
        )

    def _on_pages(self):
        return super()._on_pages() | models.Q(lead_video__poster__in=self.media)

    def _lock_nouns(self):
        for model, field in self._nouns():
            nouns = model.objects.filter(**{f"{field}__in": self.media}).order_by("pk")
            list(nouns.select_for_update(no_key=True, of=("self",)).values_list("pk"))

    def _replace_in_nouns(self, image, other, by):
        for model, field in self._nouns():
            for noun in model.objects.filter(**{field: image}).order_by("pk"):
                setattr(noun, field, other)
                noun.edit()
        for face in type(self)([image]).faces:
            face.logo = other
            face.edit(by=by)

    def _nouns(self):
        from coverage.models import Author, Embed, Video

        return (Author, "photo"), (Embed, "thumbnail"), (Video, "poster")


def _replace_in_body(entry, old, new, by):
    """By an edit like anybody's, based on what the entry says when its turn has come."""
    from coverage.models.entry import Conflict

    while True:
        entry.refresh_from_db()
        entry.body = entry.body.replace(old, new)
        try:
            return entry.edit(by=by, based_on=entry.revision)
        except Conflict:
            continue
