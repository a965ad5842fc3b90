"""The four roles, and who may give which to whom (FAULTS.md, “Who may”)."""

from django.contrib.auth.models import Group
from django.utils.translation import gettext_lazy as _

ROLES = {"reporter": _("Reporter"), "editor": _("Editor"), "chief": _("Chief"), "ops": _("Ops")}
# Nobody can give what they could then use through somebody else: ops see no colleague's draft.
GIVES = {"chief": set(ROLES), "ops": {"reporter", "ops"}}


def role_of(person):
    """The name of one of ROLES, or "" for somebody without."""
    return role_among({group.name for group in person.groups.all()})


def role_among(names):
    """The highest of these names that is one of ROLES, or ""."""
    return next((role for role in reversed(ROLES) if role in names), "")


def roles_given_by(giver):
    """The names of the roles that this person may give and take."""
    return set(ROLES) if giver.is_superuser else GIVES.get(role_of(giver), set())


def is_within_reach(person, *, of):
    """Whether `of` may change what this person is: nobody may who could not have given all that they hold."""
    if of.is_superuser:
        return True
    groups = {group.name for group in person.groups.all()}
    return not person.is_superuser and groups <= roles_given_by(of) and not person.user_permissions.exists()


def is_settled_equal(person, *, of):
    """Somebody else of the same role who has a password: their name, mail and role are theirs, or with the
    mail one could take their login, and act under their name.
    """
    is_equal = not of.is_superuser and person != of and role_of(person) == role_of(of)
    return is_equal and person.has_usable_password()


def give_role(person, role):
    """Make this their only role. Whoever has one may log in to the desk."""
    person.groups.remove(*Group.objects.filter(name__in=ROLES))
    person.groups.add(Group.objects.get(name=role))
    person.is_staff = True
    if not person.has_usable_password():
        person.set_unusable_password()  # another one: links made while they were less end here
    person.save(update_fields=["is_staff", "password"])
