from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coverage.interchange.bad_input import BadInput
from coverage.interchange.exporting import export_page
from coverage.models import LivePage


class Command(BaseCommand):
    help = "Write a live page with its published entries, pictures and videos into a folder, for import_page."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument(
            "folder", type=Path, metavar="OUTDIR", help="a new folder, an empty one or an earlier export"
        )

    def handle(self, *, slug, folder, **options):
        page = LivePage.objects.filter(slug=slug).first()
        if page is None:
            raise CommandError(f"There is no live page “{slug}”.")
        try:
            export_page(page, folder)
        except BadInput as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{error.filename or folder} cannot be written ({error.strerror}).") from None
        self.stdout.write(str(folder))
