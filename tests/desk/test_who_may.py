"""Every address of the desk, asked by everybody."""

from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from coverage.desk import urls
from tests.desk.desks import SCRIPT, Desk, make_reporter, typed
from tests.make import make_draft, make_editor, make_entry

EDITORS = {
    "desk_publish", "desk_correct", "desk_withdraw", "desk_restore", "desk_pin", "desk_unpin", "desk_mark", "desk_unmark",
    "desk_note", "desk_summary", "desk_summary_bring_back", "desk_send_back", "desk_unschedule", "desk_schedule", "desk_send_now",
    "desk_retime", "desk_doubt", "desk_confirm", "desk_refute", "desk_unmark_doubt", "desk_pin_until", "desk_review",
    "desk_let_go", "desk_keep_snippet",
}  # fmt: skip
CHIEFS = {"desk_people", "desk_page_edit", "desk_page_announce", "desk_page_open", "desk_page_close"}
SAFE = {
    "desk",
    "desk_now",
    "desk_older",
    "desk_new",
    "desk_find",
    "desk_find_filters",
    "desk_jump",
    "desk_readers",
    "desk_summary_history",
    "desk_kept",
    "desk_in",
    "desk_when",
    "desk_corrections",
    "desk_snippets",
    "desk_watch_new",
}
LOOKS = {"desk_watch", "desk_more", "desk_history", "desk_receipt", "desk_told"}
SAVE = {
    "desk_bring_back": [1],
    "desk_summary_bring_back": [1],
}  # what stands in an address after the entry or the page
ENTRY = {pattern.name for pattern in urls.of_one_entry}
ALL = ENTRY | {pattern.name for pattern in urls.of_one_page if hasattr(pattern, "name")}


def asked(client, name, page, entry, method, **headers):
    address = reverse(
        f"admin:{name}", args=[page.pk, *([entry.pk] if name in ENTRY else []), *SAVE.get(name, [])]
    )
    return getattr(client, method)(address, typed(), headers=headers)


@pytest.mark.parametrize("method", ["get", "post"])
@pytest.mark.parametrize("name", sorted(ALL))
def test_strangers_and_readers_with_a_login_get_nowhere(name, method, page, django_user_model):
    entry = make_entry(page)
    reader = Client()
    reader.force_login(django_user_model.objects.create_user("reader", password="correct horse battery"))
    for client in (Client(), reader):
        answer = asked(client, name, page, entry, method)
        wrong_method = (method == "post") == (name in SAFE | LOOKS) and name not in {
            "desk_edit",
            "desk_correct",
            "desk_note",
            "desk_summary",
            "desk_page_edit",
        }
        assert answer.status_code == (405 if wrong_method else 302)
        assert asked(client, name, page, entry, method, **SCRIPT).status_code == (
            405 if wrong_method else 401
        )
    page.refresh_from_db()
    assert page.version == 2  # opened, one entry


@pytest.mark.parametrize("name", sorted(EDITORS | CHIEFS))
def test_a_reporter_publishes_nothing(name, page):
    entry = make_entry(page)
    before = page.version
    answer = asked(Desk(page, make_reporter()).client, name, page, entry, "post", **SCRIPT)
    assert answer.status_code == 403
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert "may not" in answer.content.decode()
    page.refresh_from_db()
    assert (page.version, page.state, page.entries.count()) == (before, "live", 1)


@pytest.mark.parametrize("name", sorted(CHIEFS))
def test_an_editor_without_the_permission_neither_opens_nor_closes(name, page):
    user = make_editor()
    user.user_permissions.remove(user.user_permissions.get(codename="open_livepage"))
    assert asked(Desk(page, user).client, name, page, None, "post", **SCRIPT).status_code == 403
    page.refresh_from_db()
    assert page.state == "live"
    assert "Page…" not in Desk(page, user).get().content.decode()


def test_a_reporter_sees_and_changes_only_what_they_wrote(desk, reporter, page):
    theirs = make_draft(page, headline="Of a colleague")
    out = make_entry(page, headline="Out already")
    reporter.post("desk_draft", **typed(headline="Of my own"))
    mine = page.entries.get(headline="Of my own")
    shown = reporter.get().content.decode()
    assert "Of a colleague" not in shown
    assert "Of my own" in shown
    assert reporter.get("desk_edit", mine.pk).status_code == 200
    for entry in (theirs, out):
        assert reporter.get("desk_edit", entry.pk).status_code == 403
        assert reporter.post("desk_edit", entry.pk, headline="X", based_on=entry.revision).status_code == 403
    assert reporter.post("desk_delete", theirs.pk).status_code == 404
    taken = reporter.post("desk_draft", **typed(key=str(theirs.key), headline="Taken"))
    assert taken.status_code == 403
    assert "Of a colleague" not in taken.content.decode()
    theirs.refresh_from_db()
    assert theirs.headline == "Of a colleague"


def test_a_reporter_is_offered_submit_and_no_button_they_may_not_use(reporter, page):
    make_entry(page)
    shown = reporter.get().content.decode()
    assert "Submit" in shown
    for absent in ("desk_publish", "desk_submit"):
        assert (reporter.url(absent) in shown) == (absent == "desk_submit")
    for word in ("Withdraw", "Page…", "/pin/", "/correct/"):
        assert word not in shown


def test_no_answer_of_the_desk_is_kept_by_a_cache(desk, page):
    for name in sorted(SAFE):
        assert "no-store" in desk.get(name, before="1.1").headers["Cache-Control"]
    assert "no-store" in desk.post("desk_publish", **typed()).headers["Cache-Control"]
    assert (
        "no-store"
        in desk.client.get(reverse("admin:desk_image", args=[1]), headers=SCRIPT).headers["Cache-Control"]
    )


def test_a_page_that_is_not_there_is_not_found(desk, page):
    page.pk += 1
    assert desk.get().status_code == 404
    assert desk.post("desk_publish", **typed()).status_code == 404


def test_posting_needs_the_token(page):
    client = Client(enforce_csrf_checks=True)
    client.force_login(make_editor())
    assert asked(client, "desk_publish", page, None, "post", **SCRIPT).status_code == 403
    assert page.entries.count() == 0


def test_a_reporter_cannot_change_what_an_editor_has_scheduled(reporter, page, transactional_db):
    fields = typed(headline="As reviewed")
    reporter.post("desk_submit", **fields)
    entry = page.entries.get()
    entry.schedule(by=None, at=timezone.now() + timedelta(hours=1))
    answer = reporter.post(
        "desk_draft", **{**fields, "headline": "Changed after", "based_on": entry.revision}
    )
    assert answer.status_code == 403
    assert reporter.post("desk_delete", entry.pk).status_code == 404
    entry.refresh_from_db()
    assert (entry.headline, entry.status) == ("As reviewed", "scheduled")
