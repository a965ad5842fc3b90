"""Where a picture is shown, and what is done there when it changes, goes, or makes way for another."""

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
    """Everything that shows one of these images: texts, tops of pages, posters of videos, cards, photos of authors."""

    def __init__(self, images):
        self.images = images

    @property
    def entries(self):
        """In any state."""
        from coverage.models import Entry

        return Entry.objects.filter(
            models.Q(images__in=self.images)
            | models.Q(videos__poster__in=self.images)
            | models.Q(bylines__author__photo__in=self.images)
            | models.Q(embeds__thumbnail__in=self.images)
        ).distinct()

    @property
    def pages(self):
        """Those that have it at their top."""
        from coverage.models import LivePage

        return LivePage.objects.filter(
            models.Q(lead_image__in=self.images) | models.Q(lead_video__poster__in=self.images)
        )

    @property
    def is_public(self):
        return self.entries.public().exists() or self.pages.public().exists() or self.faces.exists()

    @property
    def faces(self):
        """The site's own, where its logo is one of these."""
        from coverage.models import SiteFace

        return SiteFace.objects.filter(logo__in=self.images)

    def announce_changed(self):
        """Tell the readers of everything here that it looks different now. Belongs to a transaction."""
        self._lock_pages()
        self.entries.announce_changed()
        self.pages.announce_changed()
        for face in self.faces:
            face.edit()

    def replace(self, other, *, by):
        """Show another image in its place everywhere. Belongs to a transaction; readers are told by each edit."""
        self._lock_nouns()
        self._lock_pages()
        for image in self.images:
            self._replace(image, other, by)

    def _replace(self, image, other, by):
        from coverage.models import Author, Embed, Snippet, Video, WorkingCopy

        for entry in self.entries.filter(images=image).order_by("page", "pk"):
            _replace_in_body(entry, image, other, by)
        copies = WorkingCopy.objects.annotate(body=KT("content__body"))
        for copy in copies.filter(body__contains=_figure(image)):
            copy.content["body"] = copy.content["body"].replace(_figure(image), _figure(other))
            copy.save(update_fields=["content"])
        for snippet in Snippet.objects.filter(images=image):
            snippet.body = snippet.body.replace(_figure(image), _figure(other))
            snippet.save()
        for page in self.pages.filter(lead_image=image).order_by("pk"):
            page.lead_image = other
            page.edit(by=by)
        for video in Video.objects.filter(poster=image):
            video.poster = other
            video.edit()
        for embed in Embed.objects.filter(thumbnail=image):
            embed.thumbnail = other
            embed.edit()
        for author in Author.objects.filter(photo=image):
            author.photo = other
            author.edit()
        for face in Uses([image]).faces:
            face.logo = other
            face.edit(by=by)

    def _lock_nouns(self):
        """Authors, cards and videos are saved before the pages that show them are locked (see each one's `edit`): here too."""
        from coverage.models import Author, Embed, Video

        for model, field in ((Author, "photo"), (Embed, "thumbnail"), (Video, "poster")):
            nouns = model.objects.filter(**{f"{field}__in": self.images}).order_by("pk")
            list(nouns.select_for_update(no_key=True, of=("self",)).values_list("pk"))

    def _lock_pages(self):
        """All of them, in the order in which everybody locks them: two of us never wait for one another."""
        from coverage.models import LivePage

        pages = models.Q(pk__in=self.entries.values("page")) | models.Q(pk__in=self.pages.values("pk"))
        for page in LivePage.objects.filter(pages).order_by("pk"):
            page.lock()


def _figure(image):
    return f'<figure data-image="{image.pk}"'


def _replace_in_body(entry, image, other, by):
    """By an edit like anybody's, based on what the entry says when its turn has come."""
    from coverage.models.entry import Conflict

    while True:
        entry.refresh_from_db()
        entry.body = entry.body.replace(_figure(image), _figure(other))
        try:
            return entry.edit(by=by, based_on=entry.revision)
        except Conflict:
            continue
