"""Live pages as phrases: what is public, what is on now, and a page with all that its readers see."""

from django.contrib.postgres.expressions import ArraySubquery
from django.db import models, transaction
from django.db.models import Value
from django.db.models.functions import MD5, Concat, Greatest, JSONObject
from django.utils import timezone

from coverage.models.change import Change
from coverage.models.entry import Entry
from coverage.models.tag import Tag
from coverage.models.video import tracks_of


class LivePageQuerySet(models.QuerySet):
    def public(self):
        return self.filter(state__in=self.model.PUBLIC)

    def live(self):
        return self.filter(state="live").order_by("-opened_at", "-pk")

    def recent(self):
        """Those that are announced or closed, newest first."""
        return self.filter(state__in=["announced", "closed"]).order_by("-closed_at", "-pk")

    def in_short(self):
        """Another text when one of these has come, gone or changed in public, else the same; one query."""
        each = Concat("pk", Value(" "), "version", output_field=models.TextField())
        return self.order_by().aggregate(text=MD5(models.StringAgg(each, Value(","), order_by="pk")))["text"]

    @transaction.atomic
    def announce_changed(self):
        """Tell the readers of each page here that something it shows is different now."""
        for page in self.order_by("pk"):
            page.lock()
            page.announce(Change.Kind.PAGE)

    def unpin_due(self):
        """Unpin whatever was pinned until a moment that has come. Twice at once is harmless."""
        for page in self.filter(pinned_until__lte=timezone.now()).order_by("pk"):
            page.unpin_if_due()

    def for_display(self):
        """With its parts, its tags and when its version was made: one query."""
        tags = Tag.objects.filter(pages=models.OuterRef("pk")).order_by("name").values("name")
        newest = Change.objects.filter(page=models.OuterRef("pk"), version=models.OuterRef("version"))
        return self.with_parts().annotate(
            tag_names=ArraySubquery(tags),
            versioned_at=models.Subquery(newest.values("at")),
        )

    def with_parts(self):
        """With what readers see of it outside its timeline, lead media, pinned entry and key events: one query."""
        key_events = (
            Entry.objects.filter(page=models.OuterRef("pk"), status="published", is_key_event=True)
            .order_by("-published_at", "-pk")
            .values(event=JSONObject(pk="pk", at="published_at", headline="headline", body="body"))
        )
        public = Entry.objects.filter(page=models.OuterRef("pk"), status="published")
        return self.select_related("lead_image", "lead_video__poster", "pinned").annotate(
            key_event_rows=ArraySubquery(key_events),
            lead_tracks=tracks_of("lead_video"),
            changed_at=Greatest(
                models.Subquery(public.order_by("-published_at").values("published_at")[:1]),
                models.Subquery(
                    public.filter(updated_at__isnull=False).order_by("-updated_at").values("updated_at")[:1]
                ),
            ),
        )
