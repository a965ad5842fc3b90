"""Mails with a link that lets one set a password, once."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _


def password_link(person):
    """Good for one new password, until PASSWORD_RESET_TIMEOUT, the next login or another address of theirs."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_URL + path.replace("UID-KEY", key)


def mail_password_link(address):
    """To whoever has this address and may log in; to nobody, when nobody does."""
    for person in User.objects.filter(email__iexact=address, is_active=True, is_staff=True):
        _send(person, "account/letters/reset.txt", _("A new password for %(site)s"))


def mail_invitation(person_pk):
    for person in User.objects.filter(pk=person_pk, is_active=True).exclude(email=""):
        _send(person, "account/letters/invitation.txt", _("Your login at %(site)s"))


def _send(person, template, subject):
    if not settings.IS_MAILING:
        return
    text = render_to_string(
        template,
        {"person": person, "link": password_link(person), "site_name": settings.SITE_NAME},
    )
    send_mail(subject % {"site": settings.SITE_NAME}, text, settings.DEFAULT_FROM_EMAIL, [person.email])
