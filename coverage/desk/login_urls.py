"""The pages of one's login. They stand where the admin's own did, and before them: there is no second door.

Only these of allauth's; nobody signs up by themselves.
"""

from allauth.account import views as account
from allauth.mfa.base import views as mfa
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as totp
from allauth.usersessions import views as sessions
from django.conf import settings
from django.urls import path, re_path
from django.views.decorators.http import require_POST
from django.views.i18n import set_language

urlpatterns = [
    path("login/", account.login, name="account_login"),
    path("login/code/", mfa.authenticate, name="mfa_authenticate"),
    path("logout/", account.logout, name="account_logout"),
    path("password_change/", account.password_change, name="account_change_password"),
    path("password_change/first/", account.password_set, name="account_set_password"),
    path(
        "password/reset/",
        account.PasswordResetView.as_view(extra_context={"can_mail": settings.IS_MAILING}),
        name="account_reset_password",
    ),
    path("password/reset/sent/", account.password_reset_done, name="account_reset_password_done"),
    re_path(
        r"^password/reset/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "password/reset/done/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
    path("language/", require_POST(set_language), name="choose_language"),
    path("me/", mfa.index, name="mfa_index"),
    path("me/sessions/", sessions.list_usersessions, name="usersessions_list"),
    path("me/again/", account.reauthenticate, name="account_reauthenticate"),
    path("me/again/code/", mfa.reauthenticate, name="mfa_reauthenticate"),
    path("me/second-factor/", totp.activate_totp, name="mfa_activate_totp"),
    path("me/second-factor/end/", totp.deactivate_totp, name="mfa_deactivate_totp"),
    path("me/codes/", codes.view_recovery_codes, name="mfa_view_recovery_codes"),
    path("me/codes/new/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("me/codes/download/", codes.download_recovery_codes, name="mfa_download_recovery_codes"),
]
