"""Two editors on one entry: nothing is overwritten unseen, and both texts come together."""

from coverage.models import WorkingCopy
from tests.desk.desks import typed
from tests.make import make_author, make_byline, make_entry, make_image


def edited(entry, **fields):
    return {"headline": entry.headline, "body": entry.body, "based_on": entry.revision, **fields}


def test_both_texts_and_a_merged_one_are_shown_and_saved_only_by_choice(desk, page):
    entry = make_entry(page, headline="Doors", body="<p>One.</p><p>Two.</p><p>Three.</p>")
    mine = edited(entry, body="<p>One.</p><p>Two.</p><p>Three, as I have it.</p>")
    theirs = edited(entry, headline="Doors open", body="<p>One, as they have it.</p><p>Two.</p><p>Three.</p>")
    desk.post("desk_edit", entry.pk, **theirs)
    answer = desk.post("desk_edit", entry.pk, **mine)
    assert answer.status_code == 409
    both = answer.context["both"]
    assert (both.headline, both.has_conflicts) == ("Doors open", False)
    assert both.body == "<p>One, as they have it.</p><p>Two.</p><p>Three, as I have it.</p>"
    entry.refresh_from_db()
    assert entry.body == theirs["body"]
    merged = {"headline": both.headline, "body": both.body, "based_on": entry.revision}
    assert desk.post("desk_edit", entry.pk, **merged).status_code == 200
    entry.refresh_from_db()
    assert (entry.headline, entry.body) == ("Doors open", both.body)


def test_where_both_changed_the_same_both_versions_stand_marked(desk, page):
    entry = make_entry(page, headline="Doors", body="<p>One.</p><p>Two.</p>")
    mine = edited(entry, headline="Mine", body="<p>One.</p><p>Mine.</p>")
    desk.post("desk_edit", entry.pk, **edited(entry, headline="Theirs", body="<p>One.</p><p>Theirs.</p>"))
    answer = desk.post("desk_edit", entry.pk, **mine)
    assert answer.context["both"].pieces == [("One.", False), ("Theirs.\n\nMine.", True)]
    assert answer.context["both"].is_headline_conflict
    assert answer.text.count("is-conflict") == 2


def test_pictures_bylines_and_tags_of_both_are_named(desk, page):
    figure = f'<figure data-image="{make_image().pk}"><figcaption>The lander</figcaption></figure>'
    entry = make_entry(page, body="<p>One.</p>", bylines=[make_byline(make_author("Maya Chen"))])
    mine = edited(entry, body=f"<p>One.</p>{figure}", tags="Moon")
    desk.post("desk_edit", entry.pk, **edited(entry, body="<p>Uno.</p>", tags="Apollo"))
    answer = desk.post("desk_edit", entry.pk, **mine)
    for words in ("▣ The lander", "Apollo", "Moon"):
        assert words in answer.text
    assert figure in answer.context["both"].body


def test_an_update_that_is_out_already_is_merged_with_what_was_typed_since(desk, page):
    fields = typed(body="<p>One.</p>")
    desk.post("desk_publish", **fields)
    answer = desk.post("desk_publish", **{**fields, "body": "<p>One.</p><p>And two.</p>"})
    assert answer.status_code == 409
    assert answer.context["both"].body == "<p>One.</p><p>And two.</p>"
    assert desk.url("desk_edit", page.entries.get().pk) in answer.text


def test_without_a_base_nothing_is_dropped(desk, page):
    entry = make_entry(page, body="<p>One.</p>")
    answer = desk.post("desk_edit", entry.pk, **edited(entry, body="<p>Two.</p>", based_on=77))
    assert answer.status_code == 409
    assert answer.context["both"].body == "<p>One.</p><p>Two.</p>"
    assert WorkingCopy.objects.with_words().count() == 0
