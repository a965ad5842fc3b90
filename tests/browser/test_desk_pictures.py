"""Pictures at the desk: known ones, large ones, and slow ones while one goes on writing."""

# ruff: noqa: F811

import io

import pytest
from playwright.sync_api import expect

from coverage.models import Image
from tests.browser.test_desk import hand_over, headline, page, picture, said, sit_down, write  # noqa: F401
from tests.make import make_editor, make_entry, make_image, make_picture_file
from tests.pictures import files


@pytest.fixture
def tab(sit_down, page):
    return sit_down(page, make_editor())


def words(tab):
    return tab.locator("desk-composer").get_by_role("group", name="A picture")


def put_in(tab):
    words(tab).get_by_role("button", name="Put it in").click()


def test_a_picture_that_is_here_already_brings_its_words_and_is_not_sent_again(tab, page, tmp_path):
    path = picture(tmp_path)
    known = make_image(file=io.BytesIO(path.read_bytes()), alt="A red square", credit="Nasa")
    sent = []
    tab.on(
        "request", lambda request: request.method == "POST" and "take-in" in request.url and sent.append(1)
    )
    write(tab, "Again", "Before it.")
    hand_over(tab, path, "pasted")
    expect(words(tab)).to_contain_text("This picture is here already")
    expect(words(tab).get_by_label("Description")).to_have_value("A red square")
    said(tab, "A picture waits for its words")
    put_in(tab)
    expect(tab.locator(".writing figure img")).to_be_visible()
    expect(tab.locator("#said")).to_be_empty()
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert list(page.entries.get().images.all()) == [known]
    assert sent == []
    write(tab, "With other words", "Before it.")
    hand_over(tab, path, "pasted")
    expect(words(tab).get_by_label("Credit")).to_have_value("Nasa")
    words(tab).get_by_label("Description").fill("Another view of it")
    put_in(tab)
    expect(tab.locator(".writing figure img")).to_be_visible()
    assert [image.alt for image in Image.objects.all()] == ["Another view of it", "A red square"]


def test_one_goes_on_writing_while_a_picture_is_on_its_way_and_can_call_it_back(tab, page, tmp_path):
    held = []
    tab.route("**/take-in/", lambda route: held.append(route))
    write(tab, "Slow", "Before it.")
    for _ in range(2):
        hand_over(tab, picture(tmp_path), "pasted")
        words(tab).get_by_label("Description").fill("A red square")
        put_in(tab)
        expect(words(tab).get_by_role("button", name="Sending…")).to_be_visible()
        if len(held) < 2:
            words(tab).get_by_role("button", name="Cancel").click()
            expect(words(tab)).to_be_hidden()
    headline(tab).press("End")
    tab.keyboard.type("er and ")
    held[-1].continue_()
    expect(tab.locator(".writing figure img")).to_be_visible()
    tab.keyboard.type("slower")
    expect(headline(tab)).to_have_value("Slower and slower")
    expect(tab.locator(".writing figure")).to_have_count(1)


def test_pictures_land_where_the_caret_was_in_their_order_while_one_writes_on(tab, page, tmp_path):
    files = [make_picture_file(colour=(9, 9, 90 * number)) for number in range(3)]
    known = [make_image(alt=alt, file=file) for alt, file in zip("ABC", files, strict=True)]
    write(tab, "Mid-sentence", "They are out")
    for file in files:
        (tmp_path / "moon.jpg").write_bytes(file.getvalue())
        hand_over(tab, tmp_path / "moon.jpg", "pasted")
    tab.keyboard.type(" and walk.")  # nothing took the keys away
    expect(tab.locator(".writing")).to_contain_text("They are outPicture…Picture…Picture… and walk.")
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("desk-composer [data-part=trouble]")).to_contain_text("A picture waits for its words")
    assert page.entries.count() == 0
    for alt in "AB":
        expect(words(tab).get_by_label("Description")).to_have_value(alt)
        put_in(tab)
    expect(tab.locator(".writing figure img")).to_have_count(2)
    expect(words(tab).get_by_label("Description")).to_have_value("C")
    words(tab).get_by_role("button", name="Cancel").click()
    expect(tab.locator(".picture-place")).to_have_count(0)
    expect(tab.locator("desk-composer .writing")).to_be_focused()
    tab.keyboard.type(" Slowly.")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    figures = "".join(f'<figure data-image="{image.pk}"></figure>' for image in known[:2])
    assert page.entries.get().body == f"<p>They are out</p>{figures}<p>and walk. Slowly.</p>"


def test_a_dropped_picture_lands_where_it_is_dropped_and_the_caret_stays(tab, page, tmp_path):
    write(tab, "Dropped", "First line.")
    tab.keyboard.press("Enter")
    tab.keyboard.type("Second line")
    hand_over(tab, picture(tmp_path), "dropped", onto="desk-composer .writing > :first-child")
    tab.keyboard.type(", written on.")
    words(tab).get_by_label("Description").fill("A red square")
    put_in(tab)
    expect(tab.locator(".writing figure img")).to_be_visible()
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    figure = f'<figure data-image="{Image.objects.get().pk}"></figure>'
    assert page.entries.get().body == f"<p>First line.</p>{figure}<p>Second line, written on.</p>"


def test_a_phone_has_its_camera_beside_the_files(sit_down, page, tmp_path):
    tab = sit_down(
        page, make_editor(), viewport={"width": 360, "height": 740}, has_touch=True, is_mobile=True
    )
    write(tab, "By camera", "Before it.")
    composer = tab.locator("desk-composer")
    expect(composer.get_by_role("button", name="Picture", exact=True)).to_be_visible()
    with tab.expect_file_chooser() as chooser:
        composer.get_by_role("button", name="Camera").tap()
    field = chooser.value.element
    assert (field.get_attribute("accept"), field.get_attribute("capture")) == ("image/*", "environment")
    chooser.value.set_files(picture(tmp_path))
    words(tab).get_by_label("Description").fill("A red square")
    words(tab).get_by_label("Credit").fill("NASA")
    put_in(tab)
    expect(tab.locator(".writing figure img")).to_be_visible()
    assert not tab.evaluate("document.documentElement.scrollWidth > innerWidth")


def test_what_is_larger_than_40_mb_is_refused_before_it_is_sent(tab):
    sent = []
    tab.on("request", lambda request: "take-in" in request.url and sent.append(request.url))
    write(tab, "Too large")
    tab.evaluate(
        """() => document.querySelector("desk-composer desk-pictures").take(
            [new File([new Uint8Array(40 * 1024 * 1024 + 1)], "moon.jpg", { type: "image/jpeg" })])"""
    )
    expect(words(tab).get_by_role("alert")).to_contain_text("larger than 40 MB")
    words(tab).get_by_label("Description").fill("A red square")
    put_in(tab)
    expect(words(tab).get_by_role("alert")).to_contain_text("larger than 40 MB")
    assert sent == []
    words(tab).get_by_role("button", name="Cancel").click()
    expect(words(tab)).to_be_hidden()


def test_a_picture_that_is_here_is_found_by_words_and_put_in_by_keyboard(tab, page):
    moon = make_image(alt="The Moon at night", caption="Over Houston")
    make_image(alt="A crowd", file=io.BytesIO(make_picture_file(colour=(0, 0, 9)).read()))
    write(tab, "With one that is here", "Before it.")
    opener = tab.locator("desk-composer").get_by_role("button", name="Known picture")
    opener.press("Enter")
    gallery = tab.locator("desk-composer").get_by_role("group", name="Pictures that are here")
    expect(gallery.get_by_role("status")).to_have_text("2 pictures, newest first")
    tab.keyboard.type("moon")
    expect(gallery.get_by_role("status")).to_have_text("1 picture")
    tab.keyboard.press("Escape")
    expect(gallery).to_be_hidden()
    expect(opener).to_be_focused()
    opener.press("Enter")
    gallery.get_by_role("button", name="The Moon at night").press("Enter")
    expect(tab.locator(".writing figcaption")).to_have_text("Over Houston")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert list(page.entries.get().images.all()) == [moon]


def test_a_picture_that_is_here_becomes_the_lead(tab, page):
    moon = make_image(alt="The Moon at night")
    tab.get_by_role("button", name="Page…").click()
    sheet = tab.get_by_role("dialog", name="The page")
    sheet.get_by_role("button", name="Known picture").click()
    sheet.get_by_role("button", name="The Moon at night").click()
    expect(sheet.locator("[data-part=shown] img")).to_be_visible()
    sheet.get_by_role("button", name="Save").click()
    expect(sheet).to_be_hidden()
    page.refresh_from_db()
    assert page.lead_image == moon


def test_the_words_of_a_file_are_offered_and_the_arrow_keys_say_what_stays(tab, page, tmp_path):
    path = tmp_path / "lighthouse.jpg"
    path.write_bytes(files.jpeg(1200, 800, xmp=files.xmp(alt="A lighthouse", credit="Ida")))
    write(tab, "With a spot", "Before it.")
    hand_over(tab, path, "pasted")
    expect(words(tab)).to_contain_text("These words came with the file")
    expect(words(tab).get_by_label("Credit")).to_have_value("Ida")
    spot = words(tab).get_by_role("button", name="What must stay")
    words(tab).locator("img").click(position={"x": 2, "y": 1.8})
    expect(spot).to_be_focused()
    expect(words(tab)).to_contain_text("1 % from the left, 1 % from the top")
    for key in ("ArrowRight", "ArrowDown", "Shift+ArrowDown", "ArrowLeft", "ArrowLeft"):
        tab.keyboard.press(key)
    expect(words(tab)).to_contain_text("0 % from the left, 7 % from the top")
    put_in(tab)
    expect(tab.locator(".writing figure img")).to_be_visible()
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert page.entries.get().images.get().focus == (0, 7)


def test_a_withdrawn_picture_leaves_the_page_that_a_reader_has_open(tab, page, server):
    image = make_image(alt="A red square")
    page.lead_image = image
    page.edit()
    entry = make_entry(page, body=f'<p>Before it.</p><figure data-image="{image.pk}"></figure>')
    tab.goto(f"{server.url}{page.get_absolute_url()}")
    shown = tab.get_by_role("img", name="A red square")
    expect(shown).to_have_count(2)
    image.withdraw(by=None, because="Not ours")
    expect(shown).to_have_count(0)
    expect(tab.locator(f"#entry-{entry.pk}")).to_contain_text("Before it.")
    answer = tab.request.get(f"{server.url}{image.src}")
    assert (answer.status, answer.headers["cache-control"]) == (410, "no-store")


def test_several_at_once_become_a_row_that_is_put_in_order_by_keyboard_and_by_dragging(tab, page, tmp_path):
    known = []
    for n, alt in enumerate("AB"):
        file = make_picture_file(colour=(9, 90 * n, 9))
        known.append(make_image(alt=alt, file=io.BytesIO(file.getvalue())))
        (tmp_path / f"{alt}.jpg").write_bytes(file.getvalue())
    write(tab, "A gallery", "Before it.")
    with tab.expect_file_chooser() as chooser:
        tab.locator("desk-composer").get_by_role("button", name="Picture", exact=True).click()
    chooser.value.set_files([tmp_path / "A.jpg", tmp_path / "B.jpg"])
    joins = words(tab).get_by_label("In a row with the one before it")
    expect(words(tab).get_by_label("Description")).to_have_value("A")
    expect(joins).to_be_hidden()
    put_in(tab)
    expect(words(tab).get_by_label("Description")).to_have_value("B")
    expect(joins).to_be_checked()
    put_in(tab)
    figures = tab.locator(".writing figure")
    expect(figures.locator("img")).to_have_count(2)
    expect(figures.nth(1).get_by_label("With the picture above")).to_have_value("row")
    figures.nth(1).locator("figcaption").click()
    tab.keyboard.type("Secnod")
    tab.keyboard.press("Control+a")  # of the caption, not of all that is written
    tab.keyboard.type("Second")
    tab.keyboard.press("Alt+ArrowUp")
    expect(figures.nth(0).locator("figcaption")).to_have_text("Second")
    tab.keyboard.type("!")
    figures.nth(0).locator("img").drag_to(
        tab.locator(".writing p", has_text="Before it."), target_position={"x": 2, "y": 2}
    )
    expect(tab.locator(".writing > :first-child figcaption")).to_have_text("Second!")
    tab.locator(".writing > :first-child figcaption").click()
    tab.keyboard.press("Alt+ArrowDown")
    figures.nth(1).get_by_label("With the picture above").select_option(
        "Before and after, with the one above"
    )
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    one, other = known
    second = f'<figure data-image="{other.pk}"><figcaption>Second!</figcaption></figure>'
    assert (
        page.entries.get().body
        == f'<p>Before it.</p>{second}<figure data-image="{one.pk}" data-joined="pair"></figure>'
    )
