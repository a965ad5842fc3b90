"""Pictures for readers: opened large, in a row, before and after; by keyboard, with and without script."""

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.make import make_entry, make_image, make_page, make_picture_file


@pytest.fixture
def page(server):
    return make_page()


def images(*alts):
    made = []
    for n, alt in enumerate(alts):
        file = make_picture_file(700, 460, (30 * n, 60, 99))
        made.append(make_image(alt=alt, credit="Ida", file=file))
        made[-1].make_renditions()  # the server process finds no originals
    return made


def body_of(images, joined):
    return "".join(f'<figure data-image="{image.pk}" data-joined="{joined}"></figure>' for image in images)


def test_a_row_is_gone_through_by_keyboard_and_each_opens_large(tab, page):
    three = images("Pier", "Bridge", "Tower")
    make_entry(page, body=f"<p>Look:</p>{body_of(three, 'row')}")
    tab.goto(page.get_absolute_url())
    asked = []
    tab.on("request", lambda request: "pictures" in request.url and asked.append(request.url))
    row = tab.get_by_role("group", name="Gallery of 3 pictures")
    row.focus()
    tab.keyboard.press("ArrowRight")
    until(tab, "document.querySelector('.picture-row').scrollLeft > 0")
    assert not asked
    tab.keyboard.press("Tab")
    expect(row.get_by_role("link", name="Pier")).to_be_focused()
    tab.keyboard.press("Enter")
    opened = tab.get_by_role("dialog", name="Picture")
    expect(opened.get_by_role("img", name="Pier")).to_be_visible()
    expect(opened).to_contain_text("Image source, Ida")
    expect(opened.get_by_role("status")).to_have_text("1 / 3")
    tab.keyboard.press("ArrowRight")
    expect(opened.get_by_role("img", name="Bridge")).to_be_visible()
    until(tab, "document.querySelector('dialog img').currentSrc.includes('700.')")  # the largest there is
    opened.get_by_role("button", name="Next picture").click()
    expect(opened.get_by_role("img", name="Tower")).to_be_visible()
    tab.keyboard.press("ArrowRight")
    expect(opened.get_by_role("status")).to_have_text("3 / 3")
    tab.set_viewport_size({"width": 360, "height": 740})
    assert opened.get_by_role("img", name="Tower").bounding_box()["y"] < 20  # it has all the height
    tab.keyboard.press("Escape")
    expect(opened).to_have_count(0)
    expect(row.get_by_role("link", name="Pier")).to_be_focused()
    assert tab.url.endswith(page.get_absolute_url())
    row.get_by_role("link", name="Bridge").click()
    expect(opened.get_by_role("img", name="Bridge")).to_be_visible()
    three[1].withdraw(by=None, because="Not ours")
    expect(opened).to_have_count(0)
    expect(tab.get_by_role("img", name="Bridge")).to_have_count(0)
    expect(tab.get_by_role("group", name="Gallery of 2 pictures")).to_be_visible()


def test_where_one_reads_from_the_right_the_arrow_to_the_left_leads_on(tab, server):
    arabic = make_page(language="ar", direction="rtl")
    make_entry(arabic, body=body_of(images("Pier", "Bridge"), "row"))
    tab.goto(arabic.get_absolute_url())
    first = tab.locator("a.zoom").first
    first.press("Enter")
    opened = tab.get_by_role("dialog")
    expect(opened.get_by_role("img", name="Pier")).to_be_visible()
    tab.keyboard.press("ArrowLeft")
    expect(opened.get_by_role("img", name="Bridge")).to_be_visible()
    tab.keyboard.press("ArrowRight")
    expect(opened.get_by_role("img", name="Pier")).to_be_visible()
    tab.keyboard.press("Escape")
    expect(first).to_be_focused()


def test_before_and_after_slide_by_keyboard_and_stay_so_through_a_correction(tab, page):
    entry = make_entry(page, body=body_of(images("Before", "After"), "pair"))
    tab.goto(page.get_absolute_url())
    slider = tab.get_by_role("slider", name="Before and after")
    expect(slider).to_be_visible()
    boxes = [tab.get_by_role("img", name=name).bounding_box() for name in ("Before", "After")]
    assert boxes[0] == boxes[1]
    cut = "getComputedStyle(document.querySelectorAll('before-after picture')[1]).clipPath"
    assert until(tab, cut) == "inset(0px 0px 0px 50%)"
    slider.focus()
    for _ in range(3):
        tab.keyboard.press("ArrowRight")
    assert until(tab, cut) == "inset(0px 0px 0px 53%)"
    entry.headline = "Now with a headline"
    entry.edit(by=None)
    expect(tab.get_by_role("heading", name="Now with a headline")).to_be_visible()
    expect(slider).to_be_focused()
    assert tab.evaluate(cut) == "inset(0px 0px 0px 53%)"


def test_without_script_a_row_scrolls_two_stand_side_by_side_and_a_picture_is_a_link(new_context, page):
    row, pair = images("Pier", "Bridge", "Tower"), images("Before", "After")
    make_entry(page, body=f"{body_of(row, 'row')}<p>And:</p>{body_of(pair, 'pair')}")
    tab = new_context(java_script_enabled=False).new_page()
    tab.goto(page.get_absolute_url())
    boxes = [tab.get_by_role("img", name=name).bounding_box() for name in ("Before", "After")]
    assert boxes[0]["y"] == boxes[1]["y"]
    assert boxes[0]["x"] + boxes[0]["width"] <= boxes[1]["x"]
    expect(tab.get_by_role("slider")).to_have_count(0)
    with tab.expect_response(f"**{row[0].largest}") as answer:
        tab.get_by_role("link", name="Pier").click()
    assert answer.value.status == 200
