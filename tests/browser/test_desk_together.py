"""Two at one desk: each sees where the other is, and nobody is written over."""

# ruff: noqa: F811

import re

import pytest
from django.contrib.auth.models import User
from playwright.sync_api import expect

from tests.browser.test_desk import headline, page, said, sit_down, write  # noqa: F401
from tests.make import make_editor, make_entry

SOON = 2_500  # ms: two seconds, and a busy machine's moment


@pytest.fixture
def two(sit_down, page):
    entry = make_entry(page, headline="The door")
    maya = sit_down(page, make_editor("maya", first_name="Maya", last_name="Chen"))
    ida = sit_down(page, make_editor("ida", first_name="Ida", last_name="Okafor"))
    return entry, maya, ida


def open_entry(tab):
    tab.get_by_role("button", name="Edit").click()
    expect(headline(tab)).to_have_value("The door")


def open_before(maya, ida):
    """Maya has the entry, and the server knows."""
    open_entry(maya)
    expect(ida.locator("#timeline")).to_contain_text("Maya Chen is editing this")


def test_who_is_here_who_types_what_and_who_edits_what_is_seen_within_seconds(two):
    entry, maya, ida = two
    bar = ida.get_by_role("group", name="Also at this desk")
    expect(bar.get_by_role("img", name="Maya Chen")).to_have_text("MC")
    write(maya, "News")
    expect(bar.get_by_role("img", name="Maya Chen is typing")).to_be_visible(timeout=SOON)
    ida.get_by_role("button", name="Being written…").click()
    sheet = ida.get_by_role("dialog", name="Being written now")
    expect(sheet).to_contain_text("As Maya Chen had it")
    headline(maya).fill("News from the Moon")
    expect(sheet).to_contain_text("News from the Moon", timeout=8_000)
    expect(sheet.get_by_role("heading", name="Being written now")).to_be_focused()
    sheet.get_by_role("button", name="Close").click()
    headline(maya).fill("")
    open_entry(maya)
    expect(ida.locator(f"#row-{entry.pk}")).to_contain_text("Maya Chen is editing this", timeout=SOON)
    make_entry(entry.page, headline="Something else arrives")
    expect(ida.locator("#timeline h3")).to_have_count(2)
    expect(ida.locator(f"#row-{entry.pk}")).to_contain_text("Maya Chen is editing this", timeout=SOON)
    maya.get_by_role("button", name="Close", exact=True).click()
    expect(ida.locator(".someone")).to_have_count(0, timeout=SOON)
    maya.goto("about:blank")
    expect(bar.get_by_role("img")).to_have_count(0, timeout=SOON)


def test_one_waits_until_the_entry_is_free(two):
    _entry, maya, ida = two
    open_before(maya, ida)
    ida.get_by_role("button", name="Edit").click()
    dialog = ida.get_by_role("dialog", name="Maya Chen is editing this")
    dialog.get_by_role("button", name="Wait").click()
    expect(dialog).to_contain_text("Waiting: it opens by itself")
    headline(maya).fill("The door is open")
    maya.keyboard.press("Control+Enter")
    said(maya, "Saved")
    expect(dialog).to_be_hidden()
    expect(headline(ida)).to_have_value("The door is open")


def test_one_watches_and_then_takes_over_and_the_others_text_is_kept(two):
    entry, maya, ida = two
    open_before(maya, ida)
    headline(maya).fill("The door opens a crack")
    expect(maya.locator("desk-autosave")).to_have_text(re.compile("Saved"))
    ida.get_by_role("button", name="Edit").click()
    dialog = ida.get_by_role("dialog", name="Maya Chen is editing this")
    dialog.get_by_role("button", name="Watch").click()
    expect(dialog).to_contain_text("The door opens a crack")
    headline(maya).fill("The door opens wide")
    expect(dialog).to_contain_text("The door opens wide", timeout=8_000)
    dialog.get_by_role("button", name="Take over").click()
    expect(headline(ida)).to_have_value("The door")
    expect(maya.locator("[data-part=trouble]")).to_contain_text(
        "Ida Okafor took this over. Your text is kept"
    )
    expect(headline(maya)).to_have_value("The door opens wide")
    headline(ida).fill("The door is shut")
    ida.keyboard.press("Control+Enter")
    said(ida, "Saved")
    headline(maya).press("Control+Enter")
    expect(maya.locator(".conflict")).to_contain_text("The door is shut")
    entry.refresh_from_db()
    assert entry.headline == "The door is shut"


def test_the_open_desk_of_somebody_who_was_deactivated_ends_within_15_seconds(sit_down, page):
    person = make_editor()
    tab = sit_down(page, person)
    write(tab, "Half a thought")
    User.objects.filter(pk=person.pk).update(is_active=False)
    expect(tab.locator("#stale")).to_contain_text("You are logged out", timeout=15_000)
    tab.keyboard.press("Control+Enter")
    expect(tab.get_by_role("dialog", name="You are logged out")).to_be_visible()
    expect(headline(tab)).to_have_value("Half a thought")
    assert page.entries.count() == 0
