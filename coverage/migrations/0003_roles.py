from django.contrib.auth.management import create_permissions
from django.db import migrations

DRAFTING = ["view_livepage", "view_entry", "add_entry", "change_entry", "view_image", "add_image", "change_image", "view_video", "view_author", "view_tag", "add_tag"]
EDITING = [*DRAFTING, "publish_entry", "delete_entry", "add_video", "change_video", "change_tag"]
LEADING = [
    *EDITING, "open_livepage", "add_livepage", "change_livepage", "delete_livepage", "delete_image", "delete_video", "add_author",
    "change_author", "delete_author", "delete_tag",
]
PEOPLE = ["view_user", "add_user", "change_user", "view_group"]
# FAULTS.md, "Who may". Ops look after people and machines and see no drafts; superusers are made by command line alone.
ROLES = {"reporter": DRAFTING, "editor": EDITING, "chief": [*LEADING, *PEOPLE], "ops": PEOPLE}


def make_roles(apps, schema_editor):
    for label in ("auth", "coverage"):
        app = apps.get_app_config(label)
        before, app.models_module = getattr(app, "models_module", None), True  # they are made after all migrations, too late for us
        create_permissions(app, apps=apps, verbosity=0)
        app.models_module = before
    permissions = apps.get_model("auth", "Permission").objects.filter(content_type__app_label__in=["auth", "coverage"])
    for name, codenames in ROLES.items():
        group, _is_new = apps.get_model("auth", "Group").objects.get_or_create(name=name)
        group.permissions.set(permissions.filter(codename__in=codenames))


def drop_roles(apps, schema_editor):
    apps.get_model("auth", "Group").objects.filter(name__in=ROLES).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("coverage", "0002_entry_scheduled_at"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(make_roles, drop_roles)]
