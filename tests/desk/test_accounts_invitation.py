"""A chief makes a login; its owner alone sets the password, once."""

import html
import re
from urllib.parse import urlsplit

import pytest
from django.core import mail
from django.urls import reverse

from coverage.desk.letters import password_link
from tests.desk.logins import Browser, work
from tests.desk.people import People, named
from tests.make import make_login

NEW = "seven quiet herons wading"


@pytest.fixture
def chief(db):
    make_login("reporter")
    return People(make_login("chief"))


def link_on(answer):
    found = re.search(r"https?://[^\s<\"]+/password/reset/[^\s<\"]+", html.unescape(answer.content.decode()))
    return found and urlsplit(found[0]).path


def test_the_link_is_shown_and_mailed_and_lets_one_in(chief):
    answer = chief.add()
    assert answer.headers["Location"] == reverse("admin:auth_user_change", args=[named().pk])
    shown = link_on(chief.client.get(answer.headers["Location"]))
    work()
    [letter] = mail.outbox
    assert letter.to == ["ida@example.org"]
    mailed = urlsplit(re.search(r"https?://\S+", letter.body)[0]).path
    newcomer = Browser()
    form = newcomer.get(mailed).headers["Location"]
    newcomer.post(form, {"password1": NEW, "password2": NEW})
    newcomer.log_in("ida", NEW)
    assert newcomer.is_in
    for used in (shown, mailed):
        assert "used or too old" in Browser().get(used).content.decode()


def test_before_that_nobody_logs_in(chief):
    chief.add()
    for password in ("", "!", NEW):
        browser = Browser()
        browser.log_in("ida", password)
        assert not browser.is_in


def test_once_somebody_has_a_password_no_link_of_theirs_is_shown(chief):
    chief.add()
    person = named()
    person.set_password(NEW)
    person.save()
    assert link_on(chief.get("change", person.pk)) is None


def test_a_link_is_mailed_again_when_a_chief_asks_for_it(chief):
    chief.add()
    work()
    mail.outbox.clear()
    chief.change(named(), send_link="on")
    work()
    assert mail.outbox[-1].to == ["ida@example.org"]


def test_ops_are_shown_no_link_of_those_above_them(chief):
    make_login("editor")
    chief.add(role="editor")
    ops = People(make_login("ops"))
    assert link_on(ops.get("change", named().pk)) is None
    ops.change(named(), send_link="on")
    work()
    assert len(mail.outbox) == 1  # the invitation itself


def test_a_link_made_up_or_of_somebody_else_opens_nothing(chief):
    chief.add()
    other = make_login("editor")
    token = urlsplit(password_link(named())).path.split("-", 1)[1]
    theirs = urlsplit(password_link(other)).path.split("-", 1)[0]
    for path in (f"{theirs}-{token}", "/admin/password/reset/zzz-abc-def/", f"{theirs}-{token[:-2]}x/"):
        assert "used or too old" in Browser().get(path, follow=True).content.decode()


def test_a_link_from_when_they_were_less_lets_nobody_in_as_more(chief):
    """Ops may have kept it: they made the reporter, not the editor."""
    make_login("editor")
    ops = People(make_login("ops"))
    ops.add()
    kept = link_on(ops.get("change", named().pk))
    assert kept
    chief.change(named(), role="editor")
    assert "used or too old" in Browser().get(kept, follow=True).content.decode()
    fresh = link_on(chief.get("change", named().pk))
    assert "used or too old" not in Browser().get(fresh, follow=True).content.decode()
