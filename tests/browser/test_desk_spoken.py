"""Whoever works at the desk by ear and by keyboard: each message is heard once, and the focus is never lost."""

# ruff: noqa: F811

from django.db import connection
from playwright.sync_api import expect

from coverage.models import Entry
from tests.browser.listening import all_heard, hear, listen
from tests.browser.test_desk import headline, page, sit_down, tab, write  # noqa: F401
from tests.desk.desks import Desk
from tests.make import make_draft, make_editor, make_entry

TO_LOOK_AT, NOTHING_LEFT = "1 thing to look at before publishing", "Nothing to look at any more"
# all that is heard in the first story, but for what there is to look at: two updates go out in it
MESSAGES = [
    NO_WORKER
    := "Nothing goes out by itself now. No worker is running: what you schedule waits until one is back. "
    "Tell those who run this site.",
    NEEDS_WORDS := "Write a headline or a text first.",
    DRAFT := "Draft saved 00:00.",
    SUBMITTED := "Submitted.",
    PUBLISHED := "Published 00:00. See it",
    CONFLICT := "Somebody else changed this entry meanwhile.",
    MERGED := "Both texts are in the form. Look through them, then save.",
    TAKEN := "Ida Okafor took this over. Your text is kept; if you save it, you see both.",
    SAVED := "Saved; readers see it. See it",
    KEPT := "Kept here, will be sent",
    NO_LINE
    := "No line. This is kept here and goes out by itself as soon as the server answers. Don't send it",
    SILENT := "The server does not answer. Your text is kept here; try again in a moment.",
    "Saved 00:00",
    PUBLISHED,
    "Monday 1 January, 00:00 UTC",  # of the sheet's field
    SHEET := "This update",
    COPIED := "Copied: the copy is among the drafts.",
]


def a_worker_is_there(is_there):
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM procrastinate_workers")
        if is_there:
            cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")


def look_now(tab):
    """As when one comes back to this tab: it asks the server at once."""
    tab.evaluate("document.dispatchEvent(new Event('visibilitychange'))")


def test_each_message_is_heard_once(sit_down, page):
    entry = make_entry(page, headline="The door", body="<p>It is shut.</p>")
    colleague = Desk(page, make_editor("colleague", first_name="Ida", last_name="Okafor"))
    a_worker_is_there(True)
    tab = sit_down(page, make_editor())
    listen(tab)
    a_worker_is_there(False)
    look_now(tab)
    hear(tab, NO_WORKER)

    tab.keyboard.press("n")
    tab.keyboard.press("Control+Enter")
    hear(tab, NEEDS_WORDS)
    tab.keyboard.type("It it opens")
    hear(tab, TO_LOOK_AT)
    headline(tab).fill("It opens")
    hear(tab, NOTHING_LEFT)
    assert all_heard(tab) == [NO_WORKER, NEEDS_WORDS, TO_LOOK_AT, NOTHING_LEFT]
    tab.keyboard.press("Control+S")
    hear(tab, DRAFT)
    tab.keyboard.press("Control+Shift+Enter")
    hear(tab, SUBMITTED)
    headline(tab).fill("Out at once")
    tab.keyboard.press("Control+Enter")
    hear(tab, PUBLISHED)

    tab.locator(f"#edit-{entry.pk}").press("Enter")
    expect(headline(tab)).to_have_value("The door")
    stored = Entry.objects.get(pk=entry.pk)
    stored.headline = "The gate"
    stored.edit(by=colleague.user)
    headline(tab).fill("The door is open")
    tab.keyboard.press("Control+Enter")
    hear(tab, CONFLICT)
    tab.get_by_role("button", name="Take both, merged").press("Enter")
    hear(tab, MERGED)
    colleague.post("desk_take_over", entry.pk)
    hear(tab, TAKEN)
    headline(tab).press("Control+Enter")
    hear(tab, SAVED)

    tab.context.set_offline(True)
    headline(tab).fill("Without a line")
    hear(tab, KEPT)
    tab.keyboard.press("Control+Enter")
    hear(tab, NO_LINE)
    look_now(tab)
    hear(tab, SILENT)
    tab.context.set_offline(False)
    expect(tab.locator("#timeline h3").first).to_have_text("Without a line", timeout=15_000)

    tab.locator(f"#more-{entry.pk}").press("Enter")
    hear(tab, SHEET)
    tab.get_by_role("button", name="Copy it as a draft").press("Enter")
    hear(tab, COPIED)
    # what there is to look at in later texts may come in time or not
    said = [one for one in all_heard(tab) if one not in (TO_LOOK_AT, NOTHING_LEFT)]
    assert sorted(said) == sorted(MESSAGES)


def test_the_focus_stays_where_one_works(sit_down, page):
    last, withdrawn = make_entry(page, headline="The last"), make_entry(page, headline="A rumour")
    draft = make_draft(page, headline="Handed over")
    draft.submit(by=None)
    tab = sit_down(page, make_editor())
    tab.locator(f"#withdraw-{withdrawn.pk}").press("Enter")
    expect(tab.locator(f"#row-{last.pk} h3")).to_be_focused()
    tab.locator("#said").get_by_role("button", name="Undo").press("Enter")
    expect(tab.locator("#timeline h3")).to_have_count(2)
    expect(tab.locator("#composer-heading")).to_be_focused()

    tab.locator(f"#more-{last.pk}").press("Enter")
    sheet = tab.locator("#entry-sheet")
    sheet.get_by_role("button", name="History").press("Enter")
    expect(sheet.get_by_role("heading", name="History")).to_be_focused()
    tab.keyboard.press("Escape")
    expect(tab.locator(f"#more-{last.pk}")).to_be_focused()

    tab.locator(f"#send-back-{draft.pk}").press("Enter")
    sheet.get_by_role("button", name="Send back").press("Enter")
    expect(tab.locator("#submitted-heading")).to_have_count(0)
    expect(tab.locator("#composer-heading")).to_be_focused()

    tab.locator("#page-button").press("Enter")
    title = tab.locator("#page-sheet").get_by_label("Title", exact=True)
    title.fill("")
    title.press("Enter")
    expect(tab.locator("#page_title_error")).to_have_text("A page needs a title.")
    expect(title).to_be_focused()
    make_entry(page, headline="Something arrives meanwhile")
    expect(tab.locator("#timeline h3")).to_have_count(3)  # and the bar with its button is a new one
    tab.keyboard.press("Escape")
    expect(tab.locator("#page-button")).to_be_focused()

    tab.locator("#note-button").press("Enter")
    tab.keyboard.type("Ring the harbour at nine.")
    tab.locator("#shift-note").get_by_role("button").first.press("Enter")
    expect(tab.locator("#shift-note-heading")).to_be_focused()
