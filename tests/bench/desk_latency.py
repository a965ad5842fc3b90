"""From an editor's key to a reader's eye: how long until a published entry is seen in another browser.

    python -m tests.bench.desk_latency [PUBLISHES]

Real server, real Chromium, two profiles: one at the desk, one at the page. Times are taken by the
clock that both tabs share: when Ctrl+Enter came down in the one, when the entry stood in the other.
"""

import statistics
import sys

import pytest

PUBLISHES = int(sys.argv[1]) if len(sys.argv) > 1 else 50
PRESSED = """() => document.addEventListener("keydown", (event) => {
  if (event.key === "Enter" && event.ctrlKey) window.pressedAt = Date.now()
}, { capture: true })"""
SEEN = """() => {
  window.seen = {}
  new MutationObserver(() => {
    for (const heading of document.querySelectorAll(".timeline h3")) window.seen[heading.textContent.trim()] ??= Date.now()
  }).observe(document.body, { childList: true, subtree: true, characterData: true })
}"""


def test_publishes(new_context, server, transactional_db):
    from tests.desk.desks import Desk
    from tests.make import make_editor, make_page

    page = make_page()
    desk = Desk(page, make_editor())
    editors, readers = new_context(), new_context()
    editors.add_cookies(
        [{"name": "sessionid", "value": desk.client.cookies["sessionid"].value, "url": server.url}]
    )
    editor, reader = editors.new_page(), readers.new_page()
    reader.goto(page.get_absolute_url())
    reader.evaluate(SEEN)
    editor.goto(desk.url("desk"))
    editor.locator("desk-composer .writing").wait_for()
    editor.evaluate(PRESSED)
    times = [_publish(editor, reader, f"Update {number}") for number in range(PUBLISHES)]
    times.sort()
    p95 = times[min(len(times) - 1, round(0.95 * len(times)) - 1)]
    print(
        f"\n{len(times)} publishes, key to reader: p50 {statistics.median(times):.0f} ms · p95 {p95} ms · "
        f"slowest {times[-1]} ms"
    )
    editor.evaluate("document.querySelector('desk-follow').remove()")
    editor.wait_for_timeout(500)


def _publish(editor, reader, words):
    from tests.browser.waiting import until

    editor.locator("textarea.headline").fill(words)
    editor.wait_for_timeout(300)  # as a person, who looks once more
    editor.keyboard.press("Control+Enter")
    seen_at = until(reader, f"window.seen[{words!r}]")
    until(editor, "document.querySelector('textarea.headline').value === ''")
    return seen_at - editor.evaluate("window.pressedAt")


if __name__ == "__main__":
    sys.exit(
        pytest.main([__file__, "-n0", "-q", "-s", "-p", "tests.browser.conftest", "-c", "pyproject.toml"])
    )
