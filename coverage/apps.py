from django.apps import AppConfig
from django.core.management import call_command
from django.db.models.signals import post_migrate


class CoverageConfig(AppConfig):
    name = "coverage"
    verbose_name = "Live coverage"

    def ready(self):
        from liveblog import checks  # noqa: F401  each registers itself

        post_migrate.connect(make_cache_table, sender=self)


def make_cache_table(**more):
    """The table of settings.CACHES, which no model describes; nothing happens where it is."""
    call_command("createcachetable", verbosity=0)
