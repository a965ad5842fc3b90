"""From a reporter's draft to the page and back: who has it, since when, and what is to be different."""

from coverage.desk.views.show import waiting
from tests.desk.desks import Desk, typed
from tests.make import make_draft, make_editor


def now(desk):
    return " ".join(desk.get("desk_now").content.decode().split())


def submitted(reporter, page, **fields):
    reporter.post("desk_submit", **typed(**fields))
    return page.entries.latest("pk")


def test_what_waits_is_listed_with_who_and_since_when_the_longest_first(desk, reporter, page):
    first, second = make_draft(page), make_draft(page)
    for entry in (second, first):
        entry.submit(by=reporter.user)
    shown = desk.get("desk_now")
    assert shown.context["submitted"] == [second, first]
    second.refresh_from_db()
    assert f"since {second.submitted_at:%H:%M}" in shown.content.decode()


def test_colleagues_see_who_is_reviewing_and_may_take_over_or_let_go(desk, reporter, page):
    entry = submitted(reporter, page)
    other = Desk(page, make_editor("ana", first_name="Ana", last_name="Sol"))
    other.post("desk_review", entry.pk)
    assert "Ana Sol is reviewing it" in now(desk)
    assert "Take over" in now(desk)
    assert "Ana Sol is reviewing it" in now(reporter)
    assert "You are reviewing it" in now(other)
    desk.post("desk_review", entry.pk)
    assert "You are reviewing it" in now(desk)
    desk.post("desk_let_go", entry.pk)
    assert "reviewing it" not in now(other)
    entry.refresh_from_db()
    assert (entry.status, entry.revision) == ("submitted", 2)


def test_only_what_is_submitted_is_reviewed(desk, page):
    entry = make_draft(page)
    desk.post("desk_review", entry.pk)
    entry.refresh_from_db()
    assert entry.reviewer is None


def test_a_note_goes_back_with_it_to_its_author_and_to_no_reader(desk, reporter, page):
    fields = typed()
    reporter.post("desk_submit", **fields)
    entry = page.entries.get()
    desk.post("desk_review", entry.pk)
    long = desk.post("desk_send_back", entry.pk, comment="x" * 301)
    assert long.status_code == 422
    assert "300 characters at most; say it shorter." in long.content.decode()
    desk.post("desk_send_back", entry.pk, comment="Who says so? Name the source.")
    entry.refresh_from_db()
    assert (entry.status, entry.submitted_at, entry.reviewer) == ("draft", None, None)
    desk.user.first_name = "Ana"
    desk.user.save()
    said = "Sent back by Ana: Who says so? Name the source."
    assert said in now(reporter)
    again = reporter.post("desk_submit", **{**fields, "based_on": entry.revision})
    assert again.status_code == 200
    assert said not in now(reporter)
    desk.post("desk_send_now", entry.pk)
    assert "Name the source" not in desk.client.get(page.get_absolute_url()).content.decode()
    entry.refresh_from_db()
    assert entry.corrections == []


def test_a_reporter_sees_their_own_however_many_others_wait(desk, reporter, page, rf):
    reporter.post("desk_draft", **typed(headline="Mine"))
    for _ in range(101):
        make_draft(page)
    request = rf.get("/")
    request.user = reporter.user
    assert [entry.headline for entry in waiting(request, page)["drafts"]] == ["Mine"]
