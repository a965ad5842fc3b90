from django.contrib.auth.models import Group, User
from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction

from coverage.desk.letters import password_link


class Command(BaseCommand):
    help = (
        "Make a chief, who can make all other logins, and print a link that is good once to set a password."
    )

    def add_arguments(self, parser):
        parser.add_argument("name", help="for the login page")
        parser.add_argument("--email", default="", help="where links for a password go")

    def handle(self, *, name, email, **options):
        person = User(username=name, email=email, is_staff=True)
        person.set_unusable_password()
        try:
            person.full_clean()
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from None
        with transaction.atomic():
            person.save()
            person.groups.add(Group.objects.get(name="chief"))
        self.stdout.write(f"{name} is chief. Set the password here, once, within three days:")
        self.stdout.write(password_link(person))
