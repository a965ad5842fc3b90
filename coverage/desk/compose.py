"""From a checked form to the entry: made once, whatever comes twice."""

from django.contrib.auth import get_user_model
from django.contrib.postgres.expressions import ArraySubquery
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Subquery
from django.db.models.functions import JSONObject

from coverage.desk.door import may_write
from coverage.models import Byline, Entry
from coverage.models.entry import Conflict


@transaction.atomic
def keep(form, *, page, by):
    """The entry of the form's key, saying what the form says; made if there is none yet.

    A repeated request finds its entry and changes nothing. Conflict when the entry is out
    already, or was changed by somebody else, and says something different; PermissionDenied
    when it is not this person's to write.
    """
    tags = form.tagged()
    entry = Entry.objects.draft(
        page=page, by=by, key=form.cleaned_data["key"], bylines=form.signed, tags=tags, **form.content()
    )
    if not may_write(by, entry):
        raise PermissionDenied
    if entry.status == Entry.Status.WITHDRAWN:
        raise Conflict(entry)
    if says_the_same(entry, form, tags):
        return entry
    if entry.is_published:
        raise Conflict(entry)
    for name, value in form.content().items():
        setattr(entry, name, value)
    # Without a revision to start from, the composer believes that it made the entry: that was the first.
    entry.edit(by=by, based_on=form.cleaned_data["based_on"] or 1, bylines=form.signed, tags=tags)
    return entry


def says_the_same(entry, form, tags):
    """True if saving the form to the entry would change nothing."""
    signed = [(byline.author_id, byline.role, byline.reporting_from) for byline in form.signed]
    return (
        all(getattr(entry, name) == value for name, value in form.content().items())
        and list(entry.bylines.values_list("author_id", "role", "reporting_from")) == signed
        and set(entry.tags.all()) == set(tags)
    )


def preset(page, user):
    """How this person begins: bylines as last signed here, at first as their own author; last kicker. One query."""
    mine = page.entries.filter(created_by=user).order_by("-pk")
    last = mine.values("pk")[:1]
    kicker = mine.exclude(kicker="").values("kicker")[:1]
    signed = Byline.objects.filter(entry=Subquery(last)).order_by("position")
    row = JSONObject(author_id="author_id", role="role", reporting_from="reporting_from")
    asked = (
        get_user_model()
        .objects.filter(pk=user.pk)
        .annotate(last=Subquery(last), signed=ArraySubquery(signed.values(row=row)), kicker=Subquery(kicker))
    )
    found = asked.values_list("last", "signed", "kicker", "author__pk", "author__role")
    last, signed, kicker, author_pk, role = found.get()
    if last:
        return [Byline(**row) for row in signed], kicker
    return [Byline(author_id=author_pk, role=role)] if author_pk else [], kicker
