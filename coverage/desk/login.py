"""The one door: allauth's pages, under the admin's own addresses, for those who have a role."""

import logging
from datetime import timedelta

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.forms import ResetPasswordForm
from allauth.core.internal.ratelimit import get_ip
from django.contrib.auth.backends import ModelBackend
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext_lazy as _
from procrastinate.contrib.django import app as jobs

from coverage.desk.letters import tell

log = logging.getLogger(__name__)
FRESH = timedelta(minutes=5)


class StaffBackend(ModelBackend):
    """Whoever is inactive or has no role is nobody, at login and at each request after it."""

    def user_can_authenticate(self, user):
        return super().user_can_authenticate(user) and user.is_staff


class Door(DefaultAccountAdapter):
    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": _("Name or password is not right."),
        "too_many_login_attempts": _(
            "Too many wrong tries. Wait fifteen minutes, or set a new password by mail."
        ),
        "incorrect_code": _("This code is not right, or was used already. Wait for the next one."),
    }

    def is_open_for_signup(self, request):
        return False

    def is_safe_url(self, url):
        """Only our own paths: whatever the Host header said."""
        return url_has_allowed_host_and_scheme(url, allowed_hosts=None)

    def get_login_redirect_url(self, request):
        return reverse("admin:index")

    def get_logout_redirect_url(self, request):
        return reverse("account_login")

    def respond_user_inactive(self, request, user):
        return redirect("account_login")

    def login(self, request, user):
        super().login(request, user)
        log.info("Login: %r from %s", user.get_username(), self.get_client_ip(request))

    def is_reauthentication_required(self, *, app, **more):
        """The password once more before the second factor changes, unless it was just typed."""
        began_at = parse_datetime(self.request.session["began_at"])
        return timezone.now() - began_at > FRESH

    def send_notification_mail(self, template_prefix, user, context=None, email=None):
        """What allauth would mail within the request is left to the worker, in our words."""
        tell(user, template_prefix.rpartition("/")[2])

    def authentication_failed(self, request, **credentials):
        log.warning("Login refused: %r from %s", credentials.get("username"), self.get_client_ip(request))

    def _get_login_attempts_cache_key(self, request, **credentials):
        """By name *and* address: nobody locks a colleague out from elsewhere."""
        return f"{credentials.get('username', '').lower()}\n{get_ip(request)}"


class ResetForm(ResetPasswordForm):
    """The worker looks whose address it is: known or not, the answer takes the same time."""

    def clean_email(self):
        return self.cleaned_data["email"]

    def save(self, request, **more):
        address = self.cleaned_data["email"]
        jobs.configure_task("coverage.tasks.mail_password_link").defer(address=address)
        return address
