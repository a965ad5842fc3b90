import pytest

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
