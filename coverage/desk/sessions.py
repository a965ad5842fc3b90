"""Where somebody is logged in, and the end of it."""

from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.models import Session


def end_sessions(person):
    """Log this person out everywhere, at once; every request is checked against the table.

    Looks into each session there is: only logins have one, so they are few.
    """
    theirs = [
        session.pk
        for session in Session.objects.iterator()
        if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
