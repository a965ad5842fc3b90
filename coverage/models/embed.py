import io
import logging
from urllib.parse import urlsplit

from django.conf import settings
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.embeds import oembed
from coverage.embeds.client import NotFetched
from coverage.embeds.providers import provider_named, provider_of
from coverage.models.editable import Editable
from coverage.models.fields import LineField, LinesField
from coverage.models.image import Image
from coverage.models.withdrawable import shown
from coverage.pictures.take_in import Refused

log = logging.getLogger(__name__)


class EmbedQuerySet(models.QuerySet):
    def at(self, address, **words):
        """The Embed of a provider's address, made if there is none yet; None where no provider has it.

        `words`: what is known of a new one; without any it is asked for by a job, where the site allows that.
        """
        provider, parts = provider_of(address)
        if provider is None or len(address) > self.model._meta.get_field("address").max_length:
            return None
        with transaction.atomic():
            embed, is_new = self.get_or_create(
                address=address,
                defaults={"provider": provider.name, "source": provider.label, "parts": parts, **words},
            )
            if is_new and not words and settings.EMBED_LOOKUPS:
                jobs.configure_task("coverage.tasks.look_up_embed", priority=5).defer(embed_pk=embed.pk)
        return embed

    def told(self, address, *, source="", **words):
        """The Embed of an address as somebody told of it, also one of a provider that is not in the list: then a card
        that can't be loaded. What is known here already stays; nobody is asked."""
        state = self.model.State.KNOWN if any(words.values()) else self.model.State.UNKNOWN
        source = source or urlsplit(address).hostname or ""
        return (
            self.at(address, **words, state=state)
            or self.get_or_create(address=address, defaults={"source": source[:80], "state": state, **words})[
                0
            ]
        )

    def for_display(self):
        return self.select_related("thumbnail")

    def public(self):
        """Those that an entry shows which readers see."""
        from coverage.models.entry import Entry

        return self.filter(entries__in=Entry.objects.public()).distinct()


class Embed(Editable):
    """A post, video or chart elsewhere. What readers see of it is ours; the provider's own comes after a click."""

    class State(models.TextChoices):
        ASKED = "asked", _("not asked yet")
        KNOWN = "known", _("known")
        UNKNOWN = "unknown", _("no answer")
        GONE = "gone", _("no longer there")

    address = models.URLField(_("address"), max_length=500, unique=True)
    provider = models.CharField(_("provider"), max_length=40, editable=False)
    source = LineField(_("source"), max_length=80, editable=False)
    parts = models.JSONField(default=dict, editable=False)
    title = LineField(_("title"), max_length=300, blank=True)
    author = LineField(_("author"), max_length=200, blank=True)
    text = LinesField(
        _("text"), max_length=2000, blank=True,
        help_text=_("Of a post, as it was: readers keep it when the post is deleted."),
    )  # fmt: skip
    thumbnail = models.ForeignKey(
        "coverage.Image",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="embeds",
        verbose_name=_("picture"),
    )
    state = models.CharField(_("state"), max_length=7, choices=State, default=State.ASKED, editable=False)
    asked_at = models.DateTimeField(_("asked at"), null=True, blank=True, editable=False)

    objects = EmbedQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        verbose_name = _("embed")
        verbose_name_plural = _("embeds")

    def __str__(self):
        return f"{self.source}: {self.title or self.text[:60] or self.address}"

    # Verbs

    @transaction.atomic
    def edit(self):
        """Save what was changed of its words here; every page that shows it is told."""
        self.save_changes()
        self.entries.announce_changed()

    def look_up(self):
        """Ask the provider, and keep what it says; readers are told when that is something new.

        Nothing that is here is lost: a post that is deleted meanwhile is marked so and stays readable.
        """
        provider = provider_named(self.provider)
        if provider is None or not settings.EMBED_LOOKUPS:
            return
        self.asked_at = timezone.now()
        try:
            said = oembed.ask(provider, self.address, self.parts)
        except NotFetched as error:
            log.info("embed %s: %s", self.pk, error)
            self._keep(state=self.State.GONE if error.is_gone else self._state_without_answer())
            return
        words = {name: getattr(said, name) for name in ("title", "author", "text") if getattr(said, name)}
        picture = self.thumbnail or self._picture(said)
        self._keep(state=self.State.KNOWN, parts={**self.parts, **said.parts}, thumbnail=picture, **words)

    # What it is

    @property
    def kind(self):
        """The shape of its frame: one of coverage.embeds.providers.KINDS."""
        provider = provider_named(self.provider)
        return provider.kind if provider else "post"

    @property
    def is_post(self):
        return self.kind == "post"

    @property
    def player(self):
        """The address of the provider's own frame; empty where there is none, or no longer."""
        provider = provider_named(self.provider)
        return provider.player_address(self.parts) if provider and self.state != self.State.GONE else ""

    @property
    def is_gone(self):
        return self.state == self.State.GONE

    @property
    def shown_thumbnail(self):
        return shown(self.thumbnail)

    # How verbs do it

    def _state_without_answer(self):
        return self.state if self.state == self.State.KNOWN else self.State.UNKNOWN

    def _picture(self, said):
        if not said.picture:
            return None
        credit = " / ".join(filter(None, [said.author, self.source]))[:200]
        try:
            return Image.objects.take_in(io.BytesIO(said.picture), is_decorative=True, credit=credit)
        except Refused as refused:
            log.info("embed %s: its picture is left out: %s", self.pk, refused)
            return None

    @transaction.atomic
    def _keep(self, **found):
        """Write down what was found, beside whatever an editor changed meanwhile; tell readers if they see more."""
        stored = Embed.objects.select_for_update(no_key=True).get(pk=self.pk)
        before = stored.looks
        for name, value in {"asked_at": self.asked_at, **found}.items():
            setattr(stored, name, value)
        stored.save()
        self.refresh_from_db()
        if self.looks != before:
            self.entries.announce_changed()

    @property
    def looks(self):
        """All that readers see of it."""
        return (self.title, self.author, self.text, self.thumbnail_id, self.player, self.is_gone)
