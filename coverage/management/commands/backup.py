from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from liveblog import keeping


class Command(BaseCommand):
    help = (
        "Write the database and then its files into a folder, while the site runs, and print the dump's path."
    )

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help="may hold earlier backups")

    def handle(self, *, folder, **options):
        try:
            self.stdout.write(str(keeping.backup(folder)))
        except keeping.Failed as error:
            raise CommandError(str(error)) from None
