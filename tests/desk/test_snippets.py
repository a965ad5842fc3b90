"""Texts that are written again and again: who keeps them where, and who is offered them."""

import pytest
from django.db import IntegrityError, transaction
from django.db.models import ProtectedError
from django.test import Client
from django.urls import reverse

from coverage.models import Snippet
from tests.desk.desks import SCRIPT, Desk
from tests.make import make_image, make_login, make_page, make_snippet

HELPLINE = "<p>If you need <b>help</b>, call.</p>"


def keep(desk, name="Helpline", body=HELPLINE, **more):
    return desk.client.post(
        desk.url("desk_keep_snippet"), {"name": name, "body": body, **more}, headers=SCRIPT
    )


@pytest.fixture(params=["reporter", "editor", "chief"])
def role(request):
    return request.param


def names(desk):
    return [snippet.name for snippet in desk.get("desk_snippets").context["snippets"]]


def test_a_page_offers_its_own_snippets_first_then_those_of_all_pages_and_no_other_pages(page):
    desk = Desk(page, make_login("reporter"))
    make_snippet("For all", order=0)
    make_snippet("Second", page=page, order=2)
    make_snippet("First", page=page, order=1)
    make_snippet("Of another page", page=make_page())
    assert names(desk) == ["First", "Second", "For all"]


def test_offering_them_costs_the_same_however_many_there_are(page, django_assert_max_num_queries):
    desk = Desk(page, make_login("editor"))
    for number in range(30):
        make_snippet(f"Number {number}", page=page if number % 2 else None)
    with django_assert_max_num_queries(6):
        assert len(names(desk)) == 30


def test_a_snippet_may_hold_whatever_is_typed_and_is_still_only_text_in_the_list(page):
    desk = Desk(page, make_login("editor"))
    make_snippet("<script>alert(1)</script>", body='<p onclick="x()">"Quoted" &amp; <em>so</em></p>')
    shown = desk.get("desk_snippets").text
    assert "<script>" not in shown
    assert "&lt;p&gt;&quot;Quoted&quot; &amp;amp; &lt;em&gt;so&lt;/em&gt;&lt;/p&gt;" in shown


def test_who_publishes_keeps_snippets_for_a_page_and_chiefs_for_all(page, role):
    desk = Desk(page, make_login(role))
    for_page = keep(desk)
    for_all = keep(desk, is_shared="on")
    offered = desk.get("desk_snippets").text
    kept = set(Snippet.objects.values_list("page", "body"))
    body = "<p>If you need <strong>help</strong>, call.</p>"
    expected = {
        "reporter": (403, 403, set()),
        "editor": (200, 403, {(page.pk, body)}),
        "chief": (200, 200, {(page.pk, body), (None, body)}),
    }
    assert (for_page.status_code, for_all.status_code, kept) == expected[role]
    assert ("Keep this text" in offered) == (role != "reporter")
    assert ("is_shared" in offered) == (role == "chief")


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": " "}, "Give it a name"),
        ({"name": "x" * 81}, "80 characters at most"),
        ({"body": ""}, "Write the text first"),
        ({"body": "<p> </p>"}, "Write the text first"),
        ({"name": "Helpline "}, "There is a snippet of this name already"),
    ],
)
def test_what_cannot_be_kept_is_said_in_a_sentence(page, wrong, sentence):
    desk = Desk(page, make_login("editor"))
    make_snippet("Helpline", page=page)
    answer = keep(desk, **{"name": "Another", **wrong})
    assert (answer.status_code, answer.headers["Content-Type"][:10]) == (422, "text/plain")
    assert sentence in answer.text
    assert Snippet.objects.count() == 1


def test_a_name_stands_once_on_a_page_and_once_for_all(page):
    for place in (page, None):
        make_snippet(page=place)
        with pytest.raises(IntegrityError), transaction.atomic():
            make_snippet(page=place)


def test_a_picture_in_a_snippet_cannot_be_deleted_until_it_is_taken_out(page):
    image = make_image()
    snippet = make_snippet(body=f'<figure data-image="{image.pk}"></figure>')
    with pytest.raises(ProtectedError):
        image.delete()
    snippet.body = "<p>Without.</p>"
    snippet.save()
    image.delete()


def test_a_snippet_shows_nothing_to_readers(page):
    make_snippet("Unseen by readers", page=page, body="<p>Unseen words</p>")
    for address in (
        page.get_absolute_url(),
        f"{page.changes_url}?after=0",
        reverse("feed", args=[page.slug]),
    ):
        assert "Unseen" not in Client().get(address).text


def test_in_the_admin_editors_change_those_of_a_page_and_chiefs_all(page, role):
    desk = Desk(page, make_login(role))
    own, shared = make_snippet("Own", page=page), make_snippet("Shared")
    fields = {"body": "<p>New.</p>", "order": 0}
    for snippet in (own, shared):
        address = reverse("admin:coverage_snippet_change", args=[snippet.pk])
        desk.client.post(address, {**fields, "name": snippet.name, "page": snippet.page_id or ""})
    lifted = {**fields, "name": "Lifted", "page": ""}
    desk.client.post(reverse("admin:coverage_snippet_add"), lifted)
    changed = set(Snippet.objects.filter(body="<p>New.</p>").values_list("name", flat=True))
    expected = {"reporter": set(), "editor": {"Own"}, "chief": {"Own", "Shared", "Lifted"}}
    assert changed == expected[role]
    desk.client.post(reverse("admin:coverage_snippet_delete", args=[shared.pk]), {"post": "yes"})
    assert Snippet.objects.filter(pk=shared.pk).exists() == (role != "chief")
