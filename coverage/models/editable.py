"""What several people may change at once: an edit writes what its editor changed, not what they merely read."""

from django.db import models

_UNREAD = object()


class Editable(models.Model):
    """A noun whose edit leaves alone what another changed since it was read: a picture replaced, a withdrawal."""

    class Meta:
        abstract = True

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        self._as_read = {}

    @classmethod
    def from_db(cls, *args, **more):
        noun = super().from_db(*args, **more)
        noun._remember()
        return noun

    def refresh_from_db(self, using=None, fields=None, **more):
        super().refresh_from_db(using=using, fields=fields, **more)
        self._remember(fields)

    def save(self, *args, update_fields=None, **more):
        super().save(*args, update_fields=update_fields, **more)
        self._remember(update_fields)

    def save_changes(self):
        """Save what was changed on this object; the rest of it becomes what is stored by now.

        Belongs to a transaction, which keeps the row to itself. Nouns come before the pages that show them:
        everybody locks them in this order.
        """
        stored = type(self)._base_manager.select_for_update(no_key=True).get(pk=self.pk)
        for field in self._meta.concrete_fields:
            if self.__dict__.get(field.attname, _UNREAD) == self._as_read.get(field.attname, _UNREAD):
                setattr(self, field.attname, stored.__dict__[field.attname])
        self.save()

    def _remember(self, names=None):
        for field in self._meta.concrete_fields:
            if field.attname in self.__dict__ and (names is None or {field.name, field.attname} & set(names)):
                self._as_read[field.attname] = self.__dict__[field.attname]
