from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from coverage.models import Entry, LivePage


class Command(BaseCommand):
    help = "Publish one entry on a live page and print its headline."
    requires_system_checks = []  # load tools call this again and again

    def add_arguments(self, parser):
        parser.add_argument("slug")
        parser.add_argument("--headline", help="default: “Update” and the time, to the microsecond")
        parser.add_argument(
            "--body", default="<p>This entry was published from the command line.</p>", metavar="HTML"
        )
        parser.add_argument("--kicker", default="")

    def handle(self, *, slug, headline, body, kicker, **options):
        page = LivePage.objects.filter(slug=slug).first()
        if page is None:
            raise CommandError(f"There is no live page “{slug}”.")
        if headline is None:
            headline = f"Update {timezone.localtime():%H:%M:%S.%f}"
        content = {"headline": headline, "body": body, "kicker": kicker}
        try:
            Entry(page=page, **content).clean_fields()
            with transaction.atomic():
                entry = Entry.objects.draft(page=page, by=None, **content)
                entry.publish(by=None)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        self.stdout.write(entry.headline)
