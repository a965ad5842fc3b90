"""People in the admin, for those who look after them. Nobody becomes more here than its maker is.

What is not in the form cannot be forged: `is_superuser`, `is_staff`, single permissions and
passwords are in nobody's. Superusers are made by command line alone.
"""

from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, User
from django.utils.translation import gettext_lazy as _

from coverage.desk.roles import ROLES, give_role, is_within_reach, role_of, roles_given_by
from coverage.desk.sessions import end_sessions

admin.site.unregister([User, Group])


class PersonForm(forms.ModelForm):
    """`giver`: who fills it in; set by the admin on the class that it makes for each request."""

    giver = None
    role = forms.ChoiceField(label=_("Role"))

    def __init__(self, *args, **more):
        super().__init__(*args, **more)
        if "role" in self.fields:
            self._offer_roles(self.fields["role"])
        if "email" in self.fields:
            self.fields["email"].required = not self.instance.is_superuser

    def _offer_roles(self, field):
        mine = roles_given_by(self.giver)
        field.choices = [("", "—"), *((role, name) for role, name in ROLES.items() if role in mine)]
        field.required = not self.instance.is_superuser
        field.initial = role_of(self.instance) if self.instance.pk else ""

    def clean_username(self):
        return self._only_theirs("username", _("There is a login of this name already."))

    def clean_email(self):
        return self._only_theirs("email", _("Another login has this address already."))

    def _only_theirs(self, field, sentence):
        value = self.cleaned_data[field]
        others = User.objects.exclude(pk=self.instance.pk)
        if value and others.filter(**{f"{field}__iexact": value}).exists():
            raise forms.ValidationError(sentence)
        return value


@admin.register(User)
class PersonAdmin(admin.ModelAdmin):
    form = PersonForm
    actions = None
    list_display = ["username", "full_name", "role", "email", "is_active", "last_login"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    fields = ["username", "first_name", "last_name", "email", "role", "is_active"]

    @admin.display(description=_("name"))
    def full_name(self, person):
        return person.get_full_name()

    @admin.display(description=_("role"))
    def role(self, person):
        return _("Superuser") if person.is_superuser else ROLES.get(role_of(person), "—")

    def get_queryset(self, request):
        return super().get_queryset(request).prefetch_related("groups")

    def get_form(self, request, person=None, **more):
        form = super().get_form(request, person, **more)
        form.giver = request.user
        return form

    def get_readonly_fields(self, request, person=None):
        """One's own role is somebody else's to change; of those above only whether they may log in at all."""
        if person is None:
            return []
        if person == request.user:
            return ["role", "is_active"]
        if not is_within_reach(person, of=request.user):
            return [name for name in self.fields if name != "is_active"]
        return []

    def has_change_permission(self, request, person=None):
        may = super().has_change_permission(request, person)
        return may and (person is None or request.user.is_superuser or not person.is_superuser)

    def has_delete_permission(self, request, person=None):
        """Whoever has left is made inactive instead: the log names them."""
        return request.user.is_superuser and person != request.user

    def save_model(self, request, person, form, change):
        if not change:
            person.set_unusable_password()
        person.save()
        if form.cleaned_data.get("role") and "role" in form.changed_data:
            give_role(person, form.cleaned_data["role"])
        if "is_active" in form.changed_data and not person.is_active:
            end_sessions(person)


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """A role says what a migration made it say; only a superuser touches it."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, group=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
