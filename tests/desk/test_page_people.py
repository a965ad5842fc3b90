"""Who belongs to a page: a chief says so, and a reporter sees its drafts then."""

import pytest
from django.urls import reverse

from coverage.models import Entry
from tests.desk.desks import Desk, typed
from tests.make import make_draft, make_entry, make_image, make_login, make_page


@pytest.fixture(autouse=True)
def _first_factor_alone(settings):
    settings.REQUIRE_SECOND_FACTOR = False


@pytest.fixture
def chief(page):
    return Desk(page, make_login("chief"))


@pytest.fixture
def ida(page):
    """A reporter in the role that the migration makes."""
    user = make_login("reporter")
    user.first_name, user.last_name = "Ida", "Okafor"
    user.save()
    return Desk(page, user)


def theirs(page, **content):
    return Entry.objects.draft(page=page, by=make_login("editor"), headline="Of a colleague", **content)


def numbers(*people):
    return ",".join(str(person.pk) for person in people)


def test_a_chief_lets_people_belong_to_a_page_and_everybody_sees_who_and_what_they_are(chief, ida, page):
    shown = chief.get("desk_page_edit").text
    assert "Ida Okafor · Reporter" in shown
    answer = chief.post("desk_people", people=[ida.user.pk, chief.user.pk], instead_of="")
    assert answer.status_code == 200
    for desk in (chief, ida):
        assert "<li>Ida Okafor <small>Reporter</small></li>" in desk.get().text
        assert f"<li>{chief.user.username} <small>Chief</small></li>" in desk.get().text
    chief.post("desk_people", instead_of=numbers(ida.user, chief.user))
    assert list(page.people.all()) == []


def test_two_chiefs_undo_nothing_of_each_other_unseen(chief, ida, page):
    other, maya = make_login("chief"), make_login("editor")
    page.assign([other], by=None)
    seen = numbers(other)
    chief.post("desk_people", people=[other.pk, ida.user.pk], instead_of=seen)
    Desk(page, other).post("desk_people", people=[maya.pk], instead_of=seen)
    assert set(page.people.all()) == {ida.user, maya}


def test_belonging_to_a_page_moves_nothing_in_public(chief, ida, page):
    before = page.version
    chief.post("desk_people", people=[ida.user.pk], instead_of="")
    page.refresh_from_db()
    assert page.version == before


def test_nobody_without_a_role_can_be_chosen_and_what_is_no_number_is_refused(chief, page):
    reader = make_login("reporter")
    reader.is_active = False
    reader.save()
    answer = chief.post("desk_people", people=[reader.pk], instead_of="")
    assert answer.status_code == 422
    assert "no login for the desk any more" in answer.text
    assert chief.post("desk_people", people=[], instead_of="x").status_code == 422
    assert list(page.people.all()) == []


def test_a_reporter_sees_a_colleagues_draft_on_their_pages_alone_and_changes_none(ida, page):
    draft = theirs(page)
    for at in (None, make_page()):
        if at:
            at.assign([ida.user], by=None)  # another page than the draft's
        assert "Of a colleague" not in ida.get().text
        assert "Of a colleague" not in ida.get("desk_find", words="colleague").text
        for view in ("desk_more", "desk_history", "desk_watch"):
            assert ida.get(view, draft.pk).status_code == 404
    page.assign([ida.user], by=None)
    assert "Of a colleague" in ida.get().text
    assert "Of a colleague" in ida.get("desk_find", words="colleague").text
    for view in ("desk_more", "desk_history", "desk_watch"):
        assert "Of a colleague" in ida.get(view, draft.pk).text.replace("<ins>", "").replace("</ins>", "")
    for absent in (f"{draft.pk}/edit/", f"{draft.pk}/delete/", "Go back to save", f"{draft.pk}/move/"):
        shown = ida.get().text + ida.get("desk_more", draft.pk).text + ida.get("desk_history", draft.pk).text
        assert absent not in shown
    assert ida.get("desk_edit", draft.pk).status_code == 403
    assert ida.post("desk_take_over", draft.pk).status_code == 403
    assert ida.post("desk_delete", draft.pk).status_code == 404
    assert ida.post("desk_draft", **typed(key=str(draft.key), headline="Taken")).status_code == 403
    ida.post("desk_duplicate", draft.pk)
    copy = page.entries.get(created_by=ida.user)
    assert (copy.headline, copy.status) == ("Of a colleague", "draft")


def test_filters_offer_a_reporter_nothing_that_only_a_hidden_draft_says(ida, page):
    theirs(page, kicker="Embargo")
    make_entry(page, kicker="Known")
    assert "Known" in ida.get("desk_find_filters").text
    assert "Embargo" not in ida.get("desk_find_filters").text


def test_who_is_at_a_hidden_draft_is_seen_but_not_where(ida, page):
    draft, editor = make_draft(page), Desk(page, make_login("editor"))
    editor.post("desk_here", tab="one", entry=draft.pk, is_typing="on")
    person = ida.post("desk_here", tab="two").json()["people"][0]
    assert (person["entry"], person["is_typing"]) == (None, True)
    page.assign([ida.user], by=None)
    assert ida.post("desk_here", tab="two").json()["people"][0]["entry"] == draft.pk


def test_the_first_view_of_the_desk_costs_a_reporter_no_more(ida, page, django_assert_max_num_queries):
    page.assign([ida.user], by=None)
    for _number in range(5):
        theirs(page)
    with django_assert_max_num_queries(12):
        ida.get()


def test_a_reporter_changes_no_picture_that_readers_see_and_learns_of_no_draft_by_it(ida, page):
    private, public = make_image(alt="Private"), make_image(alt="Public")
    theirs(page, body=f'<figure data-image="{private.pk}"></figure>')
    make_entry(page, body=f'<figure data-image="{public.pk}"></figure>')
    before = page.version
    for image, status in ((private, 302), (public, 403)):
        address = reverse("admin:coverage_image_change", args=[image.pk])
        assert "Of a colleague" not in ida.client.get(address).text
        changed = ida.client.post(address, {"alt": "Changed", "focal_x": 0.5, "focal_y": 0.5})
        assert changed.status_code == status
    page.refresh_from_db()
    public.refresh_from_db()
    assert (public.alt, page.version) == ("Public", before)
