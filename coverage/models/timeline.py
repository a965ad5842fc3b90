"""Entries as phrases: what is published, in which order, before and after a place."""

import logging
import uuid
from datetime import UTC, datetime, timedelta

from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.db.models.functions import Coalesce
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.models.change import Change
from coverage.models.wording import asked

log = logging.getLogger(__name__)

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def place_of(at, pk):
    """Where an entry stands in a timeline: microseconds since 1970 and the id. Newest is greatest."""
    return f"{(at - _EPOCH) // timedelta(microseconds=1)}.{pk}"


def beneath(place):
    """The place just above this one, so that `before` begins with what stands there; "" of "". ValueError as there."""
    if not place:
        return ""
    at, pk = _parsed(place)
    return place_of(at, pk + 1)


def entrusted_to(user):
    """A Q on entries: what this person began, until it is out, and all of the pages that they are assigned to."""
    own = Q(created_by=user, status__in=["draft", "submitted", "scheduled"])
    return own | Q(page__in=user.assigned_pages.order_by().values("pk"))


class EntryQuerySet(models.QuerySet):
    def published(self):
        return self.filter(status="published")

    def public(self):
        """Published on a page that is public."""
        from coverage.models.live_page import LivePage

        return self.published().filter(page__state__in=LivePage.PUBLIC)

    def in_timeline(self):
        """Newest first, with everything `_entry.html` shows: six queries, however many entries."""
        return self.in_words().order_by("-published_at", "-pk").prefetch_related(*self.model.media_shown())

    def in_words(self):
        """What is published with everything `_entry.html` shows but media, which `Entry.fetch_media` brings."""
        return self.published().prefetch_related(*self.model.words_shown()).fetch_mode(models.FETCH_RAISE)

    def before(self, place):
        """Older than a place in the timeline, as `Entry.place` gives it. ValueError for anything else."""
        at, pk = _parsed(place)
        return self.filter(
            Q(published_at__lt=at) | Q(pk__lt=pk), published_at__lte=at
        )  # the latter is what the index likes

    def after(self, place):
        """Newer than a place in the timeline; ValueError as in `before`."""
        at, pk = _parsed(place)
        return self.filter(Q(published_at__gt=at) | Q(pk__gt=pk), published_at__gte=at)

    def nearest_before(self, place):
        """As `before`, the nearest first, which is the index's order: asked in none (`exists`), PostgreSQL may read a
        table from its start until it meets such a row."""
        return self.before(place).order_by("-published_at", "-pk")

    def nearest_after(self, place):
        """As `after`, the nearest first; see `nearest_before`."""
        return self.after(place).order_by("published_at", "pk")

    def named(self, direction, place):
        """The place of one of these from which `before` (or `after`) gives what it gives from any place; None if none
        stands on that side. ValueError as there. So there are no more addresses than entries."""
        at, pk = _parsed(place)
        if direction == "before":
            found = self.filter(Q(published_at__gt=at) | Q(pk__gte=pk), published_at__gte=at).order_by(
                "published_at", "pk"
            )
        else:
            found = self.filter(Q(published_at__lt=at) | Q(pk__lte=pk), published_at__lte=at).order_by(
                "-published_at", "-pk"
            )
        nearest = found.values_list("published_at", "pk").first()
        return nearest and place_of(*nearest)

    def saying(self, words, language=""):
        """Those with these words, in a page's language; see `wording.asked`."""
        return self.filter(wording__words=asked(words, language))

    def by_moment(self):
        """Newest first, whether out (by when that was) or not (by when it was made): see `earlier`."""
        return self.annotate(moment=Coalesce("published_at", "created_at")).order_by("-moment", "-pk")

    def earlier(self, place):
        """Of `by_moment`, what follows the place of an entry (`place_of` its moment); ValueError as in `before`."""
        at, pk = _parsed(place)
        return self.filter(Q(moment__lt=at) | Q(pk__lt=pk), moment__lte=at)

    def announce_changed(self):
        """Tell the readers of each published entry here that something it shows is different now.

        A page is locked first and asked then: whatever goes out after that shows it already.
        """
        from coverage.models.live_page import LivePage

        with transaction.atomic():
            for page in LivePage.objects.filter(pk__in=self.values("page")).order_by("pk"):
                page.lock()
                for entry in self.published().filter(page=page).order_by("pk").distinct():
                    entry.version = page.announce(Change.Kind.CHANGED, entry)
                    entry.save(update_fields=["version"])

    def publish_due(self):
        """Publish every scheduled entry whose moment has come, in the order of these moments.

        Twice at once is harmless. One that can't be published keeps none of the others back.
        """
        due = self.filter(status="scheduled", scheduled_at__lte=timezone.now())
        for entry in due.select_related("page").order_by("scheduled_at", "pk"):
            try:
                entry.publish_if_due()
            except ValidationError as error:
                log.error("entry %s is due and can't be published: %s", entry.pk, error.messages)

    @transaction.atomic
    def draft(self, *, page, by, key=None, bylines=None, tags=(), **content):
        """The entry of that `key` on the page, made from `content` if there is none yet.

        The same key twice, or twice at once, is one entry; for what it then says, see `edit`.
        """
        entry, is_new = self.get_or_create(
            key=key or uuid.uuid4(), defaults={"page": page, "created_by": by, **content}
        )
        if entry.page_id != page.pk:
            raise ValidationError(_("This entry belongs to another page."))
        if is_new:
            entry.sign(bylines)
            entry.tags.set(tags)
            entry.revise(by=by)
        return entry


def _parsed(place):
    at, _dot, pk = place.partition(".")
    if len(at) > 17 or len(pk) > 18 or not pk.isascii() or not pk.isdigit():
        raise ValueError(place)
    try:
        return _EPOCH + timedelta(microseconds=int(at)), int(pk)
    except OverflowError:
        raise ValueError(place) from None
