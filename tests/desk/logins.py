"""Somebody at the door: what they type, and what their phone shows."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from procrastinate.contrib.django import app
from procrastinate.contrib.django.models import ProcrastinateJob

PASSWORD = "correct horse battery"


class Browser(Client):
    """A browser at an address of its own."""

    def __init__(self, address="198.51.100.7", **more):
        super().__init__(REMOTE_ADDR=address, **more)

    def log_in(self, username, password=PASSWORD, **more):
        return self.post(reverse("account_login"), {"login": username, "password": password, **more})

    @property
    def is_in(self):
        return self.get(reverse("admin:index")).status_code == 200

    @property
    def session_key(self):
        return self.cookies["sessionid"].value


def code_of(person, *, steps=0):
    """What this person's authenticator shows, `steps` half minutes from now."""
    secret = Authenticator.objects.get(user=person, type="totp").data["secret"]
    return code_for(secret, steps=steps)


def code_for(secret, *, steps=0):
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + steps))


def set_up_phone(browser, person):
    """Sets up the second factor as the page asks; the recovery codes it shows."""
    shown = browser.get(reverse("mfa_activate_totp"))
    secret = shown.context["form"].secret
    assert secret in shown.content.decode()
    answer = browser.post(reverse("mfa_activate_totp"), {"code": code_for(secret)}, follow=True)
    assert answer.redirect_chain[-1][0] == reverse("mfa_view_recovery_codes")
    cache.clear()  # the half minute is over: the code just used may be used again
    return answer.context["unused_codes"]


def work():
    """What the worker would do now."""
    for job in ProcrastinateJob.objects.filter(status="todo").exclude(task_name__contains="publish"):
        app.tasks[job.task_name](**job.args)
