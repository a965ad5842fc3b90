"""Nothing typed is lost: the browser dies, the session ends, the line goes, another editor comes first."""

# ruff: noqa: F811

import re

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.models import Session
from playwright.sync_api import expect

from coverage.models import Entry, WorkingCopy
from tests.browser.test_desk import headline, log_in, open_though_somebody_has_it, page, said, sit_down, write  # noqa: F401
from tests.make import make_editor, make_entry


@pytest.fixture
def tab(sit_down, page):
    return sit_down(page, make_editor())


def kept(tab):
    return tab.locator("desk-autosave")


def offer(tab):
    return tab.locator("desk-composer desk-typing")


def test_two_seconds_after_a_pause_the_server_has_it_and_says_when(tab, page):
    write(tab, "Half a thought", "And a half.")
    expect(kept(tab)).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    copy = WorkingCopy.objects.get()
    assert (copy.content["headline"], copy.content["body"]) == ("Half a thought", "<p>And a half.</p>")
    assert page.entries.count() == 0
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert WorkingCopy.objects.with_words().count() == 0
    tab.reload()
    expect(tab.locator("desk-composer .writing")).to_be_visible()
    expect(offer(tab)).to_be_hidden()


def test_the_browser_dies_in_mid_sentence_and_another_one_offers_the_text(sit_down, page):
    editor = make_editor()
    tab = sit_down(page, editor)
    write(tab, "The door is op", "They are about to")
    expect(kept(tab)).to_have_text(re.compile("Saved"))
    tab.context.browser.contexts[-1].close()  # its profile, with all that it kept, is gone
    again = sit_down(page, editor)
    expect(offer(again)).to_contain_text("The door is op")
    expect(offer(again)).to_contain_text(re.compile(r"\d\d:\d\d"))
    again.get_by_role("button", name="Take it back").click()
    expect(again.locator(".writing")).to_have_text("They are about to")
    headline(again).press("Control+Enter")
    said(again, "Published")
    assert [entry.headline for entry in page.entries.all()] == ["The door is op"]
    assert WorkingCopy.objects.with_words().count() == 0


def test_the_newest_words_are_offered_first_and_the_others_after_them(sit_down, page):
    editor = make_editor()
    for words in ("The older words", "The newer words"):
        tab = sit_down(page, editor)
        write(tab, words)
        expect(kept(tab)).to_have_text(re.compile("Saved"))
    third = sit_down(page, editor)
    expect(offer(third)).to_contain_text("The newer words + 1")
    third.get_by_role("button", name="Throw it away").click()
    expect(offer(third)).to_contain_text("The older words")
    third.get_by_role("button", name="Take it back").click()
    expect(headline(third)).to_have_value("The older words")


def test_an_edit_of_what_readers_see_is_a_private_copy_until_it_is_saved(sit_down, page):
    entry = make_entry(page, headline="Before")
    editor = make_editor()
    tab = sit_down(page, editor)
    tab.get_by_role("button", name="Edit").click()
    expect(headline(tab)).to_have_value("Before")
    headline(tab).fill("Half an edit")
    expect(kept(tab)).to_have_text(re.compile("Saved"))
    assert Entry.objects.get(pk=entry.pk).headline == "Before"
    other = sit_down(page, editor)
    expect(offer(other)).to_contain_text("Half an edit")
    other.get_by_role("button", name="Take it back").click()
    expect(other.get_by_role("heading", name="Editing what readers see")).to_be_visible()
    headline(other).press("Control+Enter")
    said(other, "Saved")
    assert Entry.objects.get(pk=entry.pk).headline == "Half an edit"


def test_another_entry_is_opened_while_one_is_unsaved_and_one_key_leads_back(tab, page):
    first, second = (make_entry(page, headline=words) for words in ("First", "Second"))
    tab.reload()
    tab.locator(f"#edit-{first.pk}").click()
    expect(headline(tab)).to_have_value("First")
    headline(tab).fill("First, half an ed")
    tab.locator(f"#edit-{second.pk}").click()
    expect(headline(tab)).to_have_value("Second")
    back = tab.get_by_role("button", name="Back to what is unsaved")
    expect(back).to_contain_text("First, half an ed")
    headline(tab).fill("Second, unsaved too")
    tab.keyboard.press("Control+o")
    expect(headline(tab)).to_have_value("First, half an ed")
    expect(back).to_contain_text("Second, unsaved too")
    headline(tab).fill("First, edited")
    tab.keyboard.press("Control+Enter")
    said(tab, "Saved")
    back.click()
    expect(headline(tab)).to_have_value("Second, unsaved too")
    tab.keyboard.press("Control+Enter")
    said(tab, "Saved")
    expect(back).to_be_hidden()
    assert [entry.headline for entry in page.entries.order_by("pk")] == [
        "First, edited",
        "Second, unsaved too",
    ]


def test_without_a_line_it_is_kept_here_and_sent_when_the_line_is_back(tab, page):
    tab.context.set_offline(True)
    write(tab, "No line", "Text.")
    expect(kept(tab)).to_have_text("Kept here, will be sent")
    tab.context.set_offline(False)
    expect(kept(tab)).to_have_text(re.compile("Saved"), timeout=10_000)
    assert WorkingCopy.objects.get().content["headline"] == "No line"


def test_what_was_published_without_a_line_goes_out_once_when_it_is_back(tab, page):
    write(tab, "No line", "Text.")
    tab.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("[data-part=trouble]")).to_contain_text(
        "goes out by itself as soon as the server answers"
    )
    tab.keyboard.press("Control+Enter")  # once more, out of impatience
    expect(tab.locator("[data-part=trouble]")).to_contain_text(
        "goes out by itself as soon as the server answers"
    )
    tab.context.set_offline(False)
    said(tab, "Published")
    assert [entry.headline for entry in page.entries.all()] == ["No line"]


def test_after_more_than_a_minute_without_a_line_it_asks_first(tab, page):
    tab.clock.install()
    write(tab, "An old story")
    tab.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("[data-part=trouble]")).to_contain_text("goes out by itself")
    tab.clock.fast_forward(61_000)
    tab.context.set_offline(False)
    tab.clock.run_for(4_000)
    trouble = tab.locator("[data-part=trouble]")
    expect(trouble).to_contain_text("The line is back. Send this now?")
    assert page.entries.count() == 0
    trouble.get_by_role("button", name="Send it").click()
    said(tab, "Published")
    assert [entry.headline for entry in page.entries.all()] == ["An old story"]


def test_asked_for_without_a_line_and_changed_since_it_asks_first(tab, page):
    write(tab, "First words")
    tab.context.set_offline(True)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("[data-part=trouble]")).to_contain_text("goes out by itself")
    headline(tab).fill("First words and hal")
    tab.context.set_offline(False)
    expect(tab.locator("[data-part=trouble]")).to_contain_text("Send this now?", timeout=10_000)
    tab.get_by_role("button", name="Not now").click()
    assert page.entries.count() == 0
    expect(headline(tab)).to_have_value("First words and hal")


def test_somebody_else_who_logs_in_meanwhile_sends_nothing_of_mine(tab, page):
    mine = User.objects.get()
    make_editor("maya")
    write(tab, "Mine", "Text.")
    Session.objects.all().delete()
    tab.keyboard.press("Control+Enter")
    dialog = tab.get_by_role("dialog", name="You are logged out")
    with tab.context.expect_page() as opened:
        dialog.get_by_role("link", name="Log in").click()
    log_in(opened.value, "maya")
    expect(dialog).to_contain_text("Somebody else is logged in now.")
    dialog.get_by_role("button", name="Not now").click()
    expect(headline(tab)).to_have_value("Mine")
    headline(tab).press("Control+Enter")  # with their session, from my desk
    expect(dialog).to_contain_text("Somebody else is logged in now.")
    assert (page.entries.count(), mine.username != "maya") == (0, True)
    assert not WorkingCopy.objects.exclude(by=mine).exists()


def test_what_is_typed_while_the_answer_is_on_its_way_is_offered_again(tab, page):
    write(tab, "Sent")
    tab.route(
        "**/entries/publish/",
        lambda route: (headline(tab).fill("Sent and typed on"), route.continue_()),
        times=1,
    )
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert page.entries.get().headline == "Sent"
    expect(offer(tab)).to_contain_text("Sent and typed on")


@pytest.mark.parametrize("first", ["mine", "theirs"])
@pytest.mark.parametrize("way", ["Take both, merged", "Keep mine", "Take theirs"])
def test_two_editors_on_one_entry_lose_nothing_whichever_saves_first(sit_down, page, first, way):
    entry = make_entry(page, headline="Before", body="<p>One.</p><p>Two.</p>")
    tabs = {name: sit_down(page, make_editor(name)) for name in ("mine", "theirs")}
    for name, words in (("mine", "By me: "), ("theirs", "By them: ")):
        open_though_somebody_has_it(tabs[name], name == "theirs")
        expect(headline(tabs[name])).to_have_value("Before")
        tabs[name].locator(".writing p").nth(0 if name == "mine" else 1).click()
        tabs[name].keyboard.press("Home")
        tabs[name].keyboard.type(words)
    tabs[first].keyboard.press("Control+Enter")
    said(tabs[first], "Saved")
    second = tabs["theirs" if first == "mine" else "mine"]
    second.keyboard.press("Control+Enter")
    expect(second.locator(".conflict")).to_contain_text("Somebody else changed this entry meanwhile.")
    second.get_by_role("button", name=way).click()
    both = ["By me: One.", "By them: Two."]
    of_first = ["By me: One.", "Two."] if first == "mine" else ["One.", "By them: Two."]
    of_second = ["One.", "By them: Two."] if first == "mine" else ["By me: One.", "Two."]
    if way == "Take both, merged":
        expect(second.locator(".writing p")).to_have_text(both)
        headline(second).press("Control+Enter")
    if way == "Take theirs":
        expect(second.locator(".writing p")).to_have_text(of_first)
        expect(offer(second)).to_be_visible()
        second.get_by_role("button", name="Take it back").click()
        expect(second.locator(".writing p")).to_have_text(of_second)
    else:
        said(second, "Saved")
    stored = Entry.objects.get(pk=entry.pk).text.split("\n\n")
    assert stored == {"Take both, merged": both, "Keep mine": of_second, "Take theirs": of_first}[way]
