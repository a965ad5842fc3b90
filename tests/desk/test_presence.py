"""Who is at the desk, who has which entry open, and what one may do about it."""

from datetime import timedelta

import pytest
from django.contrib.auth.models import Group
from django.utils import timezone

from coverage.models import Presence
from tests.desk.desks import Desk, make_reporter, typed
from tests.make import make_draft, make_editor, make_entry, make_page


@pytest.fixture
def maya(page):
    return Desk(page, make_editor("maya", first_name="Maya", last_name="Chen"))


def here(desk, tab="one", **fields):
    return desk.post("desk_here", tab=tab, **fields).json()


def test_the_others_at_a_desk_are_named_with_what_they_have_open_and_oneself_is_not(desk, maya, page):
    entry = make_entry(page)
    maya.user.groups.add(Group.objects.get(name="editor"))
    assert here(maya, entry=entry.pk, is_typing="on") == {"people": [], "taken_over_by": ""}
    assert here(desk)["people"] == [
        {"name": "Maya Chen", "role": "Editor", "initials": "MC", "entry": entry.pk, "is_typing": True}
    ]
    assert here(maya, entry="")["people"][0]["name"] == desk.user.username
    assert here(desk)["people"][0]["entry"] is None


def test_who_leaves_is_gone_at_once_and_who_is_silent_after_half_a_minute(desk, maya):
    here(maya)
    maya.post("desk_here", tab="one", is_leaving="on")
    assert here(desk)["people"] == []
    here(maya)
    Presence.objects.filter(user=maya.user).update(seen_at=timezone.now() - timedelta(seconds=31))
    assert here(desk)["people"] == []
    here(desk, is_typing="on")
    assert not Presence.objects.filter(user=maya.user).exists()


def test_nobody_is_seen_at_another_page(desk, maya):
    here(maya)
    assert here(Desk(make_page(), desk.user))["people"] == []


def test_an_entry_of_another_page_is_no_place_to_be(desk, maya):
    elsewhere = make_entry(make_page())
    here(maya, entry=elsewhere.pk)
    assert here(desk)["people"][0]["entry"] is None


def test_a_sign_of_life_writes_only_when_something_is_new(desk, django_assert_max_num_queries):
    here(desk)
    with django_assert_max_num_queries(6) as asked:
        here(desk)
    assert not [query for query in asked if query["sql"].startswith(("INSERT", "UPDATE", "DELETE"))]
    Presence.objects.update(seen_at=timezone.now() - timedelta(seconds=9))
    here(desk)
    assert Presence.objects.get().seen_at > timezone.now() - timedelta(seconds=5)


@pytest.mark.parametrize("wrong", [{"tab": ""}, {"entry": "x"}, {"entry": 2**70}])
def test_what_is_no_place_is_refused(desk, wrong):
    assert desk.post("desk_here", **{"tab": "one", **wrong}).status_code == 422
    assert Presence.objects.count() == 0


@pytest.mark.parametrize("name", ["desk_edit", "desk_correct"])
def test_opening_what_a_colleague_has_open_says_so(desk, maya, page, name):
    entry = make_entry(page)
    here(maya, entry=entry.pk)
    answer = desk.get(name, entry.pk)
    assert "Maya Chen is editing this" in answer.text
    assert "<desk-composer" not in answer.text
    assert "<desk-composer" in desk.get(name, entry.pk, anyway="").text
    assert "<desk-composer" in maya.get(name, entry.pk).text
    maya.post("desk_here", tab="one", is_leaving="on")
    assert "<desk-composer" in desk.get(name, entry.pk).text


def test_a_colleague_is_watched_as_they_were_kept_last(desk, maya, page):
    entry = make_entry(page, headline="Before")
    assert "Nothing is changed yet." in desk.get("desk_watch", entry.pk).text
    maya.post(
        "desk_autosave",
        key=entry.key,
        tab="one",
        turn=1,
        mode="edit",
        headline="Half <b>",
        body="<p>So far.</p>",
    )
    watched = desk.get("desk_watch", entry.pk).text
    for words in ("As Maya Chen had it at", "Half &lt;b&gt;", "So far."):
        assert words in watched


def test_taking_over_is_told_to_whoever_had_it_and_frees_the_entry(desk, maya, page):
    entry = make_entry(page)
    here(maya, entry=entry.pk)
    assert desk.post("desk_take_over", entry.pk).status_code == 204
    assert here(maya, entry=entry.pk, is_typing="on")["taken_over_by"] == desk.user.username
    assert "<desk-composer" in desk.get("desk_edit", entry.pk).text
    assert here(desk)["people"][0]["entry"] is None
    here(maya, entry="")
    here(maya, entry=entry.pk)
    assert here(maya, entry=entry.pk)["taken_over_by"] == ""
    assert "Maya Chen is editing this" in desk.get("desk_edit", entry.pk).text


def test_who_may_not_write_an_entry_neither_watches_nor_takes_it_over(page, maya):
    reporter = Desk(page, make_reporter())
    theirs = make_draft(page)
    assert reporter.get("desk_watch", theirs.pk).status_code == 404
    assert reporter.post("desk_take_over", theirs.pk).status_code == 403


def test_a_new_update_that_a_colleague_is_writing_can_be_watched_until_it_is_saved(desk, maya, page):
    fields = typed(tab="one", turn=1, mode="new", headline="Half a thought")
    maya.post("desk_autosave", **fields)
    watched = desk.get("desk_watch_new").text
    assert "Half a thought" in watched
    assert "As Maya Chen had it" in watched
    assert "Half a thought" not in maya.get("desk_watch_new").text  # no news to herself
    assert "Half a thought" not in Desk(make_page(), desk.user).get("desk_watch_new").text
    reporter = Desk(page, make_reporter())
    assert reporter.get("desk_watch_new").status_code == 403
    assert "watch-new" not in reporter.get().text
    page.assign([reporter.user], by=None)
    assert "Half a thought" in reporter.get("desk_watch_new").text
    assert "watch-new" in reporter.get().text
    assert "watch-new" in reporter.get("desk_now").text
    maya.post("desk_draft", **{**fields, "tab": "two"})
    assert "Half a thought" not in desk.get("desk_watch_new").text
