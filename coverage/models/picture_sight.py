"""Which pictures somebody sees at the desk who does not publish."""

from django.db.models import Q

from coverage.models.timeline import entrusted_to


def sight_of(user):
    """What readers see, what this person brought, and what stands in drafts and pages that they may read.

    A Q on images, of subqueries only: no join, so nothing comes twice.
    """
    from coverage.models import Author, Entry, EntryImage, LivePage, SiteFace, SnippetImage, Video

    entries = Entry.objects.filter(entrusted_to(user)) | Entry.objects.public()
    pages = LivePage.objects.filter(pk__in=user.assigned_pages.order_by().values("pk"))
    pages |= LivePage.objects.public()
    videos = Video.objects.filter(Q(entries__in=entries.values("pk")) | Q(pk__in=pages.values("lead_video")))
    shown = [
        EntryImage.objects.filter(entry__in=entries.values("pk")).values("image"),
        videos.values("poster"),
        pages.values("lead_image"),
        Author.objects.values("photo"),
        SiteFace.objects.values("logo"),
        SnippetImage.objects.values("image"),  # offered to everybody at a desk
    ]
    seen = Q(taken_in_by=user)
    for images in shown:
        seen |= Q(pk__in=images)
    return seen
