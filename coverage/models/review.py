"""An entry's way to publication: submitted, reviewed, scheduled, and let out by a second person."""

from django.contrib.auth import get_user_model
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs


class Review:
    """The part of an Entry that knows who must see it before readers do, and when these may."""

    @transaction.atomic
    def submit(self, *, by):
        """Give a draft to the editors."""
        self._move(self.Status.DRAFT, self.Status.SUBMITTED, by)

    @transaction.atomic
    def review(self, *, by):
        """Let colleagues see that `by` looks after this submitted entry now; None: nobody does."""
        before = self._locked()
        if before.status == self.Status.SUBMITTED and before.reviewer != by:
            self.reviewer = by
            self.save(update_fields=["reviewer"])

    @transaction.atomic
    def send_back(self, *, by, comment=""):
        """Make a submitted entry its author's draft again. `comment`: why, for them to read."""
        self._move(self.Status.SUBMITTED, self.Status.DRAFT, by, comment)

    @transaction.atomic
    def schedule(self, *, by, at):
        """Let this entry go out by itself at a moment to come (aware datetime); again for another moment.

        A job does it at that time, or `Entry.objects.publish_due` as soon as a worker is back.
        """
        before = self._locked()
        self.status, self.revision = before.status, before.revision
        if before.status not in (self.Status.DRAFT, self.Status.SUBMITTED, self.Status.SCHEDULED):
            return
        if at <= timezone.now():
            raise ValidationError({"scheduled_at": _("This time has passed; give one that is to come.")})
        self._say_something()
        if before.status != self.Status.SCHEDULED:
            self._be_a_second_person(by)
        if (before.status, before.scheduled_at) == (self.Status.SCHEDULED, at):
            return
        self.status, self.scheduled_at = self.Status.SCHEDULED, at
        self.save(update_fields=["status", "scheduled_at"])
        self.revise(by=by)
        jobs.configure_task("coverage.tasks.publish_due", schedule_at=at).defer()

    @transaction.atomic
    def publish_if_due(self):
        """Publish a scheduled entry whose moment has come, in the name of whoever scheduled it."""
        self.page.lock()
        rows = type(self).objects.select_for_update(no_key=True)
        if rows.filter(pk=self.pk, status="scheduled", scheduled_at__lte=timezone.now()).exists():
            self.publish(by=self.revisions.last().by)

    @transaction.atomic
    def unschedule(self, *, by):
        """Keep a scheduled entry from going out: it is a draft again."""
        self.scheduled_at = None
        self._move(self.Status.SCHEDULED, self.Status.DRAFT, by)

    # How verbs do it

    def _move(self, old, new, by, comment=""):
        before = self._locked()
        self.revision = before.revision
        if before.status == old:
            self.status, self.reviewer = new, None
            self.submitted_at = timezone.now() if new == self.Status.SUBMITTED else None
            self.save(update_fields=["status", "scheduled_at", "submitted_at", "reviewer"])
            self.revise(by=by, comment=comment)

    def _be_a_second_person(self, by):
        """Where the page wants two, nobody lets out words that they wrote last; whoever made the entry
        lets it out once a colleague who publishes wrote last. by=None, a machine, is nobody.
        """
        if by is None or not self._needs_second_person():
            return
        writer = self._last_writer()
        if by.pk == writer or (by.pk == self.created_by_id and not _publishes(writer)):
            raise ValidationError(
                _("On this page a second person publishes. Submit it: a colleague can let it out.")
            )

    def _needs_second_person(self):
        self.page.refresh_from_db(fields=["needs_second_person"])
        return self.page.needs_second_person

    def _last_writer(self):
        """The id of whoever wrote the words that stand here: to submit or review them is not to write."""
        said = ("headline", "kicker", "body", "confirmation")
        saves = self.revisions.order_by("-number").values_list("by", *said).iterator(chunk_size=20)
        writer, *words = next(saves, (None,))
        for earlier_by, *earlier in saves:
            if earlier != words:
                return writer
            writer = earlier_by
        return writer


def _publishes(pk):
    """Whether the login of that id may let entries out; None is a machine, and has read nothing."""
    person = get_user_model().objects.filter(pk=pk).first()
    return person is not None and person.has_perm("coverage.publish_entry")
