"""A real page of another origin that shows ours, in a frame and as a component, and sees what arrives."""

import threading
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest
from playwright.sync_api import expect

from tests.browser.waiting import until
from tests.make import make_entry, make_image, make_page
from tests.reader.test_older import fill
from tests.serving import eventually

# A site that lets in what docs/reading.md says it needs, and nothing else.
POLICY = "default-src 'none'; frame-src {0}; script-src {0}; connect-src {0}; img-src {0}; style-src 'self'; base-uri 'none'"
PAGE = """<!doctype html><html lang="en"><title>Another site</title>
<h1>Another site</h1><p>Before.</p>
<iframe src="{url}{address}embed/" title="Live, framed" width="600" height="200" frameborder="0"></iframe>
<live-page-embed src="{url}{address}"><a href="{url}{address}">Our live page</a></live-page-embed>
<live-page-embed src="{url}{address}" entry="{entry}"></live-page-embed>
<p id="after">After.</p>
<script src="{url}/embed.js" async></script>"""


@pytest.fixture
def elsewhere(server):
    """Gives a page of another origin that embeds this live page and this entry of it; its address."""
    made = []

    def elsewhere(page, entry):
        text = PAGE.format(url=server.url, address=page.get_absolute_url(), entry=entry.pk).encode()

        class Site(BaseHTTPRequestHandler):
            def do_GET(self):
                self.send_response(200 if self.path == "/" else 204)
                self.send_header("Content-Type", "text/html")
                self.send_header("Content-Security-Policy", POLICY.format(server.url))
                self.end_headers()
                self.wfile.write(text if self.path == "/" else b"")

            def log_message(self, *_):
                pass

        site = ThreadingHTTPServer(("127.0.0.1", 0), Site)
        thread = threading.Thread(target=site.serve_forever)
        thread.start()
        made.append((site, thread))
        return f"http://127.0.0.1:{site.server_port}/"

    yield elsewhere
    for site, thread in made:
        site.shutdown()
        thread.join()
        site.server_close()


def test_another_site_shows_our_page_and_sees_entries_come_change_and_go(server, elsewhere, context):
    image = make_image(alt="A harbour")
    image.make_renditions()
    page = make_page(title="Summit")
    fill(page, 9)
    first = make_entry(
        page, headline="Doors open", body=f'<p>At nine.</p><figure data-image="{image.pk}"></figure>'
    )
    tab = context.new_page()
    wrong, asked = [], []
    tab.on("pageerror", lambda error: wrong.append(str(error)))
    tab.on("request", lambda request: asked.append(request.url))
    tab.on(
        "console",
        lambda said: (
            said.type == "error"
            and "favicon" not in str(said.location)
            and wrong.append(f"{said.text} {said.location}")
        ),
    )
    tab.goto(elsewhere(page, first))
    framed = tab.frame_locator("iframe")
    component, alone = tab.locator("live-page-embed").nth(0), tab.locator("live-page-embed").nth(1)

    # Both show the newest ten, the third one entry, and pictures come from us.
    for shown, number in ((framed, 10), (component, 10), (alone, 1)):
        expect(shown.get_by_role("heading", level=3, name="Doors open")).to_be_visible()
        expect(shown.locator(".entry")).to_have_count(number)
    source = component.get_by_role("img", name="A harbour").evaluate(
        "(image) => image.currentSrc || image.src"
    )
    assert source.startswith(f"{server.url}/media/")
    assert component.get_by_role("heading", name="Summit").get_attribute("aria-level") == "2"
    expect(component.get_by_role("link", name="All updates at")).to_have_attribute(
        "href", f"{server.url}{page.get_absolute_url()}"
    )

    # The frame is as high as what is in it.
    height = "document.querySelector('iframe').getBoundingClientRect().height"
    until(tab, f"{height} > 400")
    inner = "document.querySelector('live-page-embed').getBoundingClientRect().height"
    eventually(lambda: abs(tab.evaluate(height) - tab.frames[1].evaluate(inner)) <= 1, within=15)

    # One arrives: at once where its top is seen, behind a button where one reads further down.
    tab.evaluate("scrollTo(0, 0)")
    second = make_entry(page, headline="Talks begin")
    expect(framed.get_by_role("heading", level=3, name="Talks begin")).to_be_visible()
    expect(framed.locator(".entry")).to_have_count(10)
    button = component.get_by_role("button", name="1 new update")
    newest = component.get_by_role("heading", level=3).first
    expect(newest.or_(button).first).to_be_visible()
    expect(component.locator(f"#entry-{second.pk}")).to_have_count(1)
    expect(alone.locator(".entry")).to_have_count(1)

    tab.locator("#after").scroll_into_view_if_needed()
    until(tab, "document.querySelector('live-page-embed').getBoundingClientRect().top < -300")
    tab.evaluate(
        "new Promise((drawn) => requestAnimationFrame(() => setTimeout(drawn)))"
    )  # observers know it, too
    third = make_entry(page, headline="Talks go on")
    expect(component.get_by_role("button", name="new update")).to_be_visible()
    expect(component.get_by_role("heading", level=3, name="Talks go on")).to_be_hidden()
    component.get_by_role("button", name="new update").click()
    expect(component.get_by_role("heading", level=3, name="Talks go on")).to_be_visible()
    expect(component.locator(f"#entry-{third.pk}")).to_be_focused()
    expect(component.locator(".entry")).to_have_count(10)

    # A correction, a new title and a withdrawal reach all three.
    first.headline = "Doors opened at nine"
    first.edit(by=None)
    page.title = "Summit in Paris"
    page.edit()
    for shown in (framed, component, alone):
        expect(shown.get_by_role("heading", level=3, name="Doors opened at nine")).to_have_count(1)
        expect(shown.get_by_role("heading", name="Summit in Paris")).to_have_count(1)
    first.withdraw(by=None)
    for shown in (framed, component, alone):
        expect(shown.get_by_text("Doors opened")).to_have_count(0)
    expect(alone.get_by_text("This update was withdrawn")).to_be_visible()

    assert wrong == [text for text in wrong if "410" in text]  # the browser says in red that an entry is gone
    assert {url.split("/")[2] for url in asked} == {server.url.split("/")[2], tab.url.split("/")[2]}
    assert context.cookies() == []


def test_the_frame_says_its_height_and_nothing_else_and_listens_to_nothing(server, elsewhere, tab):
    page = make_page()
    entry = make_entry(page)
    address = elsewhere(page, entry)
    tab.add_init_script("""
      window.heard = []
      addEventListener("message", ({ data, origin }) => heard.push([JSON.stringify(data), origin]))
      const listen = EventTarget.prototype.addEventListener
      EventTarget.prototype.addEventListener = function (type, ...more) {
        if (type === "message" && parent !== window) document.title = "listens"
        return listen.call(this, type, ...more)
      }
    """)
    tab.goto(address)
    heard = until(tab, "heard.length > 0 && heard")
    for data, origin in heard:
        assert data.startswith('{"livePageHeight":')
        assert data.removeprefix('{"livePageHeight":').removesuffix("}").isdigit()
        assert origin == server.url
    assert tab.frames[1].title() != "listens"
    # Whoever else says a height is not believed.
    before = until(
        tab,
        "Number(document.querySelector('iframe').height) !== 200 && document.querySelector('iframe').height",
    )
    tab.evaluate("postMessage({ livePageHeight: 7 }, '*')")
    until(tab, "heard.some(([data]) => data === '{\"livePageHeight\":7}')")
    assert tab.evaluate("document.querySelector('iframe').height") == before
    tab.wrong[:] = [text for text in tab.wrong if "favicon" not in text]


def test_a_reader_shares_an_entry(server, new_context):
    page = make_page()
    entry = make_entry(page, headline="Doors open")
    context = new_context()
    context.grant_permissions(["clipboard-read", "clipboard-write"], origin=server.url)
    tab = context.new_page()
    tab.add_init_script("navigator.share = undefined")
    tab.goto(page.get_absolute_url())
    button = tab.get_by_role("button", name="Share this update: Doors open")
    button.focus()
    tab.keyboard.press("Space")
    expect(tab.get_by_text("Link copied")).to_be_visible()
    assert tab.evaluate("navigator.clipboard.readText()") == f"{server.url}{entry.get_absolute_url()}"
    expect(button).to_be_focused()
    expect(tab.get_by_text("Link copied")).to_have_count(0)
    assert tab.url == f"{server.url}{page.get_absolute_url()}"

    # Where the system has a sheet, it is that.
    tab.evaluate("navigator.share = async (what) => (window.shared = what)")
    button.click()
    assert until(tab, "window.shared") == {
        "title": "Doors open",
        "url": f"{server.url}{entry.get_absolute_url()}",
    }
    expect(tab.get_by_text("Link copied")).to_have_count(0)

    # And an entry that came by the stream can be shared like any other.
    make_entry(page, headline="Talks begin")
    tab.get_by_role("button", name="Share this update: Talks begin").click()
    assert until(tab, "window.shared.title === 'Talks begin'")
