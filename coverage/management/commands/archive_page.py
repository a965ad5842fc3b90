from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from coverage.interchange.archiving import archive_page
from coverage.interchange.bad_input import BadInput
from coverage.models import LivePage


class Command(BaseCommand):
    help = "Write a live page as plain HTML, CSS, pictures and videos into a folder that opens from a disk."

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("folder", type=Path, metavar="OUTDIR", help="a new folder, or an empty one")

    def handle(self, *, slug, folder, **options):
        page = LivePage.objects.for_display().filter(slug=slug).first()
        if page is None:
            raise CommandError(f"There is no live page “{slug}”.")
        try:
            number = archive_page(page, folder, report=self.stderr.write)
        except BadInput as error:
            raise CommandError(str(error)) from None
        except OSError as error:
            raise CommandError(f"{error.filename or folder} cannot be written ({error.strerror}).") from None
        self.stdout.write(f"{folder / 'index.html'} ({number} files)")
