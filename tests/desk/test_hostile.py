"""Hostile texts come out as text, in every view of the desk and the admin."""

import re
from html.parser import HTMLParser

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from coverage.models import Author, Image, Revision, Tag, Video
from tests.desk.desks import SCRIPT, Desk, typed
from tests.hostile import BODIES, LINES, page_with_line
from tests.make import make_draft, make_entry, make_page
from tests.reader.test_hostile import is_raw

ADMIN = {"author": Author, "image": Image, "video": Video, "tag": Tag}
OURS = re.compile(r"/static/|/admin/jsi18n/$")


class Dangers(HTMLParser):
    """What in an answer would run, or load from elsewhere, whatever it was meant to be."""

    def __init__(self, text):
        super().__init__()
        self.found = []
        self.feed(text)

    def handle_starttag(self, tag, attributes):
        here = dict(attributes)
        if (
            tag == "script"
            and not OURS.match(here.get("src") or "")
            and here.get("type") not in ("importmap", "application/json")
        ):
            self.found.append(f"<script {here}>")
        if tag in ("iframe", "object", "embed", "base", "animate", "math", "plaintext", "xmp"):
            self.found.append(f"<{tag}>")
        for name, value in attributes:
            if name.startswith("on") or name in ("srcdoc", "formaction" if tag != "button" else "", "ping"):
                self.found.append(f"<{tag} {name}>")
            if name in ("href", "src", "action", "data") and re.match(
                r"\s*(javascript|vbscript|data:text)", value or "", re.I
            ):
                self.found.append(f"<{tag} {name}={value}>")


@pytest.fixture
def chief(db):
    return User.objects.create_superuser("root", "root@example.org", "correct horse battery")


def check(answer, row, name):
    assert answer.status_code < 500, name
    if "html" not in answer.headers["Content-Type"]:
        assert answer.headers["X-Content-Type-Options"] == "nosniff", (
            name
        )  # words and JSON: nobody shows them as a page
        return
    assert Dangers(answer.text).found == [], name
    if row in LINES:
        assert not is_raw(row, answer.text), name


def views_of_entry(desk, entry, headline, body):
    """(name, answer) of every view that takes or shows what is typed at the desk."""
    get, post, pk = desk.get, desk.post, entry.pk
    words = {"headline": headline, "body": body}
    yield "preview", post("desk_preview", **typed(**words))
    yield "check", post("desk_check", **typed(**words))
    yield "published", post("desk_publish", **typed(**words))
    yield "draft", post("desk_draft", **typed(**words))
    yield "autosave", post("desk_autosave", **typed(**words), mode="", address="", tab="t", turn="1")
    yield "kept", get("desk_kept")
    yield "edit", get("desk_edit", pk)
    yield "conflict", post("desk_edit", pk, **typed(**words), based_on=0)
    yield "history", get("desk_history", pk)
    yield "desk", get("desk")


def views_of_page(desk, entry, value):
    """Those beside them, with the value in each of their fields."""
    get, post, pk = desk.get, desk.post, entry.pk
    anything = {"headline": value, "tags": value, "kicker": value, "note": value, "byline-0-author": value}
    yield "refused", post("desk_publish", **typed(**anything))
    yield "more", get("desk_more", pk)
    yield "corrections", get("desk_corrections")
    yield "page", get("desk_page_edit")
    of_page = dict.fromkeys(["title", "standfirst", "summary", "names", "based_on", "lead_caption"], value)
    yield "page refused", post("desk_page_edit", **of_page)
    yield "note", post("desk_note", shift_note=value, instead_of="")
    yield "found", get("desk_find", words=value)
    yield (
        "found, whole",
        desk.client.get(desk.url("desk_find"), {"words": value, "tag": value, "until": value}),
    )
    yield "jump", get("desk_jump", until=value)
    yield "gallery", desk.client.get(reverse("admin:desk_gallery"), {"words": value}, headers=SCRIPT)
    yield "withdrawn", post("desk_withdraw", pk, note=value, comment=value)
    yield "receipt", get("desk_receipt", pk)
    yield "now", get("desk_now")


def views_of_admin(client, value):
    for model, kind in ADMIN.items():
        yield model, client.get(reverse(f"admin:coverage_{model}_changelist"), {"q": value})
        one = kind.objects.last()
        if one:
            yield f"a {model}", client.get(reverse(f"admin:coverage_{model}_change", args=[one.pk]))
    for model in ("livepage", "entry"):
        yield model, client.get(reverse(f"admin:coverage_{model}_changelist"))
    yield "people", client.get(reverse("admin:auth_user_changelist"))


@pytest.mark.parametrize("row", LINES, ids=lambda row: row.name)
def test_a_plain_text_is_shown_as_text_in_every_view(row, chief):
    page = page_with_line(row.value)
    entry = page.entries.get()
    chief.first_name = row.seen[:100]  # with it names in history, at the desk and among people
    chief.save()
    make_draft(page, headline=row.value).send_back(by=chief, comment=row.value)
    Revision.objects.filter(entry=entry).update(by=chief)
    desk = Desk(page, chief)
    value = row.value.encode(errors="replace").decode()  # half a character is no part of any request
    for name, answer in views_of_entry(desk, entry, value, "<p>Text.</p>"):
        check(answer, row, name)
    for name, answer in views_of_page(desk, entry, value):
        check(answer, row, name)
    for name, answer in views_of_admin(desk.client, value):
        check(answer, row, name)


@pytest.mark.parametrize("row", BODIES, ids=lambda row: row.name)
def test_of_a_rich_text_nothing_runs_in_any_view(row, chief):
    page = make_page(summary=row.value)
    desk = Desk(page, chief)
    for name, answer in views_of_entry(desk, make_entry(page, body=row.value), "", row.value):
        check(answer, row, name)
    check(desk.get("desk_page_edit"), row, "page")
