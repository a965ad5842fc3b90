"""Somebody at the list of people, and how its form is filled."""

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse


class People:
    """One person's login at the list of people."""

    def __init__(self, user):
        self.user = user
        self.client = Client()
        self.client.force_login(user)

    def get(self, what, *more):
        return self.client.get(reverse(f"admin:auth_user_{what}", args=more))

    def add(self, **fields):
        return self.client.post(reverse("admin:auth_user_add"), {**newcomer(), **fields})

    def change(self, person, **fields):
        """Posts what the form would hold, and these."""
        kept = {
            "username": person.username,
            "first_name": person.first_name,
            "last_name": person.last_name,
            "email": person.email or f"{person.username}@example.org",
            "role": next(iter(person.groups.values_list("name", flat=True)), ""),
            **({"is_active": "on"} if person.is_active else {}),
        }
        fields = {name: value for name, value in {**kept, **fields}.items() if value is not None}
        return self.client.post(reverse("admin:auth_user_change", args=[person.pk]), fields)


def newcomer(**fields):
    return {
        "username": "ida",
        "first_name": "Ida",
        "last_name": "Okafor",
        "email": "ida@example.org",
        "role": "reporter",
        "is_active": "on",
        **fields,
    }


def named(username="ida"):
    return User.objects.filter(username=username).first()
