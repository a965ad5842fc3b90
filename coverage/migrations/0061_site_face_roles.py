from django.contrib.auth.management import create_permissions
from django.db import migrations

# Who the publisher is and how that looks: as pages and people, it is the chiefs' (ops look after machines).
MAY = ["view_siteface", "change_siteface"]


def give(apps, schema_editor):
    app = apps.get_app_config("coverage")
    before, app.models_module = getattr(app, "models_module", None), True  # made after all migrations, too late for us
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = before
    for chief in apps.get_model("auth", "Group").objects.filter(name="chief"):
        chief.permissions.add(*_permissions(apps))


def take_back(apps, schema_editor):
    for chief in apps.get_model("auth", "Group").objects.filter(name="chief"):
        chief.permissions.remove(*_permissions(apps))


def _permissions(apps):
    return apps.get_model("auth", "Permission").objects.filter(content_type__app_label="coverage", codename__in=MAY)


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0060_site_face"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
