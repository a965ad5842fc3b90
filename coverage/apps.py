import atexit

from django.apps import AppConfig
from django.core.management import call_command
from django.db import connections
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class CoverageConfig(AppConfig):
    name = "coverage"
    verbose_name = _("Live coverage")

    def ready(self):
        from coverage.embeds import providers
        from liveblog import checks  # noqa: F401  each registers itself
        from liveblog.env import Misconfigured

        try:
            providers.known()
        except providers.BadList as error:
            raise Misconfigured(f"EMBED_PROVIDERS: {error}") from None

        atexit.register(close_pools)
        post_migrate.connect(make_cache_table, sender=self)


def close_pools():
    """While their threads still run: a pool that Python takes apart at its end waits for them in vain."""
    for connection in connections.all(initialized_only=True):
        connection.close()
        connection.close_pool()


def make_cache_table(**more):
    """The table of settings.CACHES, which no model describes; nothing happens where it is."""
    call_command("createcachetable", verbosity=0)
