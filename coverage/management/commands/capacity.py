from django.core.management.base import BaseCommand, CommandError

from liveblog.capacity import Unmeasurable, table


class Command(BaseCommand):
    help = "Say what this machine can carry, by a test of less than a minute on a site of its own."

    def handle(self, *args, **options):
        try:
            for what, figure in table():
                self.stdout.write(f"{what:66}{figure:>16}")
        except Unmeasurable as why:
            raise CommandError(str(why)) from None
