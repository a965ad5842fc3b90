"""Logins at a desk, and how its forms are filled."""

import uuid

from django.contrib.auth.models import Permission, User
from django.test import Client
from django.urls import reverse

SCRIPT = {"HX-Request": "true"}  # as the desk's own scripts ask


class Desk:
    """One person's login at one page's desk."""

    def __init__(self, page, user):
        self.page, self.user = page, user
        self.client = Client()
        self.client.force_login(user)

    def url(self, name, *more):
        return reverse(f"admin:{name}", args=[self.page.pk, *more])

    def get(self, name="desk", /, *more, **query):
        return self.client.get(self.url(name, *more), query, headers=SCRIPT)

    def post(self, name, /, *more, **fields):
        return self.client.post(self.url(name, *more), fields, headers=SCRIPT)


def typed(**fields):
    """What the composer posts of a new update."""
    return {
        "key": str(uuid.uuid4()),
        "headline": "Crew step out early",
        "body": "<p>They have begun.</p>",
        **fields,
    }


def make_reporter(**fields):
    """A login that writes and submits, and publishes nothing."""
    user = User.objects.create_user(
        fields.pop("name", "reporter"), password="correct horse battery", is_staff=True, **fields
    )
    user.user_permissions.set(
        Permission.objects.filter(codename__in=["add_entry", "change_entry", "add_image", "view_livepage"])
    )
    return user
