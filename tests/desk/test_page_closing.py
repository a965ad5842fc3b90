"""Closing a page, with where readers go on."""

from tests.make import make_page


def test_a_page_is_closed_with_the_story_to_read_on(desk, page, client):
    answer = desk.post(
        "desk_page_close", related_url="https://example.org/story", related_title="All of it <now>"
    )
    assert answer.status_code == 200
    before = page.version
    page.refresh_from_db()
    assert (page.state, page.version) == ("closed", before + 1)
    text = client.get(page.get_absolute_url()).content.decode()
    assert '<a href="https://example.org/story">All of it &lt;now&gt;</a>' in text


def test_the_closing_line_begins_in_the_pages_language_and_ends_as_it_was_typed(desk, page, client):
    assert "Our live coverage is now ending. Thank you for following it." in desk.get("desk_page_edit").text
    before = page.version
    desk.post(
        "desk_page_close", related_url="", related_title="", closing_line="That was it,\n  dear <readers>."
    )
    page.refresh_from_db()
    assert (page.closing_line, page.version) == ("That was it, dear <readers>.", before + 1)
    assert "That was it, dear &lt;readers&gt;." in client.get(page.get_absolute_url()).text
    desk.post("desk_page_open")
    assert "That was it, dear &lt;readers&gt;." in desk.get("desk_page_edit").text
    assert desk.post("desk_page_close", related_url="", closing_line="x" * 301).status_code == 422


def test_an_empty_closing_line_leaves_the_usual_sentence(desk, page, client):
    desk.post("desk_page_close", related_url="", related_title="", closing_line="")
    assert "Our live coverage has ended." in client.get(page.get_absolute_url()).text


def test_a_wrong_address_closes_nothing_and_keeps_every_word(desk, page):
    answer = desk.post("desk_page_close", related_url="javascript:alert(1)", related_title="Kept")
    text = answer.content.decode()
    assert answer.status_code == 422
    assert "Give a whole address" in text
    assert "javascript:alert(1)" in text
    assert 'value="Kept"' in text
    page.refresh_from_db()
    assert (page.state, page.related_title) == ("live", "")


def test_closing_again_or_without_a_story_changes_no_story(db):
    page = make_page(related_url="https://example.org/a", related_title="A")
    page.close(by=None)
    page.close(by=None, related=("https://example.org/b", "B"))
    page.refresh_from_db()
    assert (page.related_url, page.related_title, page.version) == ("https://example.org/a", "A", 2)
