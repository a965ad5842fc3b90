"""The desk as a person uses it: keyboard, pictures, mistakes, a second editor, a lost line."""

import re

import pytest
from playwright.sync_api import expect

from coverage.markup.canonical import canonical
from coverage.models import Author, Entry
from liveblog.away import ask_again
from tests.desk.desks import Desk, make_reporter
from tests.make import make_draft, make_editor, make_entry, make_page, make_picture_file

OURS = re.compile(
    "responded with a status of (4|50[023])|Response Status Error Code|^htmx:|ERR_INTERNET_DISCONNECTED|ERR_FAILED"
)


@pytest.fixture
def page(transactional_db):
    return make_page(title="The first people on the Moon")


@pytest.fixture
def sit_down(new_context, server):
    """Opens a page's desk in a browser of its own, logged in; what its console says in red fails the test."""
    wrong, tabs, asked = [], [], set()

    def sit(page, user, **options):
        desk = Desk(page, user)
        context = new_context(**options)
        session = desk.client.cookies["sessionid"].value
        context.add_cookies([{"name": "sessionid", "value": session, "url": server.url}])
        tab = context.new_page()
        tab.on("pageerror", lambda error: wrong.append(str(error)))
        tab.on(
            "console",
            lambda said: said.type == "error" and not OURS.search(said.text) and wrong.append(said.text),
        )
        tab.on("request", lambda request: "/desk/" in request.url and asked.add(request))
        tab.on("requestfinished", lambda request: asked.discard(request))
        tab.on("requestfailed", lambda request: asked.discard(request))
        tabs.append(tab)
        tab.goto(desk.url("desk"))
        expect(tab.locator("desk-composer .writing")).to_be_visible()
        return tab

    yield sit
    found = list(wrong)
    # nothing may be on its way to the database when it is emptied
    for tab in [tab for tab in tabs if not tab.is_closed()]:
        tab.evaluate("document.querySelector('desk-follow')?.remove()")
        while asked:
            tab.wait_for_timeout(20)
    assert found == []


@pytest.fixture
def tab(sit_down, page):
    return sit_down(page, make_editor())


def write(tab, headline, text=""):
    tab.keyboard.press("n")
    tab.keyboard.type(headline)
    if text:
        tab.locator("desk-composer .writing").click()
        tab.keyboard.type(text)


def headline(tab):
    return tab.get_by_role("textbox", name="Headline")


def said(tab, words):
    expect(tab.locator("#said")).to_contain_text(words)


def picture(tmp_path):
    path = tmp_path / "moon.jpg"
    path.write_bytes(make_picture_file().read())
    return path


def test_an_update_is_written_and_published_without_a_mouse(tab, page):
    tab.keyboard.press("n")
    expect(headline(tab)).to_be_focused()
    tab.keyboard.type("Crew step out early")
    tab.locator("desk-composer .writing").focus()
    tab.keyboard.type("They have begun.")
    tab.keyboard.press("Enter")
    tab.keyboard.type("- one thing")
    tab.keyboard.press("Enter")
    tab.keyboard.type("another")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    expect(headline(tab)).to_be_focused()
    expect(headline(tab)).to_have_value("")
    entry = page.entries.get()
    assert (entry.headline, entry.status) == ("Crew step out early", "published")
    assert entry.body == "<p>They have begun.</p><ul><li>one thing</li><li>another</li></ul>"
    expect(tab.locator("#timeline h3")).to_have_text(["Crew step out early"])
    assert tab.evaluate("localStorage.length") == 0


def test_what_is_published_reaches_an_open_reader(tab, page, new_context, server):
    reader = new_context().new_page()
    reader.goto(page.get_absolute_url())
    expect(reader.locator("live-page")).to_have_count(1)
    write(tab, "Crew step out early")
    tab.keyboard.press("Control+Enter")
    expect(reader.get_by_role("heading", name="Crew step out early").first).to_be_visible()


@pytest.mark.parametrize("way", ["chosen", "pasted", "dropped"])
def test_a_picture_stands_where_the_caret_was(tab, page, tmp_path, way):
    write(tab, "With a picture", "Before it.")
    if way == "chosen":
        with tab.expect_file_chooser() as chooser:
            tab.get_by_role("button", name="Picture", exact=True).click()
        chooser.value.set_files(picture(tmp_path))
    else:
        hand_over(tab, picture(tmp_path), way)
    words = tab.get_by_role("group", name="A picture")
    words.get_by_role("button", name="Put it in").click()
    expect(words).to_contain_text("Describe the picture for those who can't see it")
    words.get_by_label("Description").fill("A red square")
    words.get_by_label("Credit").fill("NASA")
    words.get_by_label("Caption").fill("The lander")
    words.get_by_role("button", name="Put it in").click()
    expect(tab.locator(".writing figure img")).to_be_visible()
    expect(tab.locator(".writing figcaption")).to_have_text("The lander")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    entry = page.entries.get()
    image = entry.images.get()
    assert (image.alt, image.credit) == ("A red square", "NASA")
    figure = f'<figure data-image="{image.pk}"><figcaption>The lander</figcaption></figure>'
    assert entry.body == f"<p>Before it.</p>{figure}"
    tab.get_by_role("button", name="Edit").click()
    expect(tab.locator(".writing figure img")).to_be_visible()
    headline(tab).fill("The same picture")
    tab.keyboard.press("Control+Enter")
    said(tab, "Saved")
    entry.refresh_from_db()
    assert entry.body == f"<p>Before it.</p>{figure}"


def hand_over(tab, path, way, onto="desk-composer .writing > :last-child"):
    """Paste the file into the text, or drop it at the end of the line `onto`, as a browser does."""
    tab.evaluate(
        """([bytes, way, onto]) => {
            const data = new DataTransfer()
            data.items.add(new File([new Uint8Array(bytes)], "moon.jpg", { type: "image/jpeg" }))
            const text = document.querySelector("desk-composer .writing")
            const at = document.querySelector(onto).getBoundingClientRect()
            const more = { bubbles: true, cancelable: true, clientX: at.right - 5, clientY: at.top + 5 }
            text.dispatchEvent(
                way === "pasted" ? new ClipboardEvent("paste", { clipboardData: data, ...more })
                                 : new DragEvent("drop", { dataTransfer: data, ...more }))
        }""",
        [list(path.read_bytes()), way, onto],
    )


def test_a_video_in_a_body_survives_an_edit(tab, page):
    from coverage.models import Video

    video = Video.objects.create(title="Walk", url="https://example.org/walk.m3u8")
    body = f'<p>See.</p><figure data-video="{video.pk}"><figcaption>Walk</figcaption></figure>'
    entry = make_entry(page, body=body)
    tab.get_by_role("button", name="Edit").click()
    expect(tab.locator(".writing figure")).to_contain_text("Walk")
    headline(tab).fill("New headline")
    tab.keyboard.press("Control+Enter")
    said(tab, "Saved")
    entry.refresh_from_db()
    assert (entry.headline, entry.body) == ("New headline", body)


def test_a_mistake_is_said_at_its_field_and_no_word_is_lost(tab, page):
    write(tab, "x" * 251, "Words that stay.")
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("#id_headline_error")).to_contain_text("250 characters at most")
    expect(headline(tab)).to_be_focused()
    expect(headline(tab)).to_have_value("x" * 251)
    expect(tab.locator(".writing")).to_contain_text("Words that stay.")
    headline(tab).fill("Shorter")
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    assert page.entries.get().body == "<p>Words that stay.</p>"


def test_after_a_crash_the_text_is_offered_with_its_time_and_is_one_entry(tab, page):
    write(tab, "Half a thought", "And a half.")
    tab.reload()
    offer = tab.locator("desk-composer desk-typing")
    expect(offer).to_contain_text("Half a thought")
    expect(offer).to_contain_text(re.compile(r"\d\d:\d\d"))
    tab.get_by_role("button", name="Take it back").click()
    expect(headline(tab)).to_have_value("Half a thought")
    expect(tab.locator(".writing")).to_have_text("And a half.")
    headline(tab).press("Control+Enter")
    said(tab, "Published")
    tab.reload()
    expect(tab.locator("desk-composer .writing")).to_be_visible()
    expect(offer).to_be_hidden()
    assert page.entries.get().body == "<p>And a half.</p>"


def test_a_publish_that_met_no_database_or_whose_answer_is_lost_is_tried_again_by_itself_and_is_one_entry(
    tab, page
):
    write(tab, "Once only", "Text.")
    away, lost = [ask_again()], []

    def fail(route):
        if away:
            route.fulfill(status=503, body=away.pop().text, content_type="text/plain")
        else:
            lost.append(route.fetch())
            route.abort()

    tab.route("**/entries/publish/", fail, times=2)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator("[data-part=trouble]")).to_contain_text("This is kept here and goes out by itself")
    expect(headline(tab)).to_have_value("Once only")
    expect(tab.locator("#said")).to_contain_text("Published", timeout=20_000)
    assert [answer.status for answer in lost] == [200]
    assert [entry.headline for entry in page.entries.all()] == ["Once only"]


def test_logged_out_while_writing_one_logs_in_again_in_place_and_the_publish_goes_on(tab, page, server):
    from django.contrib.auth.models import User
    from django.contrib.sessions.models import Session

    addresses = []
    tab.context.on("request", lambda request: addresses.append(request.url))
    write(tab, "Logged out", "Text.")
    Session.objects.all().delete()
    tab.keyboard.press("Control+Enter")
    dialog = tab.get_by_role("dialog", name="You are logged out")
    expect(dialog).to_be_visible()
    assert tab.url.endswith("/desk/")
    with tab.context.expect_page() as opened:
        dialog.get_by_role("link", name="Log in").click()
    log_in(opened.value, User.objects.get().username)
    said(tab, "Published")
    expect(dialog).to_be_hidden()
    assert [(entry.headline, entry.body) for entry in page.entries.all()] == [("Logged out", "<p>Text.</p>")]
    assert not [address for address in addresses if "Logged" in address or "Text" in address]


def log_in(login, name):
    login.get_by_label(re.compile("Username|Login|name or", re.IGNORECASE)).first.fill(name)
    login.get_by_label("Password", exact=False).first.fill("correct horse battery")
    login.get_by_role("button", name=re.compile("Log in|Sign in", re.IGNORECASE)).click()


def open_though_somebody_has_it(tab, is_second):
    if is_second:
        expect(tab.locator(".someone")).to_be_visible()
    tab.get_by_role("button", name="Edit").click()
    if is_second:
        tab.get_by_role("button", name="Take over").click()


def test_two_editors_on_one_entry_see_both_texts_and_overwrite_nothing_unseen(sit_down, page):
    entry = make_entry(page, headline="Before")
    mine, theirs = sit_down(page, make_editor("mine")), sit_down(page, make_editor("theirs"))
    for tab, words in ((mine, "Mine"), (theirs, "Theirs")):
        open_though_somebody_has_it(tab, tab is theirs)
        expect(headline(tab)).to_have_value("Before")
        headline(tab).fill(words)
    theirs.keyboard.press("Control+Enter")
    said(theirs, "Saved")
    mine.keyboard.press("Control+Enter")
    conflict = mine.locator(".conflict")
    expect(conflict).to_contain_text("Somebody else changed this entry meanwhile.")
    expect(conflict).to_contain_text("Theirs")
    expect(headline(mine)).to_have_value("Mine")
    assert Entry.objects.get(pk=entry.pk).headline == "Theirs"
    mine.get_by_role("button", name="Keep mine").click()
    said(mine, "Saved")
    assert Entry.objects.get(pk=entry.pk).headline == "Mine"


def test_words_for_an_entry_that_was_withdrawn_meanwhile_become_an_update_of_their_own(tab, page):
    entry = make_entry(page, headline="Before")
    tab.reload()
    tab.get_by_role("button", name="Edit").click()
    expect(headline(tab)).to_have_value("Before")
    headline(tab).fill("Still true")
    entry.withdraw(by=None)
    tab.keyboard.press("Control+Enter")
    expect(tab.locator(".conflict")).to_contain_text("This entry was withdrawn meanwhile.")
    tab.get_by_role("button", name="Make mine a new update").click()
    expect(tab.locator(".conflict")).to_have_count(0)
    expect(headline(tab)).to_have_value("Still true")
    headline(tab).press("Control+Enter")
    said(tab, "Published")
    assert {(one.headline, one.status) for one in page.entries.all()} == {
        ("Before", "withdrawn"),
        ("Still true", "published"),
    }
    assert tab.evaluate("localStorage.length") == 0


def test_what_another_editor_does_arrives_without_touching_what_is_being_typed(sit_down, page):
    mine, theirs = sit_down(page, make_editor("mine")), sit_down(page, make_editor("theirs"))
    write(mine, "I am still writing", "In the middle of a")
    write(theirs, "News from elsewhere")
    theirs.keyboard.press("Control+Enter")
    expect(mine.locator("#timeline h3")).to_have_text(["News from elsewhere"])
    mine.keyboard.type(" sentence")
    expect(mine.locator(".writing")).to_have_text("In the middle of a sentence")
    expect(headline(mine)).to_have_value("I am still writing")


def test_opening_another_entry_keeps_what_was_being_written_as_a_draft(tab, page):
    make_entry(page, headline="Out already")
    tab.reload()
    write(tab, "Interrupted")
    tab.get_by_role("button", name="Edit").click()
    expect(headline(tab)).to_have_value("Out already")
    assert page.entries.get(headline="Interrupted").status == "draft"
    tab.get_by_role("button", name="Close", exact=True).click()
    expect(headline(tab)).to_have_value("")
    tab.get_by_role("button", name="Open").click()
    expect(headline(tab)).to_have_value("Interrupted")
    headline(tab).press("Control+Enter")
    said(tab, "Published")
    assert page.entries.count() == 2


def test_a_withdrawal_is_undone_and_a_pin_keeps_the_focus(tab, page):
    entry = make_entry(page, headline="A rumour")
    tab.reload()
    tab.get_by_role("button", name="Pin", exact=True).press("Enter")
    said(tab, "Pinned")
    expect(tab.locator(f"#pin-{entry.pk}")).to_have_text("Unpin")
    expect(tab.locator(f"#pin-{entry.pk}")).to_be_focused()
    tab.get_by_role("button", name="Withdraw").click()
    expect(tab.locator("#timeline h3")).to_have_count(0)
    tab.locator("#said").get_by_role("button", name="Undo").click()
    expect(tab.locator("#timeline h3")).to_have_text(["A rumour"])


def test_the_page_is_changed_and_closed_from_its_desk(tab, page):
    tab.get_by_role("button", name="Page…").click()
    sheet = tab.get_by_role("dialog", name="The page")
    sheet.get_by_label("Title").fill("")
    sheet.get_by_label("Standfirst").fill("They are down.")
    sheet.get_by_role("button", name="Save the page").click()
    expect(sheet).to_contain_text("A page needs a title.")
    expect(sheet.get_by_label("Standfirst")).to_have_value("They are down.")
    sheet.get_by_label("Title").fill("On the Moon")
    sheet.get_by_role("button", name="Save the page").click()
    said(tab, "The page is saved")
    expect(tab.get_by_role("heading", level=1)).to_have_text("On the Moon")
    tab.get_by_role("button", name="Page…").click()
    tab.get_by_text("Close the coverage").click()
    tab.get_by_label("Address of the full story").fill("no address")
    tab.get_by_role("button", name="Close it").click()
    expect(tab.locator("#closing_related_url_error")).to_contain_text("Give a whole address")
    tab.get_by_label("Address of the full story").fill("https://example.org/story")
    tab.get_by_role("button", name="Close it").click()
    expect(tab.locator("#bar .state")).to_have_text("closed")
    page.refresh_from_db()
    assert (page.title, page.standfirst, page.state) == ("On the Moon", "They are down.", "closed")
    assert page.closing_line == "Our live coverage is now ending. Thank you for following it."


def test_a_reporter_on_a_phone_submits_with_what_fits_the_screen(sit_down, page):
    user = make_reporter(first_name="Rui", last_name="Barros")
    Author.objects.create(name="Rui Barros", slug="rui", role="Reporter", user=user)
    make_draft(page, headline="A colleague's")
    tab = sit_down(page, user, viewport={"width": 360, "height": 740}, has_touch=True)
    assert tab.evaluate("document.documentElement.scrollWidth") <= 360
    expect(tab.get_by_text("A colleague's")).to_have_count(0)
    headline(tab).fill("From the street")
    tab.get_by_role("button", name="Submit").tap()
    said(tab, "Submitted.")
    entry = page.entries.get(headline="From the street")
    assert (entry.status, entry.bylines.get().author.name) == ("submitted", "Rui Barros")


def test_links_and_second_bylines_by_keyboard(tab, page):
    Author.objects.create(name="Maya Chen", slug="maya", role="Reporter")
    tab.reload()
    write(tab, "Linked", "See this")
    tab.keyboard.press("Shift+Control+ArrowLeft")
    tab.wait_for_function("getSelection().toString() === 'this' && new Promise(requestAnimationFrame)")
    tab.keyboard.press("Control+k")
    tab.keyboard.type("example.org/story")
    tab.keyboard.press("Enter")
    tab.locator(".bylines summary").click()
    tab.get_by_label("Author").first.select_option("Maya Chen")
    tab.get_by_label("Reporting from").first.fill("Houston")
    expect(tab.locator(".bylines summary")).to_contain_text("Maya Chen, reporting from Houston")
    headline(tab).press("Control+Enter")
    said(tab, "Published")
    entry = page.entries.get()
    assert entry.body == '<p>See <a href="https://example.org/story">this</a></p>'
    assert [(b.role, b.reporting_from) for b in entry.bylines.all()] == [("Reporter", "Houston")]


BODIES = [
    "<p>One.</p>",
    "<p>Bold <strong>and <em>both</em></strong>, H<sub>2</sub>O, x<sup>2</sup>.<br>A new line &amp; more.</p>",
    '<h4>Sub-heading</h4><p><a href="https://example.org/?a=1&amp;b=2">Link</a> <a href="mailto:a@example.org">mail</a></p>',
    "<ul><li>One</li><li>Two <strong>bold</strong></li></ul><ol><li>First</li><li>Second</li></ol>",
    "<blockquote><p>Said.</p><p>And said.</p></blockquote><p>After.</p>",
    '<figure data-image="7"></figure><p>Between.</p><figure data-video="3"><figcaption>Seen <em>live</em></figcaption></figure>',
    '<p>Before.</p><figure data-image="7"><figcaption>By <a href="https://example.org">Ida</a></figcaption></figure>',
]


def test_the_editor_gives_back_every_canonical_body_as_it_was(tab):
    for body in BODIES:
        assert canonical(body) == body
        written = tab.evaluate(
            """(body) => {
                document.querySelector("desk-composer body-editor").show(body)
                return document.querySelector("desk-composer .writing").editor.getHTML()
            }""",
            body,
        )
        assert canonical(written) == body


def test_a_page_gets_its_lead_picture_and_goes_live_from_its_desk(sit_down, transactional_db, tmp_path):
    page = make_page(state="draft")
    tab = sit_down(page, make_editor())
    tab.get_by_role("button", name="Page…").click()
    sheet = tab.get_by_role("dialog", name="The page")
    with tab.expect_file_chooser() as chooser:
        sheet.get_by_role("button", name="Choose a picture").click()
    chooser.value.set_files(picture(tmp_path))
    sheet.get_by_label("Description").fill("A red square")
    sheet.get_by_role("button", name="Put it in").click()
    expect(sheet.locator("[data-part=shown] img")).to_be_visible()
    sheet.get_by_role("button", name="Save the page").click()
    said(tab, "The page is saved")
    tab.get_by_role("button", name="Page…").click()
    sheet.get_by_role("button", name="Open: go live").click()
    said(tab, "The page is live.")
    page.refresh_from_db()
    assert (page.lead_image.alt, page.state) == ("A red square", "live")
    make_entry(page, headline="From elsewhere")
    expect(tab.locator("#timeline h3")).to_have_text(
        ["From elsewhere"], timeout=4_000
    )  # before the desk asks by itself


def test_the_words_of_an_interrupted_edit_are_offered_from_anywhere(tab, page):
    entry = make_entry(page, headline="Before")
    tab.reload()
    tab.get_by_role("button", name="Edit").click()
    expect(headline(tab)).to_have_value("Before")
    headline(tab).fill("Half an edit")
    tab.reload()
    expect(tab.locator("desk-composer desk-typing")).to_contain_text("Half an edit")
    tab.get_by_role("button", name="Take it back").click()
    expect(tab.get_by_role("heading", name="Editing what readers see")).to_be_visible()
    expect(headline(tab)).to_have_value("Half an edit")
    tab.get_by_role("button", name="Close", exact=True).click()  # unsaved: still there, at the entry and here
    expect(headline(tab)).to_have_value("")
    tab.get_by_role("button", name="Edit").click()
    expect(tab.get_by_role("heading", name="Editing what readers see")).to_be_visible()
    tab.get_by_role("button", name="Take it back").click()
    headline(tab).press("Control+Enter")
    said(tab, "Saved")
    entry.refresh_from_db()
    assert entry.headline == "Half an edit"


def test_the_page_form_is_offered_again_after_a_crash(tab):
    tab.get_by_role("button", name="Page…").click()
    sheet = tab.get_by_role("dialog", name="The page")
    sheet.get_by_label("Standfirst").fill("Half a standfirst")
    tab.reload()
    tab.get_by_role("button", name="Page…").click()
    sheet.get_by_role("button", name="Take it back").click()
    expect(sheet.get_by_label("Standfirst")).to_have_value("Half a standfirst")
