"""At the desk nothing that was typed runs, whichever view shows it, and the policy has nothing to refuse."""

# ruff: noqa: F811

from itertools import zip_longest

import pytest
from playwright.sync_api import expect

from coverage.models import Entry, Tag
from tests.browser.test_desk import headline, page, sit_down  # noqa: F401
from tests.browser.test_reader_safe import TRAP
from tests.desk.desks import Desk
from tests.hostile import BODIES, LINES
from tests.make import make_author, make_byline, make_editor, make_image, make_picture_file


def hostile_entry(page, line, body, image, number):
    """With both in every field; of five in a row each is in another state."""
    words = line.value if line else "Words"
    figure = f'<figure data-image="{image.pk}"><figcaption>{words}</figcaption></figure>'
    byline = make_byline(make_author(words, role=words), role=words, reporting_from=words)
    tag = Tag.objects.named(words)
    entry = Entry.objects.draft(
        page=page, by=None, headline=words, body=(body.value if body and body.name != "deep" else "") + figure, bylines=[byline], tags=[tag] if tag else []
    )  # fmt: skip
    if number % 5 == 0:
        entry.send_back(by=None, comment=words)
    elif number % 5 == 1:
        entry.submit(by=None)
    else:
        entry.publish(by=None)
        entry.correct(by=None, note=words)
        if number % 5 == 2:
            entry.withdraw(by=None, note=words, comment=words)
    return entry


@pytest.fixture
def tab(sit_down, page):
    editor = make_editor(first_name=LINES[0].value, last_name=LINES[3].value, is_superuser=True)
    image = make_image(file=make_picture_file(16, 9), alt=LINES[3].value, credit=LINES[0].value)
    page.title, page.standfirst, page.names = LINES[9].value, LINES[0].value, LINES[3].value
    page.edit(by=None)
    for number, (line, body) in enumerate(zip_longest(LINES, BODIES)):
        hostile_entry(page, line, body, image, number)
    tab = sit_down(page, editor)
    tab.add_init_script(TRAP)
    tab.add_init_script(
        "document.addEventListener('securitypolicyviolation', (event) => window.ran.push(event.blockedURI))"
    )
    tab.reload()
    expect(tab.locator("desk-composer .writing")).to_be_visible()
    return tab


def check_nothing_ran(tab):
    assert tab.evaluate("window.ran") == []


def test_no_hostile_text_runs_in_any_view_of_the_desk(tab, page):
    sheet = tab.locator("#entry-sheet")
    for entry in page.entries.exclude(status="withdrawn").order_by("pk")[::3]:
        tab.evaluate(
            "(address) => document.querySelector('desk-composer').dispatchEvent(new CustomEvent('desk-take', { detail: { address, fields: [] } }))",
            Desk(page, make_editor()).url("desk_edit", entry.pk),
        )
        expect(tab.locator(f"desk-composer[data-entry='{entry.pk}'] .writing")).to_be_visible()
        expect(headline(tab)).to_have_value(entry.headline)
    check_nothing_ran(tab)
    tab.get_by_role("button", name="Preview").click()
    expect(tab.locator("#preview desk-preview .entry")).to_be_visible()
    tab.keyboard.press("Escape")
    for entry in page.entries.filter(status="published").order_by("pk")[:6]:
        tab.locator(f"#more-{entry.pk}").click()
        sheet.get_by_role("button", name="History").click()
        expect(sheet.locator("ins").first).to_be_visible()
        tab.keyboard.press("Escape")
        expect(sheet).to_be_hidden()
    tab.locator("#corrections-button").click()
    expect(sheet).to_contain_text(LINES[3].value)
    tab.keyboard.press("Escape")
    tab.get_by_role("button", name="Known picture").first.click()
    expect(tab.locator("desk-gallery img").first).to_be_visible()
    tab.get_by_role("searchbox", name="Find", exact=True).fill("alert")
    tab.keyboard.press("Enter")
    expect(tab.locator(".found b").first).to_be_visible()
    check_nothing_ran(tab)
    for model in ("livepage", "entry", "author", "image", "tag"):
        tab.goto(f"/admin/coverage/{model}/")
        expect(tab.locator("#result_list")).to_be_visible()
        check_nothing_ran(tab)
        tab.locator("#result_list tbody th a").first.click()
        expect(tab.locator(".submit-row").first).to_be_visible()
        check_nothing_ran(tab)
