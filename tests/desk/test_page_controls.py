"""The page's own controls."""

import re

from tests.desk.desks import Desk
from tests.make import make_editor, make_image, make_page


def opened(desk):
    return re.search(r'name="based_on" value="(\w+)"', desk.get("desk_page_edit").content.decode())[1]


def test_title_lead_and_the_rest_are_saved_and_announced(desk, page):
    image = make_image()
    answer = desk.post(
        "desk_page_edit", based_on=opened(desk), title="New title", standfirst="Two sentences.", lead_image=image.pk,
        lead_caption="The lander", stream_only="on", tags="Moon, Apollo",
    )  # fmt: skip
    assert answer.status_code == 200
    before = page.version
    page.refresh_from_db()
    assert (page.title, page.standfirst) == ("New title", "Two sentences.")
    assert (page.lead_image, page.lead_caption, page.stream_only) == (image, "The lander", True)
    assert {tag.name for tag in page.tags.all()} == {"Moon", "Apollo"}
    assert page.version == before + 1


def test_two_who_change_the_page_do_not_overwrite_each_other(desk, page):
    mine, theirs = opened(desk), opened(desk)
    desk.post("desk_page_edit", based_on=theirs, title="Theirs")
    answer = desk.post("desk_page_edit", based_on=mine, title="Mine")
    assert answer.status_code == 422
    assert "Somebody else changed this page meanwhile." in answer.content.decode()
    assert 'value="Mine"' in answer.content.decode()
    page.refresh_from_db()
    assert page.title == "Theirs"


def test_an_entry_published_meanwhile_does_not_stand_in_the_way(desk, page):
    from tests.make import make_entry

    mine = opened(desk)
    make_entry(page)
    assert desk.post("desk_page_edit", based_on=mine, title="Mine").status_code == 200


def test_a_mistake_keeps_every_word(desk, page):
    image = make_image()
    answer = desk.post(
        "desk_page_edit", based_on=opened(desk), title="", standfirst="Kept words", lead_image=image.pk + 1
    )
    assert answer.status_code == 422
    text = answer.content.decode()
    assert "A page needs a title." in text
    assert "This picture is no longer there; choose another." in text
    assert "Kept words" in text


def test_forged_fields_leave_slug_state_and_version_alone(desk, page):
    before = (page.slug, page.time_zone)
    desk.post(
        "desk_page_edit",
        based_on=opened(desk),
        title="T",
        slug="x",
        state="closed",
        version=99,
        time_zone="Mars",
    )
    page.refresh_from_db()
    assert (page.slug, page.time_zone) == before
    assert (page.state, page.version) == ("live", 2)


def test_a_page_is_announced_opened_closed_and_reopened(db):
    page = make_page(state="draft")
    desk = Desk(page, make_editor())
    for name, state in [("announce", "announced"), ("open", "live"), ("close", "closed"), ("open", "live")]:
        assert desk.post(f"desk_page_{name}").status_code == 200
        page.refresh_from_db()
        assert page.state == state
