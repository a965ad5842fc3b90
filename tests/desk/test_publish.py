"""From the composer to the page, once, whatever is sent twice."""

import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from coverage.models import Author, Entry
from tests.desk.desks import typed
from tests.make import make_author, make_draft, make_entry, make_page


def test_what_is_published_is_on_the_page_with_everything_that_was_chosen(desk, page):
    author = make_author("Ida Okafor")
    answer = desk.post(
        "desk_publish",
        **typed(
            kicker="Breaking",
            is_key_event="on",
            tags="Moon,  moon, Apollo",
            **{
                "byline-0-author": author.pk,
                "byline-0-role": "Science",
                "byline-0-reporting_from": "Houston",
            },
        ),
    )
    assert answer.status_code == 200
    assert b"Published" in answer.content
    entry = page.entries.in_timeline().get()
    assert (entry.headline, entry.body) == ("Crew step out early", "<p>They have begun.</p>")
    assert (entry.kicker, entry.is_key_event, entry.created_by_id) == ("Breaking", True, desk.user.pk)
    assert {tag.name for tag in entry.tags.all()} == {"Moon", "Apollo"}
    assert [(b.author, b.role, b.reporting_from) for b in entry.bylines.all()] == [
        (author, "Science", "Houston")
    ]
    assert [change.kind for change in page.changes.filter(entry=entry)] == ["arrived"]


def test_the_same_key_posted_again_is_the_same_entry_and_the_same_answer(desk, page):
    fields = typed(tags="Moon")
    first, second = desk.post("desk_publish", **fields), desk.post("desk_publish", **fields)
    assert (first.status_code, second.status_code) == (200, 200)
    assert "Published" in second.content.decode()
    assert page.entries.count() == 1
    assert [change.kind for change in page.changes.exclude(kind="page")] == ["arrived"]


@pytest.mark.django_db(transaction=True)
def test_the_same_key_posted_many_times_at_once_is_one_entry(transactional_db):
    from tests.desk.desks import Desk
    from tests.make import make_editor

    page = make_page()
    user, fields = make_editor(), typed()
    desks = [Desk(page, user) for _ in range(6)]

    def post(desk):
        try:
            return desk.post("desk_publish", **fields).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(post, desks)) == {200}
    assert page.entries.count() == 1
    assert [change.kind for change in page.changes.exclude(kind="page")] == ["arrived"]


def test_the_same_key_with_other_words_after_publishing_is_a_conflict_that_shows_both(desk, page):
    fields = typed()
    desk.post("desk_publish", **fields)
    answer = desk.post("desk_publish", **{**fields, "headline": "Something else"})
    assert answer.status_code == 409
    assert "Crew step out early" in answer.content.decode()
    assert "Something else" in answer.content.decode()
    assert page.entries.get().headline == "Crew step out early"


def test_a_key_that_belongs_to_another_page_moves_and_shows_nothing(desk, page):
    elsewhere = make_draft(make_page(), headline="Secret of another page")
    answer = desk.post("desk_publish", **typed(key=str(elsewhere.key)))
    assert answer.status_code in (409, 422)
    assert "Secret of another page" not in answer.content.decode()
    elsewhere.refresh_from_db()
    assert (elsewhere.status, elsewhere.headline) == ("draft", "Secret of another page")
    assert page.entries.count() == 0


def test_a_repeated_publish_does_not_bring_a_withdrawn_entry_back(desk, page):
    fields = typed()
    desk.post("desk_publish", **fields)
    page.entries.get().withdraw(by=desk.user)
    assert desk.post("desk_publish", **fields).status_code == 409
    assert page.entries.get().status == "withdrawn"


def test_a_draft_is_kept_saved_again_and_published_as_one_entry(desk, page):
    fields = typed()
    first = desk.post("desk_draft", **fields)
    assert (first.status_code, page.entries.get().status) == (200, "draft")
    assert 'name="based_on" value="1"' in first.content.decode()
    desk.post("desk_draft", **{**fields, "headline": "Better", "based_on": 1})
    assert page.entries.get().headline == "Better"
    desk.post("desk_publish", **{**fields, "headline": "Best", "based_on": 2})
    entry = page.entries.get()
    assert (entry.headline, entry.status) == ("Best", "published")


def test_a_draft_whose_answer_was_lost_can_be_saved_again_with_more_words(desk, page):
    fields = typed()
    desk.post("desk_draft", **fields)
    assert desk.post("desk_draft", **{**fields, "headline": "More"}).status_code == 200
    assert page.entries.get().headline == "More"


def test_a_draft_that_somebody_else_changed_is_not_overwritten(desk, page):
    fields = typed()
    desk.post("desk_draft", **fields)
    theirs = page.entries.get()
    theirs.headline = "Theirs"
    theirs.edit(by=None)
    answer = desk.post("desk_publish", **{**fields, "headline": "Mine", "based_on": 1})
    assert answer.status_code == 409
    assert "Theirs" in answer.content.decode()
    assert "Mine" in answer.content.decode()
    assert (page.entries.get().headline, page.entries.get().status) == ("Theirs", "draft")


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"headline": "", "body": ""}, "Write a headline or a text first."),
        ({"headline": " ", "body": "<p> </p>"}, "Write a headline or a text first."),
        ({"headline": "x" * 251}, "A headline is 250 characters at most; this one has 251."),
        ({"body": f"<p>{'x' * 200_001}</p>"}, "This text is too long"),
        ({"tags": ",".join(f"tag{n}" for n in range(21))}, "Twenty tags are the most"),
        ({"byline-0-author": "999999"}, "This author is no longer there"),
        ({"byline-0-author": "", "byline-0-reporting_from": "Paris"}, "Choose who is reporting from there."),
        ({"kicker": "Made up"}, "Made up"),
    ],
)
def test_a_mistake_comes_back_with_a_sentence_and_every_word(desk, page, fields, sentence):
    fields = typed(**{"headline": "Words", "tags": "Moon", **fields})
    answer = desk.post("desk_publish", **fields)
    assert answer.status_code == 422
    text = answer.content.decode()
    assert sentence in text
    for name in ("headline", "key", "tags"):
        assert fields[name].strip() in text
    assert page.entries.count() == 0


@pytest.mark.parametrize(
    "body", ["<" * 200_000, "&" * 200_000 + ";", "<p>" + "a" * 2**20, "<blockquote>" * 20_000]
)
def test_a_text_that_is_too_long_is_refused_in_a_sentence_wherever_it_is_sent(desk, page, body):
    for name in ("desk_publish", "desk_draft", "desk_preview"):
        answer = desk.post(name, **typed(body=body))
        assert answer.status_code == 422, name
        assert "This text is too long" in answer.text, name
    entry = make_draft(page)
    answer = desk.post("desk_edit", entry.pk, **typed(body=body, based_on=entry.revision))
    assert (answer.status_code, page.entries.count()) == (422, 1)


def test_an_author_cannot_sign_twice(desk, page):
    author = make_author()
    answer = desk.post(
        "desk_publish", **typed(**{"byline-0-author": author.pk, "byline-1-author": author.pk})
    )
    assert answer.status_code == 422
    assert "An author is named twice; leave one out." in answer.content.decode()


def test_forged_fields_change_nothing(desk, page):
    other = make_page()
    desk.post(
        "desk_draft",
        **typed(
            status="published",
            version=99,
            published_at="2020-01-01",
            page=other.pk,
            created_by=1,
            revision=7,
            id=1,
            pk=1,
        ),
    )
    entry = Entry.objects.get()
    assert (entry.page, entry.status, entry.version, entry.published_at, entry.revision) == (
        page,
        "draft",
        0,
        None,
        1,
    )
    assert entry.created_by == desk.user


def test_the_composer_begins_with_ones_own_author_and_then_as_one_signed_last(desk, page):
    Author.objects.create(name="Ida Okafor", slug="ida", role="Science correspondent", user=desk.user)
    assert "Science correspondent" in desk.get().content.decode()
    make_entry(page)  # somebody else's changes nothing
    maya = make_author("Maya Chen")
    desk.post("desk_publish", **typed(**{"byline-0-author": maya.pk, "byline-0-reporting_from": "Houston"}))
    assert 'value="Houston"' in desk.get().content.decode()


def test_a_hostile_text_stays_text(desk, page):
    hostile = "<script>alert(1)</script>\"'><img src=x onerror=alert(1)>"
    fields = typed(headline=hostile, body=f"<p>{hostile}</p>", tags="<b>x</b>")
    assert desk.post("desk_draft", **{**fields, "key": str(uuid.uuid4())}).status_code == 200
    assert desk.post("desk_publish", **fields).status_code == 200
    entry = page.entries.published().get()
    for answer in (desk.get(), desk.get("desk_now"), desk.get("desk_edit", entry.pk)):
        assert "<script>alert" not in answer.content.decode()
        assert "<img src=x" not in answer.content.decode()
