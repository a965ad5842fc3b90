"""The library of pictures: many taken in at once, found by keyboard; one withdrawn while a reader looks on."""

# ruff: noqa: F811

import pytest
from playwright.sync_api import expect

from coverage.models import Image
from tests.browser.test_desk import page, sit_down  # noqa: F401
from tests.make import make_editor, make_entry, make_image, make_picture_file
from tests.pictures import files


@pytest.fixture
def tab(sit_down, page):
    return sit_down(page, make_editor())


def test_several_come_in_with_one_credit_and_one_that_is_refused_keeps_none_back(tab, page, tmp_path):
    paths = []
    for n, name in enumerate(["pier.jpg", "bridge.jpg", "tower.jpg"]):
        paths.append(tmp_path / name)
        paths[-1].write_bytes(make_picture_file(colour=(60 * n, 9, 9)).read())
    paths[0].write_bytes(files.jpeg(1200, 800, xmp=files.xmp(caption="At Margate", credit="Maya")))
    paths[1].write_bytes(b"no picture")
    with tab.context.expect_page() as opened:
        tab.get_by_role("link", name="Pictures", exact=True).click()
    library = opened.value
    library.set_viewport_size({"width": 360, "height": 740})
    batch = library.get_by_role("group", name="Take in several pictures")
    with library.expect_file_chooser() as chooser:
        batch.get_by_role("button", name="Take in pictures…").press("Enter")
    chooser.value.set_files(paths)
    rows = batch.get_by_role("listitem")
    expect(rows).to_have_count(3)
    expect(rows.nth(0).get_by_label("Description")).to_be_focused()
    assert not library.evaluate("document.documentElement.scrollWidth > innerWidth")
    expect(rows.nth(0)).to_contain_text("These words came with the file")
    expect(rows.nth(0).get_by_label("Caption", exact=True)).to_have_value("At Margate")
    expect(rows.nth(0).get_by_label("Credit, where it is not that of them all")).to_have_value("Maya")
    batch.get_by_label("Credit of them all").fill("Ida")
    rows.nth(0).get_by_label("Description").fill("A pier")
    rows.nth(1).get_by_label("Description").fill("A bridge")
    library.route("**/take-in/", lambda route: route.abort("connectionreset"))
    batch.get_by_role("button", name="Take in all that are described").press("Enter")
    expect(rows.nth(0).get_by_role("alert")).to_contain_text("The picture is still here")
    expect(batch.get_by_role("status")).to_have_text("0 of 3 taken in")
    library.unroute("**/take-in/")
    batch.get_by_role("button", name="Take in all that are described").press("Enter")
    expect(batch.get_by_role("status")).to_have_text("1 of 3 taken in")
    listed = library.get_by_role("region", name="Pictures that are here").get_by_role("link")
    expect(listed).to_have_text(["A pier"])
    expect(rows.nth(0)).to_contain_text("Taken in")
    expect(rows.nth(1).get_by_role("alert")).to_contain_text("This is not a picture we can read")
    expect(rows.nth(2).get_by_role("alert")).to_contain_text("Describe the picture")
    expect(rows.nth(1).get_by_label("Description")).to_be_focused()
    rows.nth(2).get_by_label("Decorative").check()
    rows.nth(1).get_by_role("button", name="Leave out").click()
    batch.get_by_role("button", name="Take in all that are described").click()
    expect(batch.get_by_role("status")).to_have_text("2 of 2 taken in")
    said = [(image.alt, image.credit) for image in Image.objects.order_by("pk")]
    assert said == [("A pier", "Maya"), ("", "Ida")]
    expect(listed).to_have_count(2)
    library.get_by_role("search").get_by_label("Words").fill("pier")
    library.keyboard.press("Enter")
    expect(listed).to_have_text(["A pier"])


def test_a_reader_loses_a_picture_that_is_withdrawn_and_the_receipt_says_so(tab, page, new_context):
    image = make_image(alt="A red square")
    image.make_renditions()
    entry = make_entry(page, body=f'<p>Before it.</p><figure data-image="{image.pk}"></figure>')
    reader = new_context().new_page()
    reader.goto(page.get_absolute_url())
    shown = reader.get_by_role("img", name="A red square")
    expect(shown).to_be_visible()
    tab.goto(tab.url.partition("/admin/")[0] + f"/admin/coverage/image/{image.pk}/picture/")
    expect(tab.get_by_role("heading", name="Where it is shown")).to_be_visible()
    tab.get_by_role("button", name="Withdraw…").press("Enter")
    sheet = tab.get_by_role("dialog", name="Withdraw this picture?")
    sheet.get_by_role("button", name="Withdraw it").click()
    expect(sheet).to_contain_text("Say why, in a sentence for colleagues.")
    sheet.get_by_label("Why").fill("The agency asks us to")
    tab.keyboard.press("Enter")
    expect(shown).to_have_count(0, timeout=1_000)
    expect(reader.locator(f"#entry-{entry.pk}")).to_contain_text("Before it.")
    expect(tab.locator("desk-receipt")).to_contain_text("Gone everywhere.")
    expect(tab.get_by_role("region", name="The picture")).to_contain_text("The agency asks us to")
    tab.get_by_role("button", name="Undo the withdrawal").click()
    expect(shown).to_be_visible()


def test_another_takes_its_place_by_choosing_it_and_says_what_must_stay(tab, page):
    old, new = (
        make_image(alt=alt, file=make_picture_file(colour=(9, 9, n))) for n, alt in enumerate(["Old", "New"])
    )
    entry = make_entry(page, body=f'<figure data-image="{old.pk}"></figure>')
    tab.goto(tab.url.partition("/admin/")[0] + f"/admin/coverage/image/{old.pk}/picture/")
    tab.get_by_role("button", name="Replace everywhere…").press("Enter")
    sheet = tab.get_by_role("dialog", name="Replace it everywhere?")
    sheet.get_by_role("button", name="Replace it").click()
    expect(sheet).to_contain_text("Choose the picture that takes its place.")
    sheet.get_by_role("button", name="Known picture").press("Enter")
    sheet.get_by_role("button", name="New").press("Enter")
    expect(sheet.locator("[data-part=shown] img")).to_be_visible()
    sheet.get_by_role("button", name="Replace it").click()
    expect(tab.get_by_text("Replaced everywhere")).to_be_visible()
    entry.refresh_from_db()
    assert list(entry.images.all()) == [new]
    tab.goto(tab.url.replace(f"{old.pk}/picture", f"{new.pk}/change"))
    spot = tab.get_by_role("button", name="What must stay")
    expect(tab.get_by_text("50 % from the left, 50 % from the top")).to_be_visible()
    spot.press("ArrowRight")
    spot.press("Shift+ArrowUp")
    tab.get_by_role("button", name="Save", exact=True).click()
    expect(tab.get_by_text("was changed successfully")).to_be_visible()
    new.refresh_from_db()
    assert new.focus == (55, 49)
