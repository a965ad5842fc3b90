"""People in the admin, for those who look after them. Nobody becomes more here than its maker is.

What is not in the form cannot be forged: `is_superuser`, `is_staff`, single permissions and
passwords are in nobody's. Superusers are made by command line alone.
"""

from allauth.account.models import EmailAddress
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django import forms
from django.contrib import admin
from django.contrib.auth.admin import GroupAdmin
from django.contrib.auth.models import Group, User
from django.db.models import Max
from django.http import HttpResponseRedirect
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.desk.letters import password_link, tell
from coverage.desk.roles import (
    ROLES,
    give_role,
    is_settled_equal,
    is_within_reach,
    role_of,
    roles_given_by,
)
from coverage.desk.second_factor import forget_second_factor
from coverage.desk.sessions import end_sessions

admin.site.unregister([User, Group, EmailAddress, Authenticator, UserSession])


class PersonForm(forms.ModelForm):
    """`giver`: who fills it in; set by the admin on the class that it makes for each request."""

    giver = None
    role = forms.ChoiceField(label=_("Role"))
    send_link = forms.BooleanField(
        label=_("Send a link"), required=False, help_text=_("By mail, for a new password; good once.")
    )
    forget_second_factor = forms.BooleanField(
        label=_("Forget the second factor"),
        required=False,
        help_text=_("They have lost phone and recovery codes. Be sure that it is they who ask."),
    )

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
    list_display = ["username", "full_name", "role", "email", "is_active", "last_seen"]
    list_filter = ["is_active", "groups"]
    search_fields = ["username", "first_name", "last_name", "email"]
    ordering = ["username"]
    fields = ["username", "first_name", "last_name", "email", "role", "is_active"]
    helping = ["send_link", "forget_second_factor"]

    @admin.display(description=_("name"))
    def full_name(self, person):
        return person.get_full_name()

    @admin.display(description=_("role"))
    def role(self, person):
        return _("Superuser") if person.is_superuser else ROLES.get(role_of(person), "—")

    @admin.display(description=_("last seen"), empty_value=_("never"), ordering="seen_at")
    def last_seen(self, person):
        return person.seen_at or person.last_login

    @admin.display(description=_("invitation"))
    def invitation(self, person):
        """Until they have a password it is no secret kept from their maker."""
        return format_html("<code>{}</code>", password_link(person))

    def get_queryset(self, request):
        people = super().get_queryset(request).prefetch_related("groups")
        return people.annotate(seen_at=Max("usersession__last_seen_at"))

    def get_fields(self, request, person=None):
        if person is None:
            return [name for name in self.fields if name != "is_active"]
        if person == request.user or not is_within_reach(person, of=request.user):
            return self.fields
        invitation = [] if person.has_usable_password() else ["invitation"]
        return [*self.fields, *self.helping, *invitation]

    def get_form(self, request, person=None, **more):
        form = super().get_form(request, person, **more)
        form.giver = request.user
        return form

    def get_readonly_fields(self, request, person=None):
        """One's own role is somebody else's to change; of those above, and of equals, only whether they may log
        in at all (equals are helped to come in again, too).
        """
        if person is None:
            return self.helping
        if not self.has_change_permission(request, person):
            return [*self.fields, *self.helping, "invitation"]
        if person == request.user:
            return ["role", "is_active", *self.helping]
        if not is_within_reach(person, of=request.user):
            return [*(name for name in self.fields if name != "is_active"), *self.helping]
        if is_settled_equal(person, of=request.user):
            return [name for name in self.fields if name != "is_active"]
        return ["invitation"]

    def has_change_permission(self, request, person=None):
        may = super().has_change_permission(request, person)
        return may and (person is None or request.user.is_superuser or not person.is_superuser)

    def has_delete_permission(self, request, person=None):
        """Whoever has left is made inactive instead: the log names them."""
        return request.user.is_superuser and person != request.user

    def save_model(self, request, person, form, change):
        given = form.cleaned_data
        if not change:
            person.set_unusable_password()
        if "email" in form.changed_data and change:
            tell(User.objects.get(pk=person.pk), "address_changed")
        person.save()
        if given.get("role") and "role" in form.changed_data:
            give_role(person, given["role"])
        if "is_active" in form.changed_data and not person.is_active:
            end_sessions(person)
        if given.get("forget_second_factor"):
            forget_second_factor(person)
        if not change or (given.get("send_link") and not person.has_usable_password()):
            jobs.configure_task("coverage.tasks.mail_invitation").defer(person_pk=person.pk)
        elif given.get("send_link"):
            jobs.configure_task("coverage.tasks.mail_password_link").defer(address=person.email)

    def response_add(self, request, person, post_url_continue=None):
        """To their page, where the link is."""
        return HttpResponseRedirect(reverse("admin:auth_user_change", args=[person.pk]))


@admin.register(Group)
class RoleAdmin(GroupAdmin):
    """A role says what a migration made it say; only a superuser touches it."""

    def has_module_permission(self, request):
        return request.user.is_superuser

    def has_view_permission(self, request, group=None):
        return request.user.is_superuser

    has_add_permission = has_change_permission = has_delete_permission = has_view_permission
