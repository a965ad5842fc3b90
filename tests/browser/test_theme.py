"""A theme's files come before ours; the reader's own choice of light or dark comes before the device's."""

from urllib.request import urlopen

from playwright.sync_api import expect

from coverage.models import SiteFace
from liveblog.settings import BASE_DIR
from tests.browser.waiting import until
from tests.make import make_entry, make_image, make_page
from tests.serving import eventually

GROUND = "() => getComputedStyle(document.body).backgroundColor"
EVERY_FRAMES_GROUND = """
  window.grounds = []
  requestAnimationFrame(function look() {
    if (document.body) grounds.push(getComputedStyle(document.body).backgroundColor)
    requestAnimationFrame(look)
  })
"""


def test_a_new_face_reaches_another_process_within_seconds(other_server):
    there = other_server().url
    assert "The Gull" not in urlopen(there).read().decode()
    SiteFace(pk=1, called="The Gull", band="#102030").edit(by=None)  # in this process
    eventually(lambda: "The Gull" in urlopen(there).read().decode(), within=10)


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
    tab.add_init_script(EVERY_FRAMES_GROUND)
    tab.reload()
    until(tab, "grounds.length > 3")
    assert set(tab.evaluate("grounds")) == {dark}  # nothing flashes
    assert tab.evaluate(GROUND) == dark
    expect(choice).to_have_value("dark")
    assert tab.context.cookies() == []
    choice.select_option("As the device")
    assert tab.evaluate(GROUND) == light
    without = new_context(java_script_enabled=False, color_scheme="dark").new_page()
    without.goto("/")
    expect(without.get_by_label("Appearance")).to_be_hidden()
    assert without.evaluate(GROUND) == dark


def test_the_recap_of_a_closed_page_stands_over_the_whole_width_first(server, tab):
    page = make_page(state="closed", summary="<p>The council agreed.</p>")
    tab.goto(page.get_absolute_url())
    recap, updates = (tab.locator(part).bounding_box() for part in (".summary", ".updates"))
    assert recap["width"] > updates["width"]
    assert recap["y"] + recap["height"] <= updates["y"]


def test_paper_gets_black_on_white_with_addresses_and_pictures(server, settings, tab):
    page, image = make_page(title="The vote"), make_image(alt="The hall")
    image.make_renditions()
    body = '<p>See <a href="https://example.org/x">this</a>.</p>'
    make_entry(page, headline="Too old to be here")
    make_entry(page, body=f'{body}<figure data-image="{image.pk}"></figure>')
    for _number in range(settings.ENTRIES_PER_PAGE - 1):
        make_entry(page)
    tab.goto(page.get_absolute_url())
    tab.emulate_media(media="print", color_scheme="dark")
    assert tab.locator(".hero").evaluate("e => getComputedStyle(e).backgroundColor") == "rgb(255, 255, 255)"
    assert tab.locator("h1").evaluate("e => getComputedStyle(e).color") == "rgb(20, 17, 15)"
    shown = tab.locator(".body p a").evaluate("e => getComputedStyle(e, '::after').content")
    assert "https://example.org/x" in shown or "attr(href)" in shown
    expect(tab.locator("look-choice")).to_be_hidden()
    expect(tab.locator(".print-address")).to_be_visible()
    expect(tab.locator(".print-address")).to_contain_text(f"{page.get_absolute_url()}older")
    tab.pdf()
    assert tab.get_by_alt_text("The hall").evaluate("image => image.complete && image.naturalWidth > 0")
