"""The worker as a process of its own, on a test's database: it can be killed like a real one."""

import os


def main():
    from django.conf import settings

    settings.DATABASES["default"]["NAME"] = os.environ["TEST_DATABASE"]
    import django
    from django.core.management import call_command

    django.setup()
    call_command("procrastinate", "worker")


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
    main()
