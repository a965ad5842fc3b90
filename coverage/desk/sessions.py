"""Where somebody is logged in, and the end of it."""

from datetime import timedelta

from allauth.usersessions.models import UserSession
from django.conf import settings
from django.contrib.auth import SESSION_KEY, logout
from django.contrib.auth.signals import user_logged_in
from django.contrib.sessions.models import Session
from django.dispatch import receiver
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.dateparse import parse_datetime

NOTED_EVERY = timedelta(minutes=1)


def logins_end(get_response):
    """Middleware: a login ends when it is too old, or when nothing was asked with it for too long.

    And no cache keeps what only a login sees.
    """

    def answer(request):
        if not request.path.startswith(reverse("admin:index")):
            return get_response(request)
        if request.user.is_authenticated:
            if _is_over(request.session):
                logout(request)
            else:
                _note(request)
        response = get_response(request)
        if "Cache-Control" not in response:
            add_never_cache_headers(response)
        return response

    return answer


@receiver(user_logged_in)
def begin(request, **more):
    """Count this login's days from now."""
    request.session["began_at"] = request.session["seen_at"] = timezone.now().isoformat()


def end_sessions(person, *, but=None):
    """Log this person out everywhere, at once; every request is checked against the table.

    `but`: the key of a session that goes on. Looks into each session there is: only logins
    have one, so they are few.
    """
    theirs = [
        session.pk
        for session in Session.objects.exclude(pk=but).iterator()
        if session.get_decoded().get(SESSION_KEY) == str(person.pk)
    ]
    Session.objects.filter(pk__in=theirs).delete()
    UserSession.objects.filter(user=person).exclude(session_key=but).delete()


def _is_over(session):
    """One that does not say when it began is not trusted."""
    limits = {"began_at": settings.SESSION_HOURS, "seen_at": settings.SESSION_IDLE_HOURS}
    now = timezone.now()
    return any(
        name not in session or now - parse_datetime(session[name]) > timedelta(hours=hours)
        for name, hours in limits.items()
    )


def _note(request):
    """Not with every request: the desk asks every few seconds."""
    session, now = request.session, timezone.now()
    if now - parse_datetime(session["seen_at"]) > NOTED_EVERY:
        session["seen_at"] = now.isoformat()
        UserSession.objects.filter(session_key=session.session_key).update(last_seen_at=now)
