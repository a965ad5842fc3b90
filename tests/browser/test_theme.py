"""A theme's files come before ours; the reader's own choice of light or dark comes before the device's."""

from playwright.sync_api import expect

from liveblog.settings import BASE_DIR
from tests.make import make_entry, make_page

GROUND = "() => getComputedStyle(document.body).backgroundColor"


def test_the_example_theme_dresses_the_page(other_server, new_context):
    url = other_server(LIVEBLOG_THEME_DIR=str(BASE_DIR / "docs" / "theme-example")).url
    page = make_page(title="The harbour fair")
    make_entry(page, headline="Doors open")
    tab = new_context(base_url=url).new_page()
    tab.goto(page.get_absolute_url())
    expect(tab.locator(".masthead-motto")).to_have_text("The town, twice a week and live")
    assert tab.evaluate(GROUND) == "rgb(251, 250, 244)"
    expect(tab.locator("h3")).to_have_text("Doors open")


def test_a_reader_chooses_the_dark_and_keeps_it_without_a_cookie(server, new_context, tab):
    make_page()
    tab.goto("/")
    choice, light = tab.get_by_label("Appearance"), "rgb(255, 253, 250)"
    assert tab.evaluate(GROUND) == light
    choice.select_option("Dark")
    dark = tab.evaluate(GROUND)
    assert dark == "rgb(23, 20, 18)"
    tab.reload()
    assert tab.evaluate("() => document.documentElement.dataset.look") == "dark"
    assert tab.evaluate(GROUND) == dark
    expect(choice).to_have_value("dark")
    assert tab.context.cookies() == []
    choice.select_option("As the device")
    assert tab.evaluate(GROUND) == light
    without = new_context(java_script_enabled=False, color_scheme="dark").new_page()
    without.goto("/")
    expect(without.get_by_label("Appearance")).to_be_hidden()
    assert without.evaluate(GROUND) == dark


def test_paper_gets_black_on_white_with_addresses(server, tab):
    page = make_page(title="The vote")
    make_entry(page, body='<p>See <a href="https://example.org/x">this</a>.</p>')
    tab.goto(page.get_absolute_url())
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.locator(".hero").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(20, 17, 15)"
    shown = tab.locator(".body a").evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://example.org/x" in shown or "attr(href)" in shown
    expect(tab.locator("look-choice")).to_be_hidden()
