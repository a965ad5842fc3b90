from django.contrib.auth.management import create_permissions
from django.db import migrations

# As pictures go: whoever writes puts them in, whoever publishes may change what is said of them.
MAY = {
    "reporter": ["view_embed", "add_embed"],
    "editor": ["view_embed", "add_embed", "change_embed"],
    "chief": ["view_embed", "add_embed", "change_embed", "delete_embed"],
}


def give(apps, schema_editor):
    app = apps.get_app_config("coverage")
    before, app.models_module = getattr(app, "models_module", None), True  # made after all migrations, too late for us
    create_permissions(app, apps=apps, verbosity=0)
    app.models_module = before
    for name, group in _groups(apps):
        group.permissions.add(*_permissions(apps).filter(codename__in=MAY[name]))


def take_back(apps, schema_editor):
    for _name, group in _groups(apps):
        group.permissions.remove(*_permissions(apps).filter(codename__endswith="_embed"))


def _groups(apps):
    return [(group.name, group) for group in apps.get_model("auth", "Group").objects.filter(name__in=MAY)]


def _permissions(apps):
    return apps.get_model("auth", "Permission").objects.filter(content_type__app_label="coverage")


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0080_embed"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(give, take_back)]
