"""What a picture, a film and a sound have in common: they must go when somebody has the right to say so."""

from django.conf import settings
from django.core.exceptions import ValidationError
from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from coverage.models.fields import LineField


def shown(medium):
    """The medium as readers may see it: None if there is none, or if it was withdrawn."""
    return None if medium is None or medium.is_withdrawn else medium


class Withdrawable(models.Model):
    """One that is withdrawn stays listed, with who and why, and comes back when that is undone.

    It has `uses_of` (a class of uses.py) and `same_content`: what finds the rows that hold the same, whatever their
    words. `_leave_readers` and `_come_back` do what else belongs to it.
    """

    uses_of = None

    withdrawn_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True, editable=False)
    withdrawn_because = LineField(
        _("why it was withdrawn"), max_length=300, blank=True, default="", db_default="", editable=False
    )
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        models.SET_NULL,
        null=True,
        editable=False,
        related_name="+",
        verbose_name=_("withdrawn by"),
    )

    class Meta:
        abstract = True

    # Verbs

    @transaction.atomic
    def withdraw(self, *, by, because):
        """Take this away from every reader, for `because` (a sentence for colleagues). `restore` undoes it.

        Everything of the same content goes with it, whatever its words; caches in front are told. Again changes nothing.
        """
        because = self._meta.get_field("withdrawn_because").to_canonical(because)
        if not because:
            raise ValidationError({"withdrawn_because": _("Say why, in a sentence for colleagues.")})
        turned = self._turn(withdrawn_at=timezone.now(), withdrawn_because=because, withdrawn_by=by)
        self.uses_of(turned).announce_changed()
        for medium in turned:
            medium._leave_readers()

    @transaction.atomic
    def restore(self, *, by):
        """Undo a withdrawal: it is back wherever it was."""
        turned = self._turn(withdrawn_at=None, withdrawn_because="", withdrawn_by=None)
        self.uses_of(turned).announce_changed()
        for medium in turned:
            medium._come_back()

    @transaction.atomic
    def replace_everywhere(self, *, by, with_other):
        """Show another of its kind wherever this is: in texts out and not out, on top of pages, and so on."""
        if with_other.is_withdrawn:
            raise ValidationError(with_other.why_not)
        if with_other != self:
            self.uses.replace(with_other, by=by)

    # What it is

    @property
    def is_withdrawn(self):
        return self.withdrawn_at is not None

    @property
    def uses(self):
        """Where it is shown; see uses.py."""
        return self.uses_of([self])

    # How verbs do it

    def _turn(self, **fields):
        """Withdraw or restore everything of this content; those that were not so before."""
        rows = type(self).objects.select_for_update(no_key=True).order_by("pk")
        is_to_go = fields["withdrawn_at"] is not None
        turned = list(rows.filter(**self.same_content, withdrawn_at__isnull=is_to_go))
        for medium in turned:
            for name, value in fields.items():
                setattr(medium, name, value)
            medium.save(update_fields=list(fields))
        if turned:
            self.refresh_from_db(fields=list(fields))
        return turned

    def _leave_readers(self):
        """Take its files away, and tell the caches in front; belongs to the transaction that withdraws it."""
        raise NotImplementedError

    def _come_back(self):
        pass
