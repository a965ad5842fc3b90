"""Who belongs to a page: reporters see its drafts then; editors and chiefs see them anyway."""

from django import forms
from django.contrib.auth.models import Group, User
from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef
from django.db.models.functions import JSONObject
from django.utils.translation import gettext_lazy as _

from coverage.desk.roles import ROLES, role_among


class PeopleField(forms.ModelMultipleChoiceField):
    def label_from_instance(self, person):
        role = ROLES.get(role_among(person.role_names), "")
        name = person.get_full_name() or person.username
        return f"{name} · {role}" if role else name


class PeopleForm(forms.Form):
    """`instead_of`: those who belonged to the page when the form was filled; only differences are saved."""

    people = PeopleField(
        User.objects.none(),
        required=False,
        label=_("People of this page"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"invalid_choice": _("Somebody you chose has no login for the desk any more.")},
    )
    instead_of = forms.CharField(required=False, widget=forms.HiddenInput, max_length=10_000)

    def __init__(self, data=None, **more):
        super().__init__(data, auto_id="people_%s", **more)
        self.fields["people"].queryset = at_the_desk()

    def clean_instead_of(self):
        numbers = [number for number in self.cleaned_data["instead_of"].split(",") if number]
        if not all(number.isascii() and number.isdigit() and len(number) < 10 for number in numbers):
            raise forms.ValidationError(_("Close this and open it again."))
        return list(User.objects.filter(pk__in=numbers))

    @classmethod
    def of(cls, page, data=None):
        numbers = list(page.people.order_by("pk").values_list("pk", flat=True))
        return cls(data, initial={"people": numbers, "instead_of": ",".join(map(str, numbers))})


def at_the_desk():
    """Everybody who may come to a desk by their role, with `role_names`."""
    names = ArraySubquery(Group.objects.filter(user=OuterRef("pk"), name__in=ROLES).values("name"))
    writers = User.objects.filter(is_active=True, is_staff=True, groups__name__in=DESK_ROLES)
    return writers.annotate(role_names=names).order_by("first_name", "last_name", "username").distinct()


def people_of_page():
    """An expression of a LivePage: its people as [{first_name, last_name, username, roles}]."""
    names = ArraySubquery(Group.objects.filter(user=OuterRef("pk"), name__in=ROLES).values("name"))
    people = User.objects.filter(assigned_pages=OuterRef("pk"), is_active=True)
    row = JSONObject(first_name="first_name", last_name="last_name", username="username", roles=names)
    return ArraySubquery(people.order_by("first_name", "last_name", "username").values(row=row))


def named(people):
    """(name, role) of each of `people_of_page`."""
    return [
        (
            f"{one['first_name']} {one['last_name']}".strip() or one["username"],
            ROLES.get(role_among(one["roles"]), ""),
        )
        for one in people
    ]


DESK_ROLES = ("reporter", "editor", "chief")
