from django.core.management.base import BaseCommand, CommandError

from liveblog import demo


class Command(BaseCommand):
    help = "Serve a sample live page on a PostgreSQL of its own. Ctrl+C ends everything."

    def add_arguments(self, parser):
        parser.add_argument("--host", default="127.0.0.1")
        parser.add_argument("--port", type=int, default=8000)
        parser.add_argument(
            "--fresh", action="store_true", help="start over: forget what an earlier run kept"
        )
        parser.add_argument("--still", action="store_true", help="let no sample entries arrive")

    def handle(self, *, host, port, fresh, still, **options):
        if not 0 < port < 65536:
            raise CommandError("--port must be a number from 1 to 65535.")
        demo.run(host=host, port=port, is_fresh=fresh, is_still=still, say=self._say)

    def _say(self, text):
        self.stdout.write(str(text))
        self.stdout.flush()
