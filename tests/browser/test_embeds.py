"""A post elsewhere from the desk to the reader, and what is asked of its provider on the way: nothing, until a click."""

# ruff: noqa: F811

import pytest
from playwright.sync_api import expect

from coverage.models import Embed
from tests.browser.test_desk import page, said, sit_down, write  # noqa: F401
from tests.browser.waiting import until
from tests.embeds.stand_in import standing_in
from tests.make import make_editor

ADDRESS = "https://posts.example/7"


@pytest.fixture(scope="module")
def stand_in(tmp_path_factory):
    """One for all tests here: the servers of a test are told of its list when they start."""
    with standing_in(tmp_path_factory.mktemp("providers")) as made:
        yield made


@pytest.fixture
def server(other_server, stand_in):
    return other_server(EMBED_PROVIDERS=str(stand_in.list()))


def paste(tab, text):
    tab.evaluate(
        """(text) => {
          const data = new DataTransfer()
          data.setData("text/plain", text)
          const event = new ClipboardEvent("paste", { clipboardData: data, bubbles: true, cancelable: true })
          document.querySelector("desk-composer .writing").dispatchEvent(event)
        }""",
        text,
    )


def test_a_post_is_pasted_at_the_desk_and_loaded_by_a_reader_who_wants_it(
    sit_down, page, stand_in, settings, new_context
):
    settings.EMBED_PROVIDERS = stand_in.list()
    tab = sit_down(page, make_editor())
    write(tab, "Seen elsewhere", "")
    tab.locator("desk-composer .writing").click()
    paste(tab, ADDRESS)
    card = tab.locator(".writing figure")
    expect(card).to_contain_text("Stand-in")
    tab.keyboard.press("Control+z")
    expect(tab.locator(".writing p").first).to_have_text(ADDRESS)
    expect(card).to_have_count(0)
    tab.get_by_role("button", name="Post or video").press("Enter")  # of the line with the caret
    expect(card).to_contain_text(ADDRESS)
    tab.keyboard.press("Control+Enter")
    said(tab, "Published")
    embed = Embed.objects.get()
    assert page.entries.get().body == f'<figure data-embed="{embed.pk}"></figure>'

    reader = new_context()
    tab = reader.new_page()
    asked, wrong = [], []
    tab.on("request", lambda request: str(stand_in.port) in request.url and asked.append(request.url))
    tab.on("console", lambda said: said.type == "error" and wrong.append(said.text))
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.goto(page.get_absolute_url())
    stand_in.says(title="", author_name="Maya", html="<blockquote><p>The doors are open.</p></blockquote>")
    embed.look_up()  # the worker's answer comes to a page that is open
    expect(tab.locator("embed-card blockquote")).to_have_text("The doors are open.")
    expect(tab.get_by_text("They will see your address.")).to_be_visible()
    assert asked == []
    tab.get_by_role("button", name="Load from Stand-in").press("Enter")
    inside = tab.frame_locator("embed-card iframe").frame_locator("iframe")
    expect(inside.get_by_text("The provider's player")).to_be_visible()
    assert asked == [f"{stand_in.url}/player/7"]

    tab.reload()
    expect(tab.get_by_role("button", name="Load from Stand-in")).to_be_visible()
    assert len(asked) == 1  # a click is for once
    tab.get_by_label("Always load from Stand-in in this browser").check()
    expect(inside.get_by_text("The provider's player")).to_be_visible()
    tab.reload()
    expect(inside.get_by_text("The provider's player")).to_be_visible()
    tab.get_by_label("Always load from Stand-in in this browser").uncheck()
    tab.reload()
    expect(tab.get_by_role("button", name="Load from Stand-in")).to_be_visible()
    until(tab, "document.querySelectorAll('embed-card').length === 1")
    assert len(asked) == 3
    assert wrong == []
