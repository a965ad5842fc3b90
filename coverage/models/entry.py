import uuid
from contextlib import suppress

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _

from coverage.markup import blocks
from coverage.models import purge
from coverage.models.byline import Byline
from coverage.models.change import Change
from coverage.models.fields import BodyField, LineField
from coverage.models.in_use import follow_body
from coverage.models.review import Review
from coverage.models.shown_entry import ShownEntry
from coverage.models.timeline import EntryQuerySet, place_of


class Conflict(Exception):
    """Somebody else saved this entry first; `entry` is what it says now."""

    def __init__(self, entry):
        super().__init__(_("Somebody else changed this entry meanwhile."))
        self.entry = entry


class _PublishedMeanwhile(Exception):
    pass


class Entry(Review, ShownEntry, models.Model):
    """One timestamped update of a live page."""

    class Status(models.TextChoices):
        DRAFT = "draft", _("draft")
        SUBMITTED = "submitted", _("submitted")
        SCHEDULED = "scheduled", _("scheduled")
        PUBLISHED = "published", _("published")
        WITHDRAWN = "withdrawn", _("withdrawn")

    class Confirmation(models.TextChoices):
        NONE = "", _("not marked")
        UNCONFIRMED = "unconfirmed", _("unconfirmed")
        CONFIRMED = "confirmed", _("confirmed")
        WRONG = "wrong", _("wrong")

    CONTENT = ["headline", "kicker", "body", "is_key_event", "confirmation"]

    key = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    headline = LineField(_("headline"), max_length=250, blank=True)
    kicker = LineField(_("kicker"), max_length=40, blank=True)
    body = BodyField(_("text"), blank=True)
    is_key_event = models.BooleanField(_("key event"), default=False)
    confirmation = models.CharField(
        _("confirmation"), max_length=11, choices=Confirmation, blank=True, default=Confirmation.NONE
    )
    status = models.CharField(_("status"), max_length=9, choices=Status, default=Status.DRAFT, editable=False)
    version = models.PositiveBigIntegerField(default=0, editable=False)
    revision = models.PositiveIntegerField(default=0, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now, editable=False)
    published_at = models.DateTimeField(_("published at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("updated at"), null=True, blank=True, editable=False)
    scheduled_at = models.DateTimeField(_("goes out at"), null=True, blank=True, editable=False)
    submitted_at = models.DateTimeField(_("submitted at"), null=True, blank=True, editable=False)
    withdrawal_note = LineField(
        _("why it was withdrawn"), max_length=300, blank=True, default="", db_default="", editable=False,
        help_text=_("Told to readers at the entry's own address."),
    )  # fmt: skip
    page = models.ForeignKey(
        "coverage.LivePage", models.CASCADE, related_name="entries", verbose_name=_("live page")
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("made by"),
    )
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("reviewer"),
    )
    tags = models.ManyToManyField("coverage.Tag", blank=True, related_name="entries", verbose_name=_("tags"))
    images = models.ManyToManyField(
        "coverage.Image", through="EntryImage", related_name="entries", editable=False
    )
    videos = models.ManyToManyField(
        "coverage.Video", through="EntryVideo", related_name="entries", editable=False
    )
    embeds = models.ManyToManyField(
        "coverage.Embed", through="EntryEmbed", related_name="entries", editable=False
    )

    objects = EntryQuerySet.as_manager()

    class Meta:
        ordering = ["-published_at", "-pk"]
        verbose_name = _("entry")
        verbose_name_plural = _("entries")
        permissions = [("publish_entry", _("May publish, correct, withdraw and pin entries"))]
        indexes = [
            models.Index(
                "page", models.F("published_at").desc(), models.F("id").desc(),
                condition=Q(status="published"), name="entry_timeline",
            ),
            models.Index("page", "published_at", condition=Q(status="published", is_key_event=True), name="entry_key_events"),
            models.Index(
                "page", models.F("updated_at").desc(),
                condition=Q(status="published", updated_at__isnull=False), name="entry_updates",
            ),
            models.Index("page", "published_at", condition=Q(published_at__isnull=False), name="entry_moments"),
        ]  # fmt: skip
        constraints = [
            models.CheckConstraint(
                condition=~Q(status__in=["published", "withdrawn"]) | Q(published_at__isnull=False),
                name="entry_published_has_time",
            ),
            models.CheckConstraint(
                condition=Q(status="scheduled", scheduled_at__isnull=False)
                | (~Q(status="scheduled") & Q(scheduled_at=None)),
                name="entry_scheduled_has_time",
            ),
            models.CheckConstraint(
                condition=~Q(status="published") | ~Q(headline="", body=""),
                name="entry_says_something",
                violation_error_message=_("Write a headline or a text first."),
            ),
        ]

    def __str__(self):
        return self.headline or Truncator(blocks.words(self.body)).chars(60)

    def get_absolute_url(self):
        return reverse("entry", args=[self.page.slug, self.pk])

    def save(self, *args, update_fields=None, **kwargs):
        """Everything but the verbs' own columns, unless these are named; `images` follow the body."""
        if update_fields is None and not self._state.adding:
            update_fields = [*self.CONTENT, "published_at"]
        if update_fields is None or "body" in update_fields:
            with transaction.atomic():
                super().save(*args, update_fields=update_fields, **kwargs)
                follow_body(self)
        else:
            super().save(*args, update_fields=update_fields, **kwargs)

    # Verbs

    @transaction.atomic
    def publish(self, *, by, at=None):
        """Put this entry on its page's timeline and let every reader know.

        `at`: an earlier moment (aware datetime) than now, when it was published elsewhere.
        Publishing what is already out changes nothing, so a second click is harmless.
        """
        self._lock_its_page()
        self.refresh_from_db(fields=["status", "published_at", "revision", "headline", "body"])
        if self.is_published:
            return
        self._say_something()
        if not self.is_scheduled:  # whoever let it go out at its time was asked then
            self._be_a_second_person(by)
        self.published_at = _past(at) or self.page.next_moment()
        self._appear(by)

    @transaction.atomic
    def edit(self, *, by, based_on=None, bylines=None, tags=None, note="", at=None):
        """Save what was changed on this object; if it is published, readers see it from now on.

        `based_on`: the revision the editor started from; Conflict when another came first.
        `bylines`, `tags`: None leaves them as they are. `note`: a correction, told to readers.
        `at`: when the change was made elsewhere. An edit that changes nothing says nothing.
        """
        before = self._locked()
        if based_on is not None and based_on != before.revision:
            raise Conflict(before)
        changed = [name for name in self.CONTENT if self._canonical(name) != getattr(before, name)]
        moved = self.published_at != before.published_at
        if moved:
            self.published_at = _past(self.published_at)
        self.status, self.revision, self.version = before.status, before.revision, before.version
        if self.is_published or self.is_scheduled:
            self._say_something()
        if self.is_scheduled and changed and by is not None and self._needs_second_person():
            raise ValidationError(
                _("On this page a second person lets every word out. Stop this update first, then change it.")
            )
        if changed or moved:
            self.save(update_fields=[*changed, *(["published_at"] if moved else [])])
        signed = bylines is not None and self.sign(bylines)
        tagged = tags is not None and {tag.pk for tag in tags} != set(self.tags.values_list("pk", flat=True))
        if tagged:
            self.tags.set(tags)
        if not (changed or moved or signed or tagged or note):
            return
        if self.is_published:
            self.version = self.page.announce(Change.Kind.CHANGED, self)
            self.updated_at = max(filter(None, [before.updated_at, at or timezone.now()]))
            self.save(update_fields=["version", "updated_at"])
        self.revise(by=by, note=note, at=at)

    def correct(self, *, by, note, **more):
        """Edit, and tell readers what was wrong (`note`, a sentence)."""
        self.edit(by=by, note=note, **more)

    @transaction.atomic
    def withdraw(self, *, by, note=None, comment=""):
        """Take this entry away from every reader. `restore` brings it back.

        `note`: why, told to readers at its address; None leaves what was said before.
        `comment`: why, for colleagues. Withdrawing again only changes what is said.
        """
        self.page.lock()
        self.refresh_from_db(fields=["status", "published_at", "revision", "withdrawal_note"])
        if self.is_published:
            self._disappear()
        elif self.status != self.Status.WITHDRAWN or (note in (None, self.withdrawal_note) and not comment):
            return
        if note is not None:
            self.withdrawal_note = note
            self.save(update_fields=["withdrawal_note"])
        self.revise(by=by, comment=comment)

    @transaction.atomic
    def restore(self, *, by):
        """Undo a withdrawal: the entry is back in its old place."""
        self.page.lock()
        self.refresh_from_db(fields=["status", "published_at", "revision"])
        if self.status == self.Status.WITHDRAWN:
            self._appear(by)

    def duplicate(self, *, by):
        """A new draft that says the same, signed and tagged the same."""
        said = {name: getattr(self, name) for name in ("headline", "kicker", "body", "confirmation")}
        bylines, tags = list(self.bylines.all()), list(self.tags.all())
        return Entry.objects.draft(page=self.page, by=by, bylines=bylines, tags=tags, **said)

    @transaction.atomic
    def move(self, *, to, by):
        """Take what was never out to another page. ValidationError for anything that readers have seen."""
        self._lock_its_page()
        before = Entry.objects.select_for_update(no_key=True).get(pk=self.pk)
        if before.published_at is not None:
            raise ValidationError(_("This was published; duplicate it, and move the copy."))
        self.status, self.revision, self.page = before.status, before.revision, to
        if before.page_id != to.pk:
            self.save(update_fields=["page"])
            self.revise(by=by)

    def sign(self, bylines):
        """Put these unsaved Bylines in the place of those there were; True if that made a difference.

        None: the author that belongs to the login which made this entry, if there is one.
        """
        if bylines is None:
            author = getattr(self.created_by, "author", None)
            bylines = [Byline(author=author, role=author.role)] if author else []
        old = list(self.bylines.values_list("author_id", "role", "reporting_from"))
        if old == [(byline.author_id, byline.role, byline.reporting_from) for byline in bylines]:
            return False
        self.bylines.all().delete()
        for position, byline in enumerate(bylines):
            byline.pk, byline.entry, byline.position = None, self, position
        Byline.objects.bulk_create(bylines)
        return True

    def revise(self, *, by, note="", comment="", at=None, saving=()):
        """Write down what this entry says now. Belongs to the transaction that changed it.

        As it is stored: the copy in hand may be older, or hold what was never saved.
        `saving`: columns that the same statement saves.
        """
        from coverage.models.revision import Revision

        self.revision += 1
        self.save(update_fields=[*saving, "revision"])
        said = Entry.objects.values("headline", "kicker", "body", "confirmation").get(pk=self.pk)
        Revision.objects.create(
            entry=self, number=self.revision, status=self.status, **said, note=note, comment=comment, by=by,
            at=at or timezone.now(),
            version=self.version if self.status in (self.Status.PUBLISHED, self.Status.WITHDRAWN) else None,
        )  # fmt: skip

    # What it is

    @property
    def is_published(self):
        return self.status == self.Status.PUBLISHED

    @property
    def is_scheduled(self):
        return self.status == self.Status.SCHEDULED

    @property
    def is_updated(self):
        """True if readers should be told that it said something else before."""
        return self.updated_at is not None

    @property
    def place(self):
        """Where it stands in the timeline: microseconds since 1970 and the id. Newest is greatest."""
        return place_of(self.published_at, self.pk)

    # How verbs do it

    def _appear(self, by):
        self.status, self.scheduled_at, self.withdrawal_note = self.Status.PUBLISHED, None, ""
        self.version = self.page.announce(Change.Kind.ARRIVED, self)
        saving = ["status", "published_at", "scheduled_at", "withdrawal_note", "version"]
        self.revise(by=by, saving=saving)

    def _disappear(self):
        if self.page.pinned_id == self.pk:
            self.page.unpin(by=None)
        self.status = self.Status.WITHDRAWN
        self.version = self.page.announce(Change.Kind.GONE, self)
        self.save(update_fields=["status", "version"])
        purge.tell_caches(self)
        for medium in [*self.images.all(), *self.videos.all()]:
            medium.leave_if_unseen()

    def _lock_its_page(self):
        """Lock the page it is on: while nobody has seen it, it may have moved to another."""
        from coverage.models.live_page import LivePage

        self.page.lock()
        while (page := Entry.objects.values_list("page", flat=True).get(pk=self.pk)) != self.page_id:
            self.page = LivePage.objects.get(pk=page)
            self.page.lock()

    def _locked(self):
        """This entry as it is stored, kept to ourselves: by its page's lock too once readers have seen it."""
        rows = Entry.objects.select_for_update(no_key=True)
        if self.published_at is None:
            with suppress(_PublishedMeanwhile), transaction.atomic():
                stored = rows.get(pk=self.pk)
                if stored.published_at is None:
                    return stored
                raise _PublishedMeanwhile  # lets the row go: pages are locked before entries, never after
        self._lock_its_page()
        stored = rows.get(pk=self.pk)
        self.published_at = self.published_at or stored.published_at
        return stored

    def _say_something(self):
        if not self._canonical("headline") and not self._canonical("body"):
            raise ValidationError({"headline": _("Write a headline or a text first.")})

    def _canonical(self, name):
        field, value = self._meta.get_field(name), getattr(self, name)
        return field.to_canonical(value) if hasattr(field, "to_canonical") else value


def _past(at):
    if at is not None and at > timezone.now():
        raise ValidationError({"published_at": _("This time is still to come; give one that has passed.")})
    return at
