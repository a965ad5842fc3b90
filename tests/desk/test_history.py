"""Every save, what changed in it word by word, and the way back."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.desk.differences import GONE, NEW, SAME, differences, shortened
from tests.desk.desks import typed
from tests.make import make_draft, make_entry, make_image

TEXTS = st.text(st.sampled_from("ab \n"), max_size=60)


@given(TEXTS, TEXTS)
def test_the_differences_hold_both_texts(before, after):
    parts = differences(before, after)
    assert "".join(text for kind, text in parts if kind != NEW) == before
    assert "".join(text for kind, text in parts if kind != GONE) == after


def test_differences_are_words():
    assert differences("The crew step out late.", "The crew step out early.") == [
        (SAME, "The crew step out "), (GONE, "late."), (NEW, "early."),
    ]  # fmt: skip


def test_a_paragraph_added_changes_no_word_before_it():
    assert differences("He says.", "He says.\n\nNo more.") == [(SAME, "He says."), (NEW, "\n\nNo more.")]


def test_words_changed_side_by_side_are_one_change():
    assert differences("a No more b", "a None at all b") == [
        (SAME, "a "), (GONE, "No more"), (NEW, "None at all"), (SAME, " b"),
    ]  # fmt: skip


def test_two_long_texts_without_a_word_in_common_are_compared_in_no_time():
    one, other = (" ".join(f"{letter}{number}" for number in range(20_000)) for letter in "ab")
    began = time.perf_counter()
    assert differences(one, other) == [(GONE, one), (NEW, other)]
    assert time.perf_counter() - began < 1


def test_what_stayed_is_cut_down_to_the_words_around():
    long = "word " * 100
    cut = shortened([(SAME, long), (GONE, "x"), (SAME, long)])
    assert all(len(text) < 140 for _, text in cut)
    assert cut[0][1].startswith(" … ")
    assert cut[2][1].endswith(" … ")


def history(desk, entry, **query):
    return desk.get("desk_history", entry.pk, **query)


def test_each_save_tells_who_when_and_what_changed(desk, page):
    entry = make_entry(page, headline="Crew <b> late", body="<p>They have begun.</p>")
    entry.headline, entry.body = "Crew <b> early", "<p>They have ended.</p>"
    entry.correct(by=desk.user, note="It said begun.")
    shown = " ".join(history(desk, entry).content.decode().split())
    assert '<del><bdi class="unseen">[taken out: </bdi>late<bdi class="unseen">]</bdi></del>' in shown
    assert '<ins><bdi class="unseen">[put in: </bdi>ended.<bdi class="unseen">]</bdi></ins>' in shown
    assert "Crew &lt;b&gt; " in shown
    assert "Correction: <bdi>It said begun.</bdi>" in shown
    assert desk.user.username in shown
    assert [save.status for save, _, _ in history(desk, entry).context["saves"]] == [
        "published",
        "published",
        "draft",
    ]


def test_a_picture_put_in_shows(desk, page):
    image = make_image()
    entry = make_entry(page)
    entry.body += f'<figure data-image="{image.pk}"></figure>'
    entry.edit(by=desk.user)
    assert f"[image {image.pk}]" in history(desk, entry).content.decode()


def test_going_back_is_a_new_save_that_readers_see(desk, page):
    entry = make_entry(page, headline="First")
    entry.headline = "Second"
    entry.edit(by=desk.user)
    answer = desk.post("desk_bring_back", entry.pk, 1, based_on=entry.revision)
    assert "It says again what it said in save 1." in answer.content.decode()
    entry.refresh_from_db()
    assert (entry.headline, entry.revision) == ("First", 4)
    assert [change.kind for change in page.changes.filter(entry=entry)] == ["arrived", "changed", "changed"]


@pytest.mark.parametrize("based_on", ["2", "", "x", "²"])
def test_nothing_is_overwritten_that_the_history_did_not_show(desk, page, based_on):
    entry = make_entry(page, headline="First")
    entry.headline = "Theirs"
    entry.edit(by=None)
    answer = desk.post("desk_bring_back", entry.pk, 1, based_on=based_on)
    assert answer.status_code == 409
    assert "Somebody else saved this entry meanwhile." in answer.content.decode()
    entry.refresh_from_db()
    assert entry.headline == "Theirs"


def test_what_is_out_goes_back_to_no_empty_save(desk, page):
    entry = make_draft(page, headline="", body="")
    entry.headline = "Words"
    entry.edit(by=None)
    entry.publish(by=None)
    answer = desk.post("desk_bring_back", entry.pk, 1, based_on=entry.revision)
    assert (answer.status_code, answer.content.decode()) == (409, "Write a headline or a text first.")


def test_a_reporter_sees_the_history_of_their_own_alone(desk, reporter, page):
    reporter.post("desk_draft", **typed())
    mine = page.entries.get()
    assert history(reporter, mine).status_code == 200
    theirs = make_draft(page)
    assert history(reporter, theirs).status_code == 404
    assert reporter.post("desk_bring_back", theirs.pk, 1, based_on=1).status_code == 404
    desk.post("desk_publish", **typed(key=str(mine.key)))
    assert history(reporter, mine).status_code == 404


def test_a_long_history_is_paged_and_costs_the_same(desk, page, django_assert_num_queries):
    entry = make_draft(page)
    for number in range(45):
        entry.headline = f"Headline {number}"
        entry.edit(by=desk.user)
    with django_assert_num_queries(4 + 3):  # session, login and two for its permissions; page, entry, saves
        first = history(desk, entry)
    numbers = [save.number for save, _, _ in first.context["saves"]]
    more = first.context["more"]
    while more:
        older = history(desk, entry, before=more)
        numbers += [save.number for save, _, _ in older.context["saves"]]
        more = older.context["more"]
    assert numbers == list(range(46, 0, -1))
    assert history(desk, entry, before="x").status_code == 200
