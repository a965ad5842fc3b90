"""The second factor: a code from one's phone, for those who can do harm."""

from allauth.mfa.models import Authenticator
from allauth.mfa.signals import authenticator_added, authenticator_removed
from django.conf import settings
from django.dispatch import receiver
from django.shortcuts import redirect
from django.urls import resolve, reverse
from django.utils.translation import gettext as _

from coverage.desk.door import sentence
from coverage.desk.letters import tell
from coverage.desk.sessions import end_sessions

PASSED = "has_second_factor"


def second_factor_first(get_response):
    """Middleware: whoever must have a second factor and has none sets one up before all else."""

    def answer(request):
        if settings.REQUIRE_SECOND_FACTOR and _stands_in_the_way(request):
            if request.headers.get("HX-Request"):
                return sentence(_("Set up your second factor first: log in again in another tab."), 401)
            return redirect("mfa_activate_totp")
        return get_response(request)

    return answer


def needs_second_factor(person):
    """Whoever may publish, or look after people."""
    return person.has_perm("coverage.publish_entry") or person.has_perm("auth.change_user")


def has_second_factor(person):
    return Authenticator.objects.filter(user=person, type=Authenticator.Type.TOTP).exists()


def forget_second_factor(person):
    """For somebody without phone and codes. Their logins end: the next one sets up a new second factor."""
    Authenticator.objects.filter(user=person).delete()
    end_sessions(person)
    tell(person, "second_factor_forgotten")


def _stands_in_the_way(request):
    """Their own pages (login, password, this very set-up) stay open to them: they are not the admin's."""
    if not request.path.startswith(reverse("admin:index")) or not request.user.is_authenticated:
        return False
    if request.session.get(PASSED) or not needs_second_factor(request.user):
        return False
    if has_second_factor(request.user):
        request.session[PASSED] = True  # to forget it ends this session
        return False
    return "admin" in resolve(request.path_info).namespaces


@receiver(authenticator_added)
def end_logins_without_it(request, user, authenticator, **more):
    """Who logged in without it, perhaps somebody else, must come in by it."""
    if authenticator.type == Authenticator.Type.TOTP:
        end_sessions(user, but=request.session.session_key)


@receiver(authenticator_removed)
def ask_for_another(request, user, authenticator, **more):
    request.session.pop(PASSED, None)
    end_sessions(user, but=request.session.session_key)
