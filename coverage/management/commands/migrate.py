from django.contrib.auth.models import User
from django.core.management.commands import migrate
from django.db import OperationalError, connections

LOCK_TIMEOUT = (
    "1500ms"  # whoever reads or publishes waits behind a lock that is waited for: not longer than this
)
TRIES = 40


class Command(migrate.Command):
    help = f"{migrate.Command.help} It waits for no lock longer than {LOCK_TIMEOUT}, lets others pass, and tries again."

    def handle(self, *args, **options):
        for tries_left in reversed(range(TRIES)):
            try:
                self._with_short_locks(*args, **options)
                break
            except OperationalError as error:
                if (
                    getattr(error.__cause__, "sqlstate", None) != "55P03" or not tries_left
                ):  # lock_not_available
                    raise
                self.stderr.write("Others hold a lock; trying again where it stopped.")
        if options["verbosity"] and not options["plan"] and not options["check_unapplied"]:
            self._say_how_to_log_in(options["database"])

    def _with_short_locks(self, *args, **options):
        connection = connections[options["database"]]
        with connection.cursor() as cursor:
            cursor.execute(f"SET lock_timeout = '{LOCK_TIMEOUT}'")
        try:
            super().handle(*args, **options)
        finally:
            if connection.connection and not connection.connection.closed:
                with connection.cursor() as cursor:
                    cursor.execute("RESET lock_timeout")

    def _say_how_to_log_in(self, database):
        if "auth_user" not in connections[database].introspection.table_names():
            return
        if not User.objects.using(database).filter(is_active=True, is_staff=True).exists():
            self.stdout.write("Nobody can log in yet. Make the first chief, who makes all others:")
            self.stdout.write("  docker compose exec web python manage.py make_chief NAME")
