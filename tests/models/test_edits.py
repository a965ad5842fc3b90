"""Nothing is overwritten unseen, and what was said is written down (DESIGN §5, 7 and 9)."""

import pytest
from django.db import transaction
from hypothesis import given, settings
from hypothesis import strategies as st

from coverage.markup.canonical import canonical
from coverage.models import Entry, LivePage, Revision
from coverage.models.entry import Conflict
from tests.at_once import at_once
from tests.make import make_author, make_byline, make_draft, make_editor, make_entry, make_page


def said(entry):
    return list(entry.revisions.order_by("number").values_list("number", "headline"))


def test_an_edit_based_on_what_is_past_is_refused_with_what_it_says_now(page):
    entry = make_entry(page, headline="First")
    mine, theirs = Entry.objects.get(pk=entry.pk), Entry.objects.get(pk=entry.pk)
    theirs.headline = "Theirs"
    theirs.edit(by=None, based_on=entry.revision)
    mine.headline = "Mine"
    with pytest.raises(Conflict) as conflict, transaction.atomic():
        mine.edit(by=None, based_on=entry.revision)
    assert conflict.value.entry.headline == "Theirs"
    assert mine.headline == "Mine", "what was typed is lost"
    assert Entry.objects.get(pk=entry.pk).headline == "Theirs"
    mine.edit(by=None, based_on=conflict.value.entry.revision)
    assert Entry.objects.get(pk=entry.pk).headline == "Mine"


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("is_out", [True, False])
def test_of_editors_who_save_the_same_revision_at_once_one_wins(is_out):
    page = make_page()
    entry = make_entry(page) if is_out else make_draft(page)

    def edit(number):
        mine = Entry.objects.get(pk=entry.pk)
        mine.headline = f"By {number}"
        try:
            mine.edit(by=None, based_on=entry.revision)
        except Conflict:
            return None
        return mine.headline

    results = at_once(*[lambda number=number: edit(number) for number in range(6)])
    (winner,) = filter(None, results)
    entry.refresh_from_db()
    assert entry.headline == winner
    assert said(entry)[-1] == (entry.revision, winner)
    assert len(said(entry)) == entry.revision


def test_every_save_is_written_down_with_who_and_which_version(page):
    editor, chief = make_editor(), make_editor()
    entry = Entry.objects.draft(page=page, by=editor, headline="One")
    entry.publish(by=chief)
    entry.headline = "Two"
    entry.correct(by=editor, note="One was too few.")
    entry.withdraw(by=chief)
    written = entry.revisions.order_by("number").values_list("headline", "note", "by", "version")
    assert list(written) == [
        ("One", "", editor.pk, None),
        ("One", "", chief.pk, 2),
        ("Two", "One was too few.", editor.pk, 3),
        ("Two", "", chief.pk, 4),
    ]


@pytest.mark.parametrize("verb", ["publish", "withdraw", "restore", "submit", "send_back"])
def test_a_verb_writes_down_what_is_stored_not_what_an_old_copy_holds(page, verb):
    entry = make_draft(page, headline="Old", kicker="Breaking")
    if verb in ("withdraw", "restore"):
        entry.publish(by=None)
    if verb == "restore":
        entry.withdraw(by=None)
    if verb == "send_back":
        entry.submit(by=None)
    old = Entry.objects.get(pk=entry.pk)
    entry.headline, entry.kicker = "New", "Recap"
    entry.edit(by=None)
    getattr(old, verb)(by=None)
    last = entry.revisions.order_by("number").last()
    assert (last.headline, last.kicker) == ("New", "Recap")
    assert Entry.objects.get(pk=entry.pk).headline == "New"


@pytest.mark.parametrize("then", ["publish", "withdraw"])
def test_a_draft_that_went_out_while_it_was_edited_is_edited_where_it_is_now(page, then):
    draft = make_draft(page)
    old = Entry.objects.get(pk=draft.pk)
    draft.publish(by=None)
    if then == "withdraw":
        draft.withdraw(by=None)
    old.headline = "Typed meanwhile"
    old.edit(by=None)
    now = Entry.objects.get(pk=draft.pk)
    assert (now.headline, now.published_at) == ("Typed meanwhile", draft.published_at)
    assert now.status == draft.status
    assert page.changes.order_by("version").last().kind == {"publish": "changed", "withdraw": "gone"}[then]


def test_a_correction_is_told_to_readers_and_dated(page):
    entry = make_entry(page)
    entry.body = "<p>Ten were there.</p>"
    entry.correct(by=None, note="We said nine.")
    shown = page.entries.in_timeline().get()
    assert [correction.note for correction in shown.corrections] == ["We said nine."]
    assert shown.is_updated


def test_a_new_byline_is_a_change_and_the_same_again_is_none(page):
    author = make_author()
    entry = make_entry(page)
    entry.edit(by=None, bylines=[make_byline(author, reporting_from="Paris")])
    version = page.changes.count()
    entry.edit(by=None, bylines=[make_byline(author, reporting_from="Paris")])
    assert page.changes.count() == version
    entry.edit(by=None, bylines=[make_byline(author, reporting_from="Lyon")])
    assert page.changes.count() == version + 1


def test_an_entry_bears_the_name_of_the_login_that_made_it(page, editor):
    author = make_author(user=editor, role="Reporter")
    entry = Entry.objects.draft(page=page, by=editor, headline="Mine")
    (byline,) = entry.bylines.all()
    assert (byline.author, byline.role) == (author, "Reporter")


SOUP = st.lists(
    st.sampled_from(
        [
            "<p>",
            "</p>",
            "<b>",
            "<ul><li>",
            "<script>",
            "x",
            " ",
            "<h2>",
            "&lt;",
            "<blockquote>",
            "\u2028",
            "\x00",
        ]
    ),
    max_size=12,
).map("".join)


@pytest.mark.django_db
@settings(max_examples=settings.default.max_examples // 4)
@given(html=SOUP)
def test_no_way_into_a_column_stores_what_is_not_canonical(html):
    page = LivePage.objects.filter(slug="canonical").first() or make_page(slug="canonical")
    page.summary = html
    page.save()
    saved = make_draft(page, body=html, headline=html[:200])
    updated, made = make_draft(page), make_draft(page)
    Entry.objects.filter(pk=updated.pk).update(body=html, headline=html[:200])
    made.body = html
    Entry.objects.bulk_update([made], ["body"])
    (bulk,) = Entry.objects.bulk_create([Entry(page=page, body=html, headline=html[:200])])
    for entry in Entry.objects.filter(pk__in=[saved.pk, updated.pk, made.pk, bulk.pk]):
        assert entry.body == canonical(html)
        assert entry.headline == " ".join(entry.headline.split())
    assert LivePage.objects.get(pk=page.pk).summary == canonical(html)
    assert Revision.objects.get(entry=saved).body == canonical(html)
