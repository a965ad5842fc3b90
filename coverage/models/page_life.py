"""What becomes of a live page: draft → announced → live → closed, and live again."""

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.models.change import Change


class PageLife:
    """The part of a LivePage that knows where it stands, and moves it on."""

    class State(models.TextChoices):
        DRAFT = "draft", _("draft")
        ANNOUNCED = "announced", _("announced")
        LIVE = "live", _("live")
        CLOSED = "closed", _("closed")

    PUBLIC = ("announced", "live", "closed")

    def advertise(self, *, by, at=None):
        """Make a draft public before it begins: “Starts at 17:00”. `at` as in `open`."""
        self._move(by, [self.State.DRAFT], self.State.ANNOUNCED, at)

    def open(self, *, by, at=None):
        """Go live; a closed page goes on. `at`: when that was, if it was elsewhere and before."""
        self._move(by, [self.State.DRAFT, self.State.ANNOUNCED, self.State.CLOSED], self.State.LIVE, at)

    @transaction.atomic
    def close(self, *, by, at=None, related=None, line=None):
        """Say that the coverage has ended. `at` as in `open`.

        `line`: the sentence that says so, "" for the one that every page has. `related`: address and
        title of the story that readers are sent on to. None leaves these as they are.
        """
        self.lock()
        if self.is_live:
            if line is not None:
                self.closing_line = line
            if related is not None:
                self.related_url, self.related_title = related
            self.save(update_fields=["closing_line", "related_url", "related_title"])
        self._move(by, [self.State.LIVE], self.State.CLOSED, at)

    @property
    def is_public(self):
        return self.state in self.PUBLIC

    @property
    def is_live(self):
        return self.state == self.State.LIVE

    @property
    def is_closed(self):
        return self.state == self.State.CLOSED

    @property
    def is_announced(self):
        return self.state == self.State.ANNOUNCED

    @transaction.atomic
    def _move(self, by, old, new, at=None):
        self.lock()
        if self.state not in old:
            return
        now = at or timezone.now()
        self.state = new
        self.published_at = self.published_at or now
        if new == self.State.LIVE:
            self.opened_at = self.opened_at or now
        self.closed_at = now if new == self.State.CLOSED else None
        self.save(update_fields=["state", "published_at", "opened_at", "closed_at"])
        self.announce(Change.Kind.PAGE)
