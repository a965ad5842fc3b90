from django.core.management.base import BaseCommand

from coverage.models import Image


class Command(BaseCommand):
    help = (
        "Make every rendition that is not there: after a restore without them, or an upgrade with new ones."
    )

    def handle(self, **options):
        for image in Image.objects.filter(withdrawn_at=None).order_by("-pk"):
            try:
                image.make_renditions()
            except Exception as error:  # noqa: BLE001 - the next picture is none the worse for it
                self.stderr.write(f"picture {image.pk}: {error}")
