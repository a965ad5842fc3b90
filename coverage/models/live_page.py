import zoneinfo
from contextlib import contextmanager
from datetime import timedelta

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import RegexValidator
from django.db import models, transaction
from django.db.models import F, Q
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.dateparse import parse_datetime
from django.utils.functional import cached_property
from django.utils.safestring import mark_safe
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.models import websub
from coverage.models.change import Change, first_version, notify
from coverage.models.chapters import chapters_of
from coverage.models.entry import Entry
from coverage.models.fields import LineField, LinesField, ProseField
from coverage.models.live_pages import LivePageQuerySet
from coverage.models.page_life import PageLife
from coverage.models.tag import Tag
from coverage.models.withdrawable import shown

# Language, script, region, variants (RFC 5646 §2.1, without what nobody uses): browsers throw at any other.
LANGUAGE_TAG = (
    r"^[A-Za-z]{2,3}(-[A-Za-z]{4})?(-([A-Za-z]{2}|[0-9]{3}))?(-([A-Za-z0-9]{5,8}|[0-9][A-Za-z0-9]{3}))*$"
)


class PageConflict(Exception):
    """Somebody else changed the same of this page first; `page` is what it says now."""

    def __init__(self, page):
        super().__init__(_("Somebody else changed this page meanwhile."))
        self.page = page


class LivePage(PageLife, models.Model):
    """A story followed while it happens."""

    class Direction(models.TextChoices):
        LTR = "ltr", _("left to right")
        RTL = "rtl", _("right to left")

    CONTENT = [
        "slug", "title", "standfirst", "summary", "stream_only", "lead_image", "lead_video", "lead_caption",
        "time_zone", "language", "direction", "starts_at", "event_name", "event_place", "event_starts_at",
        "event_ends_at", "related_url", "related_title", "closing_line", "names",
        "needs_second_person", "shows_writing",
    ]  # fmt: skip

    slug = models.SlugField(
        _("slug"), max_length=120, unique=True, help_text=_("Stands in the page's address.")
    )
    title = LineField(_("title"), max_length=250)
    standfirst = LinesField(
        _("standfirst"), max_length=1000, blank=True, help_text=_("A sentence or two beneath the title.")
    )
    summary = ProseField(
        _("summary"), blank=True, help_text=_("What has happened so far: three or four bullets.")
    )
    stream_only = models.BooleanField(
        _("stream only"),
        default=False,
        help_text=_("Tell readers to watch at the top of the page while the timeline is quiet."),
    )
    lead_image = models.ForeignKey(
        "coverage.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead picture"),
    )
    lead_video = models.ForeignKey(
        "coverage.Video",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("lead video"),
    )
    lead_caption = LineField(_("media caption"), max_length=300, blank=True)
    time_zone = models.CharField(
        _("time zone"), max_length=64, default="UTC", help_text=_("As in Europe/Paris.")
    )
    language = models.CharField(
        _("language"),
        max_length=20,
        default="en-GB",
        validators=[
            RegexValidator(LANGUAGE_TAG, _("Give a language tag such as en-GB, de or ar.")),
        ],
        help_text=_("As in en-GB, de or ar (BCP 47)."),
    )
    direction = models.CharField(_("direction"), max_length=3, choices=Direction, default=Direction.LTR)
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=PageLife.State,
        default=PageLife.State.DRAFT,
        editable=False,
    )
    version = models.PositiveBigIntegerField(default=0, editable=False)
    starts_at = models.DateTimeField(_("starts at"), null=True, blank=True)
    published_at = models.DateTimeField(_("public since"), null=True, editable=False)
    opened_at = models.DateTimeField(_("opened at"), null=True, editable=False)
    closed_at = models.DateTimeField(_("closed at"), null=True, editable=False)
    event_name = LineField(_("event"), max_length=200, blank=True, help_text=_("What the coverage is about."))
    event_place = LineField(_("place of the event"), max_length=200, blank=True)
    event_starts_at = models.DateTimeField(_("event starts at"), null=True, blank=True)
    event_ends_at = models.DateTimeField(_("event ends at"), null=True, blank=True)
    related_url = models.URLField(_("address of the story"), blank=True, help_text=_("For the closing line."))
    related_title = LineField(_("title of the story"), max_length=200, blank=True)
    closing_line = LineField(
        _("closing line"),
        max_length=300,
        blank=True,
        default="",
        db_default="",
        help_text=_("What readers are told when the coverage has ended."),
    )
    names = LinesField(
        _("names"),
        max_length=10_000,
        blank=True,
        default="",
        db_default="",  # for processes that do not know it yet
        help_text=_(
            "Of this story, one a line: the desk points at one spelt differently. Readers don't see them."
        ),
    )
    needs_second_person = models.BooleanField(
        _("every update needs a second person"),
        default=False,
        db_default=False,
        help_text=_("Nobody publishes what they made themselves."),
    )
    shows_writing = models.BooleanField(
        _("tell readers when a reporter is writing"),
        default=False,
        db_default=False,
        help_text=_("Readers are told that somebody writes, never who or what."),
    )
    shift_note = LinesField(
        _("note for the next shift"),
        max_length=5000,
        blank=True,
        default="",
        db_default="",
        editable=False,
        help_text=_("What colleagues have to know. Readers don't see it."),
    )
    pinned = models.ForeignKey(
        Entry,
        models.SET_NULL,
        null=True,
        blank=True,
        editable=False,
        related_name="+",
        verbose_name=_("pinned entry"),
    )
    pinned_until = models.DateTimeField(_("pinned until"), null=True, blank=True, editable=False)
    tags = models.ManyToManyField(Tag, blank=True, related_name="pages", verbose_name=_("tags"))
    people = models.ManyToManyField(
        settings.AUTH_USER_MODEL,
        blank=True,
        editable=False,
        related_name="assigned_pages",
        verbose_name=_("people"),
    )

    objects = LivePageQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("live page")
        verbose_name_plural = _("live pages")
        permissions = [("open_livepage", _("May open and close live pages"))]
        constraints = [
            models.CheckConstraint(
                condition=~Q(state__in=["live", "closed"]) | Q(opened_at__isnull=False),
                name="page_opened_has_time",
            ),
            models.CheckConstraint(
                condition=Q(state="closed", closed_at__isnull=False)
                | (~Q(state="closed") & Q(closed_at=None)),
                name="page_closed_has_time",
            ),
        ]

    def __str__(self):
        return self.title

    def get_absolute_url(self):
        return reverse("live_page", args=[self.slug])

    def clean(self):
        self._keep_address()
        if self.time_zone not in zoneinfo.available_timezones():
            raise ValidationError(
                {"time_zone": _("This zone is not known; give one such as Europe/Paris or UTC.")}
            )

    def save(self, *args, update_fields=None, **kwargs):
        """The content, unless columns are named: version, state and pin belong to the verbs."""
        if self._state.adding:
            self.version = self.version or first_version()
        elif update_fields is None:
            update_fields = self.CONTENT
        super().save(*args, update_fields=update_fields, **kwargs)

    # Verbs

    def lock(self):
        """Keep this page to ourselves until the transaction ends (TransactionManagementError outside one).

        NO KEY: drafts can still be saved to it meanwhile, other changes wait.
        """
        rows = LivePage.objects.select_for_update(no_key=True)
        self.refresh_from_db(fields=["version", "state", "pinned", "pinned_until"], from_queryset=rows)

    def announce(self, kind, entry=None):
        """Number one public change and tell every process once it is committed.

        Belongs to the transaction that makes the change: its row lock hands out versions
        1, 2, 3… in commit order. Returns the new version.
        """
        self.version = F("version") + 1  # UPDATE … RETURNING brings the number back
        self.save(update_fields=["version"])
        self.changes.create(version=self.version, kind=kind, entry=entry)
        notify(self)
        websub.tell_hub(self)
        return self.version

    @transaction.atomic
    def edit(self, *, by=None, tags=None, instead_of=None):
        """Save what was changed on this object; readers see it from now on.

        `instead_of`: {field: value as its writer saw it}. Then these fields alone are saved, as far as
        they were changed; PageConflict where another changed one meanwhile and it says something else.
        """
        self.lock()
        stored = LivePage.objects.get(pk=self.pk)
        fields = self.CONTENT if instead_of is None else self._changed(stored, instead_of)
        if instead_of is not None and not fields and tags is None:
            return
        self._keep_address()
        self.save(update_fields=fields)
        if tags is not None:
            self.tags.set(tags)
        self.announce(Change.Kind.PAGE)
        self._keep_summary(stored, by)

    def first_summary(self):
        """What the summary said before anybody saved it at a desk, unsaved: nobody knows who wrote it, nor when."""
        return self.summaries.model(number=1, text=self.summary, version=self.version, at=None, page=self)

    @transaction.atomic
    def leave_note(self, note, *, instead_of):
        """Say something to the next shift; readers hear nothing of it.

        `instead_of`: the note that the writer saw. False, and nothing is done, if another came first.
        """
        self.lock()
        self.refresh_from_db(fields=["shift_note"])
        field = self._meta.get_field("shift_note")
        if self.shift_note not in (field.to_canonical(instead_of), field.to_canonical(note)):
            return False
        self.shift_note = note
        self.save(update_fields=["shift_note"])
        return True

    @transaction.atomic
    def assign(self, people, *, by, instead_of=()):
        """Let these people belong to this page. `instead_of`: those whom the chooser saw here.

        Only what was chosen differently is changed, so that nobody undoes unseen what another did meanwhile.
        """
        self.lock()
        chosen, seen = set(people), set(instead_of)
        self.people.add(*chosen - seen)
        self.people.remove(*seen - chosen)

    @transaction.atomic
    def pin(self, entry, *, by, until=None):
        """Keep one published entry of this page at its top, for good or `until` a moment to come."""
        if until is not None and until <= timezone.now():
            raise ValidationError({"pinned_until": _("This time has passed; give one that is to come.")})
        self.lock()
        entry.refresh_from_db(fields=["status"])
        if entry.page_id != self.pk or not entry.is_published:
            raise ValidationError(_("Only an entry that is published on this page can be pinned."))
        self._pin(entry, until)
        if until is not None:
            jobs.configure_task("coverage.tasks.unpin_due", schedule_at=until).defer()

    @transaction.atomic
    def unpin(self, *, by):
        self.lock()
        self._pin(None)

    @transaction.atomic
    def unpin_if_due(self):
        """Unpin what was pinned until a moment that has come; another pin has another moment."""
        self.lock()
        if self.pinned_until is not None and self.pinned_until <= timezone.now():
            self._pin(None)

    # What it is

    @property
    def lead_picture(self):
        """The lead picture, or the lead video's poster; None if it was withdrawn."""
        return shown(self.lead_image) or (self.lead_video and self.lead_video.shown_poster)

    @property
    def lead_film(self):
        """The lead video; None if it was withdrawn."""
        return shown(self.lead_video)

    @property
    def stream_url(self):
        return f"{self.get_absolute_url()}stream"

    @property
    def changes_url(self):
        return f"{self.get_absolute_url()}changes"

    @property
    def language_alone(self):
        """Without script and region: “en” for en-GB (RFC 5646 §2.2.1)."""
        return self.language.partition("-")[0].lower()

    @property
    def zone(self):
        return zoneinfo.ZoneInfo(self.time_zone)

    @cached_property
    def chapters(self):
        """Of a closed page, see chapters_of; none while it goes on."""
        return chapters_of(self) if self.is_closed else []

    @property
    def summary_html(self):
        return mark_safe(self.summary)

    @property
    def key_events(self):
        """Of a page from `for_display`: its key events, newest first, as unsaved Entries."""
        return [
            Entry(
                pk=row["pk"],
                page=self,
                published_at=parse_datetime(row["at"]),
                headline=row["headline"],
                body=row["body"],
            )
            for row in self.key_event_rows
        ]

    @contextmanager
    def in_its_own_words(self):
        """Dates and phrases rendered in here are in the page's zone and language, whoever asks."""
        with timezone.override(self.zone), translation.override(self.language):
            yield

    def next_moment(self):
        """The time of an entry that is published now: after the newest, though the clock stepped back.

        After one that is withdrawn, too: it may come back to its place.
        """
        newest = self.entries.filter(published_at__isnull=False).aggregate(at=models.Max("published_at"))[
            "at"
        ]
        now = timezone.now()
        return max(now, newest + timedelta(microseconds=1)) if newest else now

    # How verbs do it

    def _keep_address(self):
        """A public page's address is in readers' open pages, feeds and links elsewhere: it stays."""
        if self.published_at and LivePage.objects.values_list("slug", flat=True).get(pk=self.pk) != self.slug:
            raise ValidationError({"slug": _("This page is public: its address has to stay as it is.")})

    def _changed(self, stored, instead_of):
        """Of these fields those that say something new; what their writer left alone is as it is stored."""
        changed = []
        for name, seen in instead_of.items():
            field, now = self._meta.get_field(name), getattr(stored, name)
            to_canonical = getattr(field, "to_canonical", lambda value: value)
            mine = to_canonical(getattr(self, name))
            if mine == to_canonical(seen) or mine == now:
                setattr(self, name, now)
            elif now != to_canonical(seen):
                raise PageConflict(stored)
            else:
                changed.append(name)
        return changed

    def _keep_summary(self, before, by):
        """Write down what the summary says now, if that is new; the first time what it said before, too."""
        after = LivePage.objects.values_list("summary", flat=True).get(pk=self.pk)
        if after == before.summary:
            return
        last = self.summaries.order_by("-number").values_list("number", flat=True).first() or 0
        if not last and before.summary:
            before.first_summary().save()
            last = 1
        self.summaries.create(number=last + 1, text=after, version=self.version, by=by)

    def _pin(self, entry, until=None):
        is_news = self.pinned_id != (entry and entry.pk)
        self.pinned, self.pinned_until = entry, until
        self.save(update_fields=["pinned", "pinned_until"])
        if is_news:
            self.announce(Change.Kind.PAGE)
