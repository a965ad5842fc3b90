from pathlib import Path

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

from coverage.models import Rendition
from liveblog import keeping


class Command(BaseCommand):
    help = "Fill an empty database, and the folders of files, from a backup."
    requires_system_checks = []

    def add_arguments(self, parser):
        parser.add_argument("folder", type=Path, metavar="DIR", help="a folder of `backup`")
        parser.add_argument("--dump", type=Path, help="one of its dumps (default: the newest)")

    def handle(self, *, folder, dump, **options):
        connections.close_all()
        try:
            keeping.restore(folder, dump)
        except keeping.Failed as error:
            raise CommandError(str(error)) from None
        call_command("migrate", interactive=False, verbosity=0)  # a dump of an earlier release
        Rendition.objects.forget_lost()  # of what was withdrawn between the dump and the copy of the files
        self.stdout.write("Restored. Whoever was logged in logs in again.")
