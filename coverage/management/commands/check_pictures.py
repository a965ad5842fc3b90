from django.core.management.base import BaseCommand, CommandError

from coverage.models import Rendition
from coverage.models.stray_files import lost_renditions, stray_files, without_original


class Command(BaseCommand):
    help = "Say where the files of pictures and the database disagree. Changes nothing without --delete."

    def add_arguments(self, parser):
        parser.add_argument(
            "--delete", action="store_true", help="delete files of no picture, forget lost renditions"
        )
        parser.add_argument("--hours", type=int, default=1, help="leave younger files alone (default: 1)")

    def handle(self, *, delete, hours, **options):
        strays = list(stray_files(hours=hours))
        for stray in strays:
            self.stdout.write(f"{stray.name}: of no picture")
            if delete:
                stray.delete()
        lost = lost_renditions()
        for rendition in lost:
            self.stdout.write(f"{rendition.file}: not there; made again when it is asked for")
        if delete:
            Rendition.objects.filter(pk__in=[rendition.pk for rendition in lost]).delete()
        done = "deleted" if delete else "to delete, with --delete"
        self.stdout.write(f"{len(strays)} files {done}; {len(lost)} renditions lost.")
        if missing := without_original():
            named = ", ".join(f"{image.pk} ({image.original.name})" for image in missing)
            raise CommandError(f"The originals of these pictures are lost; restore them: {named}")
