"""People in the admin: nobody becomes more than their maker is."""

import pytest
from django.contrib.auth.models import Group, Permission, User
from django.test import Client
from django.urls import reverse

from tests.desk.people import People, named
from tests.make import make_login

FORGED = {
    "is_superuser": "on",
    "is_staff": "on",
    "groups": ["1", "2", "3"],
    "user_permissions": ["1", "2", "3"],
    "password": "pbkdf2_sha256$1$a$b",
    "password1": "correct horse battery",
    "password2": "correct horse battery",
    "usable_password": "true",
    "last_login_0": "2020-01-01",
    "id": "1",
}
ALL = ["reporter", "editor", "chief", "ops"]


def rights(user):
    """All that makes somebody what they are, read anew."""
    user = User.objects.get(pk=user.pk)
    return (
        user.is_superuser,
        user.is_staff,
        user.is_active,
        user.username,
        user.email,
        user.password,
        set(user.groups.values_list("name", flat=True)),
        set(user.user_permissions.values_list("codename", flat=True)),
    )


@pytest.fixture
def superuser(db):
    return User.objects.create_superuser("root", "root@example.org", "correct horse battery")


@pytest.mark.parametrize(
    ("giver", "given"), [("chief", {"reporter", "editor", "chief", "ops"}), ("ops", {"reporter", "ops"})]
)
def test_a_role_gives_only_what_it_may(db, giver, given):
    people = People(make_login(giver))
    for role in ALL:
        make_login(role)  # so that the group is there
        people.add(username=f"new-{role}", email=f"{role}@example.org", role=role)
        made = named(f"new-{role}")
        assert bool(made) == (role in given)
        if made:
            assert list(made.groups.values_list("name", flat=True)) == [role]
            assert (made.is_staff, made.is_superuser, made.has_usable_password()) == (True, False, False)


@pytest.mark.parametrize("role", ["reporter", "editor"])
def test_those_who_look_after_no_people_get_nowhere(db, role):
    other, people = make_login("reporter"), People(make_login(role))
    before = rights(other)
    assert people.get("changelist").status_code == 403
    assert people.get("change", other.pk).status_code == 403
    assert people.add().status_code == 403
    assert people.change(other, first_name="X", is_active=None).status_code == 403
    assert (named(), rights(other)) == (None, before)


@pytest.mark.parametrize("role", ["chief", "ops"])
def test_forged_fields_change_nothing(db, role, superuser):
    people = People(make_login(role))
    people.add(**FORGED)
    assert rights(named())[:3] == (False, True, True)
    assert not named().has_usable_password()
    assert not named().user_permissions.exists()
    before = rights(named())
    people.change(named(), first_name="Changed", **FORGED)
    assert named().first_name == "Changed"
    assert rights(named()) == before
    own = rights(people.user)
    people.change(people.user, role="chief", is_active=None, email=people.user.email or None, **FORGED)
    assert rights(people.user)[:3] == own[:3]
    assert rights(people.user)[5:] == own[5:]


@pytest.mark.parametrize("role", ["chief", "ops"])
def test_nobody_but_a_superuser_edits_a_superuser(db, role, superuser):
    before = rights(superuser)
    people = People(make_login(role))
    answer = people.change(superuser, username="mine", email="mine@example.org", is_active=None, **FORGED)
    assert answer.status_code == 403
    assert people.get("delete", superuser.pk).status_code == 403
    assert rights(superuser) == before


@pytest.mark.parametrize("role", ["chief", "ops"])
def test_no_form_of_theirs_shows_what_they_may_not_set(db, role):
    people = People(make_login(role))
    for answer in (people.get("add"), people.get("change", make_login("reporter").pk)):
        shown = answer.content.decode()
        assert answer.status_code == 200
        for name in ("is_superuser", "is_staff", "user_permissions", "groups", "password"):
            assert f'name="{name}' not in shown


def test_ops_make_nobody_a_chief_nor_themselves(db):
    make_login("chief")
    ops = People(make_login("ops"))
    reporter = make_login("reporter")
    for person in (ops.user, reporter):
        before = rights(person)[6]
        ops.change(person, role="chief")
        assert rights(person)[6] == before


def test_ops_may_lock_a_chief_out_but_take_nothing_over(db):
    chief = make_login("chief")
    before = rights(chief)
    ops = People(make_login("ops"))
    ops.change(chief, username="mine", email="mine@example.org", role="reporter")
    assert rights(chief) == before
    ops.change(chief, email="mine@example.org", is_active=None)
    chief.refresh_from_db()
    assert (chief.is_active, chief.email) == (False, before[4])


@pytest.mark.parametrize("role", ["chief", "ops"])
def test_nobody_takes_over_the_login_of_an_equal(db, role):
    """Nor by making them less first: with name and mail their role is theirs."""
    people, equal = People(make_login(role)), make_login(role)
    before = rights(equal)
    people.change(equal, username="mine", email="mine@example.org", first_name="X", role="reporter", **FORGED)
    assert rights(equal) == before
    people.change(equal, email="mine@example.org", is_active=None)
    assert rights(equal)[2:5] == (False, *before[3:5])


def test_what_was_mistyped_is_put_right_until_they_have_set_a_password(db):
    chief = People(make_login("chief"))
    chief.add(email="idda@example.org", role="chief")
    chief.change(named(), email="ida@example.org")
    assert named().email == "ida@example.org"


@pytest.mark.parametrize("role", ["chief", "ops"])
def test_ones_own_name_and_mail_are_ones_own_to_change(db, role):
    people = People(make_login(role))
    people.change(people.user, first_name="Ana", email="ana@example.org", role="reporter")
    people.user.refresh_from_db()
    assert (people.user.first_name, people.user.email) == ("Ana", "ana@example.org")
    assert rights(people.user)[6] == {role}


def test_an_equal_who_lost_phone_or_password_is_helped_all_the_same(db):
    chief, equal = People(make_login("chief")), make_login("chief")
    shown = chief.get("change", equal.pk).content.decode()
    assert 'name="send_link"' in shown
    assert 'name="forget_second_factor"' in shown
    assert 'name="email"' not in shown


def test_whoever_holds_more_than_a_role_is_out_of_a_chiefs_reach(db):
    odd = make_login("reporter")
    odd.user_permissions.add(Permission.objects.get(codename="delete_user"))
    People(make_login("chief")).change(odd, email="mine@example.org")
    assert rights(odd)[4] == ""


def test_a_chief_gives_and_takes_roles(db):
    chief, person = People(make_login("chief")), make_login("reporter")
    make_login("editor")
    assert chief.change(person, role="editor").status_code == 302
    assert rights(person)[6] == {"editor"}
    assert User.objects.get(pk=person.pk).has_perm("coverage.publish_entry")


def test_deactivated_is_logged_out_everywhere_and_stays_so_when_active_again(db):
    chief, person = People(make_login("chief")), make_login("editor")
    browsers = [Client(), Client()]
    for browser in browsers:
        browser.force_login(person)
        assert browser.get(reverse("admin:index")).status_code == 200
    chief.change(person, is_active=None)
    for browser in browsers:
        assert browser.get(reverse("admin:index")).status_code == 302
    person.refresh_from_db()
    chief.change(person, is_active="on")
    for browser in browsers:
        assert browser.get(reverse("admin:index")).status_code == 302
    assert chief.get("changelist").status_code == 200


def test_the_list_tells_role_and_who_is_active_in_a_constant_number_of_queries(
    db, django_assert_max_num_queries
):
    chief = People(make_login("chief"))
    chief.get("changelist")
    for _number in range(10):
        make_login("reporter")
    with django_assert_max_num_queries(14):
        shown = chief.get("changelist").content.decode()
    assert shown.count("Reporter") >= 10
    assert "Last seen" in shown or "Last login" in shown


def test_roles_are_a_superusers_alone(db, superuser):
    group = Group.objects.get_or_create(name="chief")[0]
    for role in ("chief", "ops"):
        client = People(make_login(role)).client
        assert client.get(reverse("admin:auth_group_changelist")).status_code == 403
        address = reverse("admin:auth_group_change", args=[group.pk])
        assert client.get(address).status_code == 403
        assert client.post(address, {"name": "chief", "permissions": ["1"]}).status_code == 403
    assert People(superuser).client.get(reverse("admin:auth_group_changelist")).status_code == 200


def test_two_logins_never_share_a_name_or_an_address(db):
    chief = People(make_login("chief"))
    chief.add()
    chief.add(username="IDA", email="other@example.org")
    chief.add(username="other", email="IDA@example.org")
    chief.add(username="nameless", email="")
    assert {user.username for user in User.objects.all()} == {chief.user.username, "ida"}


def test_an_author_is_tied_to_a_login_by_searching_for_it(db):
    chief = People(make_login("chief"))
    chief.add()
    found = chief.client.get(
        reverse("admin:autocomplete"),
        {"app_label": "coverage", "model_name": "author", "field_name": "user", "term": "ida"},
    )
    assert [row["text"] for row in found.json()["results"]] == ["ida"]
