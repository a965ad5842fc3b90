"""What the desk answers while one types: asked of the real database, saving nothing."""

from datetime import timedelta
from html.parser import HTMLParser

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from coverage.models import Entry, LivePage
from tests import hostile
from tests.desk.desks import typed
from tests.make import make_draft, make_entry, make_image, make_page, make_picture_file

TEXT = "<p>Houston has said yes in principle and the crew begin to put on their suits before the walk.</p>"


def found(desk, entry=None, **fields):
    """The sentences that the desk lists."""
    address = desk.url("desk_check") + (f"?entry={entry}" if entry else "")
    answer = desk.client.post(address, typed(**{"body": "", **fields}), headers={"HX-Request": "true"})
    assert answer.status_code == 200
    return [finding.sentence for finding in answer.context["findings"]]


def ours(path):
    return f'<p><a href="{settings.SITE_URL}{path}">there</a></p>'


def test_what_is_typed_is_looked_over_and_nothing_is_saved(desk, page):
    page.names = "Ida Okafor"
    page.edit()
    image = make_image(file=make_picture_file(16, 9), credit="")
    body = f'<p>the the Okafr</p><figure data-image="{image.pk}"><figcaption>By TK</figcaption></figure>'
    assert found(desk, headline="a" * 101, body=body) == [
        "“TK” still stands where something is missing.",
        "“the the”: the word stands twice.",
        "“Okafr”: the page's names have “Okafor”.",
        "The headline has 101 characters; more than 100 is hard to take in.",
        "The picture “A red square” has no credit.",
    ]
    assert not Entry.objects.exists()


def test_a_good_update_an_empty_one_and_one_that_the_form_refuses_have_nothing_to_look_at(desk):
    assert found(desk, headline="Crew step out early") == []
    assert found(desk, headline="") == []
    assert found(desk, body="<p>" + "word " * 50_000) == []
    assert desk.client.post(desk.url("desk_check"), headers={"HX-Request": "true"}).status_code == 200


def test_the_same_again_is_measured_in_the_pages_own_time_and_not_against_itself(desk, page):
    page.time_zone = "Asia/Kolkata"
    page.edit()
    entry = make_entry(page, headline="Out early", body=TEXT)
    at = timezone.localtime(entry.published_at, page.zone)
    assert found(desk, headline="Out early") == [f"The entry of {at:%H:%M} has the same headline."]
    assert found(desk, headline="Other", body=TEXT) == [f"The entry of {at:%H:%M} says nearly the same."]
    assert found(desk, entry=entry.pk, headline="Out early", body=TEXT) == []
    make_entry(page, headline="Out early")  # later: to that one the first is no repetition
    assert found(desk, entry=entry.pk, headline="Out early", body=TEXT) == []
    assert found(desk, entry="9" * 30, headline="Crew step out early") == []
    assert found(desk, entry="x", headline="Crew step out early") == []


def test_what_no_reader_has_is_no_repetition(desk, page):
    make_draft(page, headline="Out early")
    make_entry(page, headline="Out early").withdraw(by=None)
    make_entry(make_page(), headline="Out early")
    make_entry(page, headline="Out early", at=timezone.now() - timedelta(hours=2))
    assert found(desk, headline="Out early") == []


def test_an_old_breaking_entry_that_is_edited_is_judged_by_its_own_time(desk, page):
    first = make_entry(page, kicker="Breaking")
    for _ in range(9):
        make_entry(page, kicker="Breaking")
    assert found(desk, kicker="Breaking") == ["With this one, 10 of the last ten entries are “Breaking”."]
    assert found(desk, entry=first.pk, kicker="Breaking") == []


def test_a_link_to_what_we_have_not_published_is_found(desk, page):
    hidden = make_page(state="draft")
    draft, gone = make_draft(page), make_entry(page)
    gone.withdraw(by=None)
    not_public = ["A link leads to a live page that is not public yet."]
    assert found(desk, body=ours(hidden.get_absolute_url())) == not_public
    assert found(desk, body=ours(make_entry(hidden).get_absolute_url())) == not_public
    assert found(desk, body=ours(draft.get_absolute_url())) == ["A link leads to an update that is not out."]
    assert found(desk, body=ours(gone.get_absolute_url())) == [
        "A link leads to an update that was withdrawn."
    ]
    assert found(desk, body=ours(desk.url("desk"))) == ["A link leads to our desk: readers can't follow it."]
    nowhere = ["A link leads to an address of ours that does not exist."]
    elsewhere = reverse("entry", args=[make_page().slug, draft.pk])  # that page has no such entry
    for path in ("/live/never/", "/nowhere/", elsewhere, f"{page.get_absolute_url()}entries/{10**40}/"):
        assert found(desk, body=ours(path)) == nowhere


def test_a_link_to_what_readers_have_and_to_other_sites_is_not(desk, page):
    entry = make_entry(page)
    for path in (
        "",
        "/",
        page.get_absolute_url(),
        entry.get_absolute_url(),
        f"{page.get_absolute_url()}#entry-1",
    ):
        assert found(desk, body=ours(path)) == []
    assert found(desk, body='<p><a href="https://example.org/live/never/">there</a></p>') == []


def test_an_address_as_this_site_is_asked_for_is_our_own_too(desk):
    hidden = make_page(state="draft")
    body = f'<p><a href="http://TestServer{hidden.get_absolute_url()}">there</a></p>'
    assert found(desk, body=body) == ["A link leads to a live page that is not public yet."]


def everything(page):
    """A text with every kind of thing that has to be asked for."""
    figures = "".join(
        f'<figure data-image="{make_image(file=make_picture_file(16, 9)).pk}"></figure>' for _ in range(3)
    )
    pages = "".join(ours(make_page(state="draft").get_absolute_url()) for _ in range(3))
    return figures + pages + ours(make_draft(page).get_absolute_url())


def test_the_desk_asks_the_database_no_more_for_a_long_page_and_a_long_text(
    desk, page, django_assert_num_queries
):
    address = desk.url("desk_check")
    entry = make_entry(page)
    desk.post("desk_check", **typed())
    with django_assert_num_queries(6):  # who asks, what they may, the page; and the recent entries
        desk.post("desk_check", **typed())
    for _ in range(60):
        make_entry(page)
    body = everything(page) + everything(page)
    with django_assert_num_queries(9):  # and the entry itself, pictures, links
        desk.client.post(f"{address}?entry={entry.pk}", typed(body=body), headers={"HX-Request": "true"})


class Attributes(HTMLParser):
    def __init__(self):
        super().__init__()
        self.elements = []

    def handle_starttag(self, tag, attributes):
        self.elements.append((tag, {name for name, _value in attributes}))


@pytest.mark.parametrize("text", hostile.ALL, ids=lambda text: text.name)
def test_hostile_texts_stay_text_in_the_list(desk, page, text):
    LivePage.objects.filter(pk=page.pk).update(
        names=f"Okafor\n{text.value}".replace("\0", "").replace("\ud800", "")
    )
    value = f"the the {text.value} TK Okafr".encode("utf-8", "replace").decode()
    body = f"<p>{value}</p><p><a href='http://{text.value}'>q</a></p>".encode("utf-8", "replace").decode()
    answer = desk.post("desk_check", **typed(headline=value, body=body, kicker=value))
    assert answer.status_code == 200
    parser = Attributes()
    parser.feed(answer.content.decode())
    allowed = {"p", "ul", "li", "button"}, {"data-part", "class", "type", "data-field", "data-words", "data-nth", "data-href"}  # fmt: skip
    for tag, names in parser.elements:
        assert tag in allowed[0]
        assert names <= allowed[1]


def test_the_pages_list_of_names_is_kept_at_the_desk_and_told_to_nobody_else(desk, page, client):
    form = desk.get("desk_page_edit").context["form"]
    fields = {name: form[name].value() or "" for name in form.fields}
    desk.post(
        "desk_page_edit", **{**fields, "tags": "", "stream_only": "", "names": " Ida  Okafor \r\nMaya Chen"}
    )
    page.refresh_from_db()
    assert page.names == "Ida Okafor\nMaya Chen"
    assert "Maya Chen" not in client.get(page.get_absolute_url()).content.decode()
