from pathlib import Path

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError

from coverage.interchange.bad_input import BadInput
from coverage.interchange.importing import import_page


class Command(BaseCommand):
    help = (
        "Bring in a live page: a JSON-LD file, a saved HTML page that holds one, or a folder of export_page."
    )

    def add_arguments(self, parser):
        parser.add_argument("source", type=Path, help="file or folder")
        parser.add_argument(
            "--images", type=Path, help="folder of its pictures and videos (default: where SOURCE is)"
        )
        parser.add_argument("--slug", default="", help="the page's slug here (default: what SOURCE says)")
        parser.add_argument("--time-zone", default="", help="the page's time zone, as in Europe/Paris")
        parser.add_argument("--publish", action="store_true", help="make the page public too")

    def handle(self, *, source, images, slug, time_zone, publish, **options):
        try:
            done = import_page(
                source,
                images=images,
                slug=slug,
                time_zone=time_zone,
                publish=publish,
                report=self.stderr.write,
            )
        except BadInput as error:
            raise CommandError(str(error)) from None
        except ValidationError as error:
            raise CommandError(f"{source}: {' '.join(error.messages)}") from None
        self.stdout.write(
            f"{done.page.get_absolute_url()} ({done.page.get_state_display()}): "
            f"{done.new} new, {done.changed} changed, {done.same} as before."
        )
