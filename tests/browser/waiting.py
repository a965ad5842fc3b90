"""What Playwright can't do here: its `wait_for_function` needs an `eval` that our policy refuses."""

from tests.serving import eventually


def until(tab, expression, *, within=15):
    """What a JavaScript expression gives once it is true."""
    return eventually(lambda: tab.evaluate(expression), within=within)


def until_current(tab, page, *, within=15):
    """Wait until the tab shows this page as it is now."""
    page.refresh_from_db(fields=["version"])
    until(
        tab,
        f"(page => page.version === {page.version} && page.isCurrent)(document.querySelector('live-page'))",
        within=within,
    )


def see(tab, is_seen):
    """Tell the page that its tab is seen or not: a headless Chromium shows every tab, whatever one does."""
    tab.evaluate(
        """(isSeen) => {
          Object.defineProperty(document, "hidden", { get: () => !isSeen, configurable: true })
          document.dispatchEvent(new Event("visibilitychange"))
        }""",
        is_seen,
    )
