"""Whatever is refused at a desk is said in words, the text stays, and there is a way on."""

# ruff: noqa: F811

import re

import pytest
from django.contrib.auth.models import Permission, User
from playwright.sync_api import expect

from coverage.models import Entry
from tests.browser.test_desk import headline, page, said, sit_down, write  # noqa: F401
from tests.desk.desks import Desk
from tests.full_disk import full_disk
from tests.make import make_editor, make_entry

WORDS = {
    400: "could not read that",
    403: "The server refused that",
    404: "no longer there",
    409: "Somebody else changed that meanwhile",
    413: "too large to send",
    429: "asked too often",
    500: "could not do that",
    502: "could not do that",
}


@pytest.fixture
def tab(sit_down, page):
    make_entry(page, headline="Out already")
    return sit_down(page, make_editor())


def trouble(tab):
    return tab.locator("desk-composer [data-part=trouble]")


def refuse(tab, address, status):
    """Answer requests to such an address as a proxy or a broken server would, until the next call."""
    tab.unroute_all()
    if status:
        page_of_html = "<html><body><h1>Nope</h1></body></html>"
        tab.route(
            re.compile(address),
            lambda route: route.fulfill(status=status, content_type="text/html", body=page_of_html),
        )


def check_way_on(place, status, again="Try again"):
    """The words and the one button that leads on; `again`: what asks once more, "" where it stands there already."""
    expect(place).to_contain_text(WORDS[status])
    expect(place).not_to_contain_text("Nope")
    way = {400: "", 413: "", 429: again, 500: again, 502: again}.get(status, "Reload this page")
    expect(place.locator("[data-way]:not([data-closes])")).to_have_text([way] if way else [])


def test_each_refusal_of_a_button_a_sheet_and_the_composer_is_said_in_words(tab, page):
    entry = page.entries.get()
    write(tab, "Half a thought", "And its text.")
    pin = tab.get_by_role("button", name="Pin", exact=True)
    sheet = tab.locator("#entry-sheet")
    for status in WORDS:
        refuse(tab, r"/(pin|more)/$", status)
        pin.click()
        check_way_on(tab.locator("#said"), status)
        tab.locator(f"#more-{entry.pk}").click()
        check_way_on(sheet.locator("[data-part=refused]"), status)
        sheet.get_by_role("button", name="Close", exact=True).click()
        expect(sheet).to_be_hidden()
        if status != 409:  # the composer shows both texts, as its own test does
            refuse(tab, "/entries/publish/$", status)
            headline(tab).press("Control+Enter")
            check_way_on(trouble(tab), status, again="")
        expect(headline(tab)).to_have_value("Half a thought")
    refuse(tab, r"/pin/$", 500)
    pin.click()
    again = tab.locator("#said").get_by_role("button", name="Try again")
    refuse(tab, "", None)
    again.click()
    expect(tab.locator("#timeline")).to_contain_text("Pinned")
    tab.locator(f"#more-{entry.pk}").click()
    sheet.get_by_label("Tell readers why").fill("It was not true.")
    refuse(tab, r"/withdraw/$", 500)
    sheet.get_by_role("button", name="Withdraw it").click()
    check_way_on(sheet.locator("[data-part=refused]"), 500)
    expect(sheet.get_by_label("Tell readers why")).to_have_value("It was not true.")
    refuse(tab, "", None)
    sheet.get_by_role("button", name="Try again").click()
    said(tab, "Withdrawn")
    assert Entry.objects.get(pk=entry.pk).withdrawal_note == "It was not true."


def test_a_full_disk_loses_no_word_and_the_text_goes_out_once_there_is_room(tab, page):
    kept = tab.locator("desk-autosave")
    with full_disk("coverage_workingcopy", "coverage_entry"):
        write(tab, "Half a thought", "And its text.")
        expect(kept).to_have_text("Kept here, will be sent")
        headline(tab).press("Control+Enter")
        expect(trouble(tab)).to_contain_text("cannot reach its database just now")
        expect(headline(tab)).to_have_value("Half a thought")
        tab.reload()
        tab.get_by_role("button", name="Take it back").click()
    expect(headline(tab)).to_have_value("Half a thought")
    expect(kept).to_have_text(re.compile(r"Saved \d\d:\d\d"))
    refuse(tab, "/autosave/$", 413)
    headline(tab).fill("Half a thought more")
    expect(kept).to_contain_text(WORDS[413])
    refuse(tab, "/autosave/$", 502)
    tab.evaluate(
        "void (Storage.prototype.setItem = () => { throw new DOMException('full', 'QuotaExceededError') })"
    )
    headline(tab).fill("Half a thought and more")
    with tab.expect_response(re.compile("/autosave/$")):
        expect(kept).to_have_text("Not sent yet, and this browser keeps no copy")
    expect(kept).to_have_text("Not sent yet, and this browser keeps no copy")
    refuse(tab, "", None)
    for _press in range(2):
        headline(tab).press("Control+Enter")
    said(tab, "Published")
    assert page.entries.filter(headline="Half a thought and more").count() == 1


def test_what_really_went_away_meanwhile_is_said_and_the_text_goes_on(tab, page):
    colleague = Desk(page, make_editor("colleague"))
    tab.context.set_offline(True)
    tab.get_by_role("button", name="Pin", exact=True).click()
    said(tab, "The server does not answer.")
    tab.context.set_offline(False)
    tab.locator("#said").get_by_role("button", name="Try again").click()
    expect(tab.locator("#timeline")).to_contain_text("Pinned")

    tab.get_by_role("button", name="Edit", exact=True).click()
    expect(headline(tab)).to_have_value("Out already")
    headline(tab).fill("A draft, longer")
    assert colleague.post("desk_withdraw", page.entries.get().pk).status_code == 200
    headline(tab).press("Control+Enter")
    expect(tab.get_by_role("heading", name="This entry was withdrawn meanwhile.")).to_be_focused()
    tab.get_by_role("button", name="Make mine a new update").click()
    expect(tab.locator("desk-composer[data-entry='']")).to_be_visible()
    expect(headline(tab)).to_have_value("A draft, longer")

    publishing = Permission.objects.get(codename="publish_entry")
    person = User.objects.exclude(username="colleague").get()
    person.user_permissions.remove(publishing)  # a chief takes the role away
    headline(tab).press("Control+Enter")
    expect(trouble(tab)).to_contain_text("Your login may not do this.")
    expect(headline(tab)).to_have_value("A draft, longer")
    trouble(tab).get_by_role("button", name="Reload this page").click()
    tab.get_by_role("button", name="Take it back").click()
    expect(headline(tab)).to_have_value("A draft, longer")
    tab.get_by_role("button", name="Submit").click()
    said(tab, "Submitted.")
    assert page.entries.get(status="submitted").headline == "A draft, longer"
