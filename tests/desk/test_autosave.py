"""What is typed is on the server before it is saved: privately, once, and until it is saved."""

import uuid
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.utils import timezone

from coverage import tasks
from coverage.models import Revision, WorkingCopy
from tests.desk.desks import SCRIPT, Desk, typed
from tests.full_disk import full_disk
from tests.make import make_editor, make_entry, make_page

KEY = str(uuid.UUID(int=7))


def typing(turn=1, tab="one", mode="new", **fields):
    return typed(**{"key": KEY, "tab": tab, "turn": turn, "mode": mode, **fields})


def kept(desk):
    return desk.get("desk_kept").json()["copies"]


def test_what_is_typed_is_kept_without_making_an_entry_or_a_revision(desk, page):
    answer = desk.post("desk_autosave", **typing(headline="Half a", tags="Moon"))
    assert set(answer.json()) == {"saved"}
    desk.post("desk_autosave", **typing(turn=2, headline="Half a thought", body="<p>And <b>more</b>"))
    [copy] = kept(desk)
    assert (copy["key"], copy["tab"], copy["turn"], copy["address"]) == (KEY, "one", 2, "")
    fields = dict(copy["fields"])
    assert fields["headline"] == "Half a thought"
    assert fields["body"] == "<p>And <strong>more</strong></p>"
    assert (page.entries.count(), Revision.objects.count()) == (0, 0)


def test_older_words_that_come_late_replace_nothing(desk):
    desk.post("desk_autosave", **typing(turn=9, headline="Newer"))
    for turn in (9, 3):
        assert desk.post("desk_autosave", **typing(turn=turn, headline="Older")).status_code == 200
    assert [dict(copy["fields"])["headline"] for copy in kept(desk)] == ["Newer"]


def test_two_tabs_of_one_person_never_write_over_one_another(desk):
    desk.post("desk_autosave", **typing(tab="one", headline="Here"))
    desk.post("desk_autosave", **typing(tab="two", headline="There"))
    assert [dict(copy["fields"])["headline"] for copy in kept(desk)] == ["There", "Here"]


def test_what_the_form_refuses_is_kept_all_the_same(desk):
    desk.post(
        "desk_autosave",
        **typing(headline="x" * 400, body="", kicker="Made up", **{"byline-0-author": "9999"}),
    )
    fields = dict(kept(desk)[0]["fields"])
    assert (fields["headline"], fields["byline-0-author"]) == ("x" * 400, "9999")


@pytest.mark.parametrize(
    "wrong",
    [
        {"key": "x"}, {"turn": "-1"}, {"turn": 2**60}, {"tab": ""}, {"tab": "x" * 41}, {"mode": "y"},
        {"headline": "x" * 2001}, {"body": f"<p>{'x' * 200_001}"},
    ],
)  # fmt: skip
def test_what_cannot_be_kept_is_said_in_a_sentence(desk, wrong):
    answer = desk.post("desk_autosave", **typing(**wrong))
    assert answer.status_code == 422
    assert answer.headers["Content-Type"].startswith("text/plain")
    assert kept(desk) == []


def test_on_a_full_disk_it_says_so_and_keeps_the_words_once_there_is_room(desk, page):
    with full_disk("coverage_workingcopy", "coverage_entry"):
        for name in ("desk_autosave", "desk_publish"):
            answer = desk.post(name, **typing())
            assert answer.status_code == 503
            assert answer.headers["Retry-After"]
            assert "try again in a moment" in answer.text
    assert page.entries.count() == 0
    assert desk.post("desk_autosave", **typing()).status_code == 200
    assert len(kept(desk)) == 1


def test_forged_fields_are_not_kept(desk):
    desk.post("desk_autosave", **typing(status="published", password="secret", csrfmiddlewaretoken="x"))
    assert set(dict(kept(desk)[0]["fields"])) == {"key", "headline", "body"}


@pytest.mark.parametrize("name", ["desk_publish", "desk_draft", "desk_submit"])
def test_the_copy_goes_when_its_words_are_saved_and_others_stay(desk, name):
    desk.post("desk_autosave", **typing(headline="Mine"))
    desk.post("desk_autosave", **typing(tab="old", headline="Taken back from a tab that died"))
    desk.post("desk_autosave", **typing(tab="two", headline="Another tab"))
    desk.post("desk_autosave", **typing(key=str(uuid.uuid4()), headline="Another update"))
    assert desk.post(name, **typing(headline="Mine", instead_of=f"{KEY}.old")).status_code == 200
    assert {dict(copy["fields"])["headline"] for copy in kept(desk)} == {"Another tab", "Another update"}


def test_a_refused_publish_lets_nothing_go(desk):
    desk.post("desk_autosave", **typing(headline="x" * 300))
    assert desk.post("desk_publish", **typing(headline="x" * 300)).status_code == 422
    assert len(kept(desk)) == 1


def test_a_published_entry_gets_a_private_copy_that_goes_with_the_edit(desk, page):
    entry = make_entry(page)
    before = page.version
    fields = typing(key=str(entry.key), mode="edit", headline="Half an edit", based_on=entry.revision)
    desk.post("desk_autosave", **fields)
    [copy] = kept(desk)
    assert copy["address"] == desk.url("desk_edit", entry.pk)
    for address in (page.get_absolute_url(), entry.get_absolute_url(), f"{page.changes_url}?after=0"):
        assert "Half an edit" not in Client().get(address).text
    page.refresh_from_db()
    assert page.version == before
    desk.post("desk_edit", entry.pk, **fields)
    assert kept(desk) == []


def test_an_edit_that_meets_another_keeps_its_copy(desk, page):
    entry = make_entry(page)
    fields = typing(key=str(entry.key), mode="edit", headline="Mine", based_on=entry.revision)
    entry.headline = "Theirs"
    entry.edit(by=None)
    desk.post("desk_autosave", **fields)
    assert desk.post("desk_edit", entry.pk, **fields).status_code == 409
    assert dict(kept(desk)[0]["fields"])["headline"] == "Mine"


def test_words_that_come_later_than_their_publish_are_not_offered_again(desk):
    desk.post("desk_publish", **typing())
    desk.post("desk_autosave", **typing())
    assert kept(desk) == []


@pytest.mark.parametrize("name", ["desk_publish", "desk_draft", "desk_submit"])
def test_an_autosave_that_comes_after_its_words_were_saved_leaves_nothing_to_offer(desk, page, name):
    """Whatever the entry says by then: the half sentence on its way is none that was never saved."""
    late = typing(turn=3, headline="Half a sent")
    assert desk.post(name, **typing(turn=4, headline="Half a sentence, and its end")).status_code == 200
    entry = page.entries.get()
    entry.headline = "As a colleague changed it"
    entry.edit(by=None)
    assert desk.post("desk_autosave", **late).status_code == 200
    assert kept(desk) == []
    desk.post("desk_autosave", **typing(turn=5, headline="Typed after it was sent"))
    assert [dict(copy["fields"])["headline"] for copy in kept(desk)] == ["Typed after it was sent"]


def test_words_typed_while_the_publish_was_on_its_way_stay(desk):
    desk.post("desk_autosave", **typing(turn=5, headline="Sent and typed on"))
    desk.post("desk_publish", **typing(turn=4, headline="Sent"))
    assert [dict(copy["fields"])["headline"] for copy in kept(desk)] == ["Sent and typed on"]


def test_words_of_a_month_ago_are_forgotten(desk):
    desk.post("desk_autosave", **typing(tab="old", headline="Old"))
    desk.post("desk_autosave", **typing(tab="new", headline="New"))
    WorkingCopy.objects.filter(tab="old").update(saved_at=timezone.now() - timedelta(days=31))
    WorkingCopy.objects.filter(tab="new").update(saved_at=timezone.now() - timedelta(days=29))
    desk.post("desk_publish", **typing(tab="sent", headline="Sent"))
    WorkingCopy.objects.filter(tab="sent").update(saved_at=timezone.now() - timedelta(days=2))
    tasks.forget_old_words()
    assert [copy.tab for copy in WorkingCopy.objects.all()] == ["new"]


@pytest.mark.parametrize("name", ["desk_autosave", "desk_draft", "desk_publish", "desk_discard"])
def test_nothing_is_sent_from_the_desk_of_one_person_as_another(desk, page, name):
    """A tab that was left open when somebody else logged in in the same browser."""
    colleague = make_editor()
    desk.post("desk_autosave", **typing(headline="Mine"))
    theirs = Desk(page, colleague)
    left_open = {**SCRIPT, "Desk-Person": str(desk.user.pk)}
    fields = typing(headline="Typed by me", instead_of=f"{KEY}.one")
    answer = theirs.client.post(theirs.url(name), fields, headers=left_open)
    assert (answer.status_code, answer.headers["Content-Type"][:10]) == (401, "text/plain")
    assert "Somebody else is logged in now" in answer.text
    theirs.post("desk_autosave", **typing(headline="Theirs"))
    offered = theirs.client.get(theirs.url("desk_kept"), headers=left_open)
    assert (offered.status_code, "Theirs" in offered.text) == (401, False)
    assert [dict(copy["fields"])["headline"] for copy in kept(desk)] == ["Mine"]
    assert page.entries.count() == 0


def test_nobody_else_and_no_other_page_gets_to_see_a_copy(desk, page):
    desk.post("desk_autosave", **typing())
    colleague = Desk(page, make_editor())
    assert kept(colleague) == []
    assert kept(Desk(make_page(), desk.user)) == []
    colleague.post("desk_discard", instead_of=f"{KEY}.one")
    assert len(kept(desk)) == 1


def test_what_is_thrown_away_is_gone(desk):
    desk.post("desk_autosave", **typing())
    assert desk.post("desk_discard", instead_of="nonsense").status_code == 204
    assert len(kept(desk)) == 1
    assert desk.post("desk_discard", instead_of=f"{KEY}.one").status_code == 204
    assert kept(desk) == []


def test_many_autosaves_at_once_leave_the_newest(transactional_db):
    page, user = make_page(), make_editor()

    def save(turn):
        try:
            return (
                Desk(page, user)
                .post("desk_autosave", **typing(turn=turn, headline=f"turn {turn}"))
                .status_code
            )
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        assert set(pool.map(save, [3, 1, 8, 2, 5, 7, 4, 6])) == {200}
    copy = WorkingCopy.objects.get()
    assert (copy.turn, copy.content["headline"]) == (8, "turn 8")
