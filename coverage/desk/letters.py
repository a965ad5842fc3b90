"""Mails to those who have a login: a link that lets one set a password, once, and what changed of it."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from django.conf import settings
from django.contrib.auth.models import User
from django.core.mail import send_mail
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app as jobs

# What is told to its owner, whoever did it; the first five by allauth's names of them.
CHANGES = {
    "password_changed": gettext_lazy("Its password was changed."),
    "password_set": gettext_lazy("Its password was changed."),
    "password_reset": gettext_lazy("Its password was changed, by a link that was sent to you."),
    "totp_activated": gettext_lazy(
        "A second factor was set up: a code from a phone is asked for at each login."
    ),
    "totp_deactivated": gettext_lazy("Its second factor was taken away."),
    "recovery_codes_generated": gettext_lazy("It has new recovery codes; the old ones are good no more."),
    "second_factor_forgotten": gettext_lazy(
        "Its second factor was taken away by those who look after people."
    ),
    "address_changed": gettext_lazy(
        "Its mail address is another one from now on: this is the last mail to this one."
    ),
}


def password_link(person):
    """Good for one new password, until PASSWORD_RESET_TIMEOUT, the next login or another address of theirs."""
    key = f"{user_pk_to_url_str(person)}-{default_token_generator.make_token(person)}"
    path = reverse("account_reset_password_from_key", kwargs={"uidb36": "UID", "key": "KEY"})
    return settings.SITE_URL + path.replace("UID-KEY", key)


def mail_password_link(address):
    """To whoever has this address and may log in; to nobody, when nobody does."""
    for person in User.objects.filter(email__iexact=address, is_active=True, is_staff=True):
        _send(
            person, "account/letters/reset.txt", _("A new password for %(site)s"), link=password_link(person)
        )


def mail_invitation(person_pk):
    for person in User.objects.filter(pk=person_pk, is_active=True).exclude(email=""):
        _send(
            person, "account/letters/invitation.txt", _("Your login at %(site)s"), link=password_link(person)
        )


def tell(person, change):
    """Leave a job that mails one of CHANGES to the address that this person has now, if they have one."""
    if person.email:
        job = jobs.configure_task("coverage.tasks.mail_change")
        job.defer(person_pk=person.pk, address=person.email, change=change)


def mail_change(person_pk, address, change):
    for person in User.objects.filter(pk=person_pk):
        person.email = address  # as it was then: whoever loses it hears of that
        subject = _("Your login at %(site)s was changed")
        link = settings.SITE_URL + reverse("account_reset_password")
        _send(person, "account/letters/changed.txt", subject, link=link, change=CHANGES[change])


def _send(person, template, subject, **more):
    if not settings.IS_MAILING:
        return
    text = render_to_string(template, {"person": person, "site_name": settings.SITE_NAME, **more})
    send_mail(subject % {"site": settings.SITE_NAME}, text, settings.DEFAULT_FROM_EMAIL, [person.email])
