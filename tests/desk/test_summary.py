"""The summary of a page: its history, and two who write it."""

import html
import re

import pytest

from coverage.models import LivePage
from coverage.models.live_page import PageConflict
from tests.desk.desks import Desk
from tests.make import make_editor, make_page

ONE, TWO = "<ul><li>Doors open</li></ul>", "<ul><li>Doors open</li><li>Rain falls</li></ul>"


@pytest.fixture
def maya(page):
    return Desk(page, make_editor("maya", first_name="Maya", last_name="Chen"))


def save(desk, text, instead_of=""):
    return desk.post("desk_summary", summary=text, instead_of=instead_of)


def says(page):
    page.refresh_from_db()
    return page.summary


def test_each_save_is_told_to_readers_and_kept_with_who_and_what_changed(desk, maya, page):
    before = page.version
    assert save(maya, ONE).status_code == 200
    assert save(desk, TWO, ONE).status_code == 200
    assert save(desk, TWO, ONE).status_code == 200  # sent again
    assert (says(page), page.version) == (TWO, before + 2)
    shown = desk.get("desk_summary_history").text
    assert (
        shown.index("Save 2")
        < shown.index(desk.user.username)
        < shown.index("Save 1")
        < shown.index("Maya Chen")
    )
    put_in = re.findall(r"<ins>.*?</bdi>(.*?)<bdi", shown, re.DOTALL)
    assert [" ".join(words.split()) for words in put_in] == ["• Rain falls", "• Doors open"]
    assert [(save.text, save.version) for save in page.summaries.all()] == [
        (ONE, before + 1),
        (TWO, before + 2),
    ]


def test_what_came_in_by_import_is_the_first_save_of_its_history(desk, page):
    LivePage.objects.filter(pk=page.pk).update(summary=ONE)
    shown = desk.get("desk_summary_history").text
    assert "Save 1" in shown
    assert "Doors open" in shown
    assert "Go back" not in shown
    assert not page.summaries.exists()
    save(desk, TWO, ONE)
    assert "Go back to save 1" in desk.get("desk_summary_history").text


def test_any_save_comes_back_as_a_new_one(desk, page):
    save(desk, ONE)
    save(desk, TWO, ONE)
    assert "Go back to save 1" in desk.get("desk_summary_history").text
    assert desk.post("desk_summary_bring_back", 1, newest=2).status_code == 200
    assert says(page) == ONE
    assert [save.text for save in page.summaries.all()] == [ONE, TWO, ONE]
    assert desk.post("desk_summary_bring_back", 9, newest=3).status_code == 404


def test_nothing_comes_back_over_what_the_history_did_not_show(desk, maya, page):
    save(desk, ONE)
    save(desk, TWO, ONE)
    save(maya, "<p>Newer</p>", TWO)
    answer = desk.post("desk_summary_bring_back", 1, newest=2)
    assert answer.status_code == 409
    assert "Somebody else saved the summary meanwhile." in answer.text
    assert says(page) == "<p>Newer</p>"


def test_what_stood_there_before_its_history_began_is_kept_too(desk, db):
    old = make_page(summary=ONE)
    Desk(old, desk.user).post("desk_summary", summary=TWO, instead_of=ONE)
    assert [(save.text, save.at is None, save.by) for save in old.summaries.all()] == [
        (ONE, True, None),
        (TWO, False, desk.user),
    ]


def test_the_second_of_two_sees_both_and_what_came_of_them(desk, maya, page):
    save(desk, ONE)
    save(maya, ONE.replace("</ul>", "<li>Rain falls</li></ul>"), ONE)
    answer = save(desk, "<p>Good evening.</p>" + ONE, ONE)
    assert answer.status_code == 409
    for words in ("Maya Chen", "Rain falls", "Good evening."):
        assert words in answer.text
    assert "<p>Good evening.</p>" + ONE in html.unescape(answer.text)  # still in the form
    assert says(page) == TWO
    taken = desk.post("desk_summary", summary="<p>Good evening.</p>" + ONE, instead_of=ONE, take_both="on")
    assert taken.status_code == 200
    assert "<p>Good evening.</p>" in html.unescape(taken.text)
    assert "Rain falls" in taken.text
    assert says(page) == TWO  # nothing is saved before somebody looked at it
    assert save(desk, "<p>Mine after all</p>", TWO).status_code == 200
    assert says(page) == "<p>Mine after all</p>"


def test_no_writer_of_the_model_overwrites_what_they_have_not_seen(page):
    mine, theirs = LivePage.objects.get(pk=page.pk), LivePage.objects.get(pk=page.pk)
    theirs.title, theirs.summary = "Theirs", ONE
    theirs.edit(instead_of={"title": page.title, "summary": ""})
    mine.standfirst = "Mine"
    mine.edit(instead_of={"title": page.title, "standfirst": ""})  # left the title alone
    mine.summary = TWO
    with pytest.raises(PageConflict) as conflict:
        mine.edit(instead_of={"summary": ""})
    assert conflict.value.page.summary == ONE
    page.refresh_from_db()
    assert (page.title, page.standfirst, page.summary) == ("Theirs", "Mine", ONE)


def test_an_edit_of_nothing_says_nothing_to_readers(desk, page):
    save(desk, ONE)
    before = LivePage.objects.get(pk=page.pk).version
    save(desk, ONE, ONE)
    assert LivePage.objects.get(pk=page.pk).version == before
    assert page.summaries.count() == 1


def test_who_publishes_nothing_has_no_button_for_it(desk, reporter):
    assert "/summary/" in desk.get().text
    assert "/summary/" not in reporter.get().text


def test_a_long_history_costs_the_same(desk, page, django_assert_num_queries):
    for number in range(60):
        page.summary = f"<p>{number}</p>"
        page.edit(by=desk.user)
    desk.get("desk_summary_history")
    with django_assert_num_queries(4 + 2):
        assert desk.get("desk_summary_history").text.count("<li>") == 50


def test_a_base_that_is_too_long_to_have_stood_here_shows_both_texts(desk, page):
    page.summary = "<p>Theirs.</p>"
    page.edit(by=None)
    answer = desk.post("desk_summary", summary="<p>Mine.</p>", instead_of="x" * 200_001)
    assert answer.status_code == 409
    assert {"Theirs.", "Mine."} <= set(answer.text.replace("<", " ").replace(">", " ").split())
