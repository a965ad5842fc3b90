"""Writing at the desk: marks and links as one types, clean text out of the clipboard."""

# ruff: noqa: F811

import re
from html import escape

import pytest
from playwright.sync_api import expect

from coverage.markup.canonical import canonical
from tests.browser.clipboards import CLIPBOARDS
from tests.browser.test_desk import headline, page, said, sit_down, write  # noqa: F401
from tests.browser.waiting import until
from tests.make import make_editor, make_page


@pytest.fixture
def tab(sit_down, page):
    return sit_down(page, make_editor())


def text(tab):
    return tab.locator("desk-composer .writing")


def body(tab):
    """As the server would keep it."""
    return canonical(tab.locator("desk-composer body-editor textarea").input_value())


# The browser tells the editor of a new selection a moment later.
SELECTED_WORDS = """(({ doc, selection }) => doc.textBetween(selection.from, selection.to))(
    document.querySelector("desk-composer .writing").editor.state)"""


def paste(tab, html="", plain=""):
    tab.evaluate(
        """([html, plain]) => {
            const data = new DataTransfer()
            if (html) data.setData("text/html", html)
            data.setData("text/plain", plain)
            document.querySelector("desk-composer .writing").dispatchEvent(
                new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true }))
        }""",
        [html, plain],
    )


def test_marks_become_typographic_as_one_types_and_one_undo_gives_them_back(tab, page):
    write(tab, '"It\'s down" - Nasa', "He said \"it's 'fine'\" -- see https://a.org/c--d'e too, 2 - 1.")
    expect(headline(tab)).to_have_value("“It’s down” – Nasa")
    address = "https://a.org/c--d'e"
    tab.keyboard.press("Enter")
    for undo in ("Control+z", "Backspace"):
        tab.keyboard.type('"')
        expect(text(tab).locator("p").last).to_have_text("“")
        tab.keyboard.press(undo)
        expect(text(tab).locator("p").last).to_have_text('"')
        tab.keyboard.press("Backspace")
    headline(tab).press("End")
    for undo in ("Control+z", "Backspace"):
        tab.keyboard.type(" '")
        expect(headline(tab)).to_have_value("“It’s down” – Nasa ‘")
        tab.keyboard.press(undo)
        expect(headline(tab)).to_have_value("“It’s down” – Nasa '")
        tab.keyboard.press("Backspace")
        tab.keyboard.press("Backspace")
    headline(tab).press("Control+Enter")
    said(tab, "Published")
    entry = page.entries.get()
    assert entry.headline == "“It’s down” – Nasa"
    link = f'<a href="{escape(address)}">{address}</a>'
    assert entry.body == f"<p>He said “it’s ‘fine’” – see {link} too, 2 – 1.</p>"


@pytest.mark.parametrize(
    ("language", "marks"),
    [
        ("de", "Er sagt „das ist ‚gut‘“ – wie geht’s"),
        ("fr", "Er sagt «\u202fdas ist “gut”\u202f» – wie geht’s"),
        ("de-CH", "Er sagt «das ist ‹gut›» – wie geht’s"),
        ("ar", "Er sagt \"das ist 'gut'\" - wie geht's"),
    ],
)
def test_marks_are_those_of_the_pages_language(sit_down, language, marks):
    tab = sit_down(make_page(language=language), make_editor())
    write(tab, '"x"', "Er sagt \"das ist 'gut'\" - wie geht's")
    assert body(tab) == f"<p>{marks}</p>"
    expect(text(tab)).to_have_attribute("lang", language)


def test_an_address_becomes_a_link_typed_pasted_and_over_a_selection(tab, page):
    write(tab, "Links", "See www.nasa.gov and anna@example.org but not so.It is ")
    paste(tab, plain="https://example.org/a")
    tab.keyboard.type(".")
    tab.keyboard.press("Enter")
    tab.keyboard.type("the report")
    tab.keyboard.press("Control+Shift+ArrowLeft")
    until(tab, SELECTED_WORDS + " === 'report'")
    paste(tab, plain="https://example.org/report")
    assert body(tab) == (
        '<p>See <a href="https://www.nasa.gov">www.nasa.gov</a> and '
        '<a href="mailto:anna@example.org">anna@example.org</a> but not so.It is '
        '<a href="https://example.org/a">https://example.org/a</a>.</p>'
        '<p>the <a href="https://example.org/report">report</a></p>'
    )


@pytest.mark.parametrize("source", CLIPBOARDS)
def test_what_is_pasted_leaves_clean_text(tab, page, source):
    pasted, meant = CLIPBOARDS[source]
    tab.keyboard.press("n")
    tab.keyboard.press("Enter")
    expect(text(tab)).to_be_focused()
    paste(tab, html=pasted, plain="plain")
    assert body(tab) == meant
    shown = text(tab).inner_text().strip()
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert page.entries.get().body == meant
    tab.get_by_role("button", name="Edit").click()
    expect(tab.get_by_role("heading", name="Editing what readers see")).to_be_visible()
    assert text(tab).inner_text().strip() == shown  # the editor showed from the start what is kept


def test_words_and_reading_time_are_counted_beside_the_buttons(tab):
    count = tab.locator("desk-count")
    expect(count).to_be_empty()
    write(tab, "One")
    expect(count).to_have_text("1 word")
    text(tab).click()
    paste(tab, html="<p>two three</p><ul><li>four</li><li>five</li></ul>")
    expect(count).to_have_text("5 words")
    paste(tab, html=f"<p>{'word ' * 460}</p>")
    expect(count).to_have_text(re.compile(r"^46\d words · 2 min$"))


def test_a_preview_shows_what_readers_would_see_and_sends_nothing_out(tab, page):
    write(tab, "Crew step out", "They have begun. See www.nasa.gov now")
    tab.get_by_role("button", name="Preview").click()
    sheet = tab.get_by_role("dialog", name="As readers would see it")
    expect(sheet.get_by_role("heading", name="Crew step out")).to_be_visible()
    expect(sheet.get_by_text("published at")).to_be_visible()
    expect(sheet.get_by_role("link", name="www.nasa.gov")).to_have_css("text-decoration-line", "underline")
    tab.keyboard.press("Escape")
    expect(sheet).to_be_hidden()
    expect(tab.get_by_role("button", name="Preview")).to_be_focused()
    assert page.entries.count() == 0
    headline(tab).fill("x" * 251)
    tab.get_by_role("button", name="Preview").click()
    expect(sheet.get_by_role("alert")).to_contain_text("250 characters at most")
