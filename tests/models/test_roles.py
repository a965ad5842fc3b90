from importlib import import_module

import pytest
from django.apps import apps

from tests.make import make_login

MAY = {
    "coverage.add_entry": {"reporter", "editor", "chief"},
    "coverage.publish_entry": {"editor", "chief"},
    "coverage.open_livepage": {"chief"},
    "coverage.delete_livepage": {"chief"},
    "coverage.view_entry": {"reporter", "editor", "chief"},
    "auth.change_user": {"chief", "ops"},
    "auth.delete_user": set(),
    "auth.change_group": set(),
}


@pytest.mark.parametrize("role", ["reporter", "editor", "chief", "ops"])
def test_a_role_may_what_its_line_in_the_table_says(db, role):
    user = make_login(role)
    assert {permission for permission in MAY if user.has_perm(permission)} == {
        permission for permission, roles in MAY.items() if role in roles
    }


def test_making_the_roles_again_leaves_the_apps_as_they_were(db):
    """Without its models' module an app gets no permissions back after a flush."""
    before = {label: apps.get_app_config(label).models_module for label in ("auth", "coverage")}
    import_module("coverage.migrations.0003_roles").make_roles(apps, None)
    assert {label: apps.get_app_config(label).models_module for label in before} == before
    assert None not in before.values()
