"""How a page comes in on a cheap phone.  python -m tests.bench.slow_phone http://127.0.0.1:8000/live/moon-landing/

360 px at two device pixels, on slow 4G (1.6 Mbit/s, 150 ms) with a CPU four times slower. Of five first visits the
median: bytes by kind as they come over the line, the largest contentful paint, how long the main thread was blocked
(what each task had beyond 50 ms) and the layout shift, all until three seconds after the page has loaded.
"""

import sys
from statistics import median

from playwright.sync_api import sync_playwright

VISITS = 5
SLOW_4G = {"offline": False, "latency": 150, "downloadThroughput": 200_000, "uploadThroughput": 94_000}
SEEN = """
window.seen = {lcp: 0, blocked: 0, shift: 0}
const watch = (type, take) => new PerformanceObserver(list => list.getEntries().forEach(take)).observe({type, buffered: true})
watch("largest-contentful-paint", ({startTime}) => (seen.lcp = startTime))
watch("longtask", ({duration}) => (seen.blocked += duration - 50))
watch("layout-shift", ({value}) => (seen.shift += value))
"""


def visit(browser, url):
    """(what was seen, bytes by kind) of one who comes for the first time."""
    context = browser.new_context(viewport={"width": 360, "height": 740}, device_scale_factor=2)
    tab = context.new_page()
    line = context.new_cdp_session(tab)
    line.send("Network.enable")
    line.send("Network.emulateNetworkConditions", SLOW_4G)
    line.send("Emulation.setCPUThrottlingRate", {"rate": 4})
    kinds, weights = {}, {}
    line.on("Network.responseReceived", lambda said: kinds.update({said["requestId"]: said["type"]}))

    def weigh(said):
        kind = kinds.get(said["requestId"], "Other")
        weights[kind] = weights.get(kind, 0) + said["encodedDataLength"]

    line.on("Network.loadingFinished", weigh)
    tab.add_init_script(SEEN)
    tab.goto(url, wait_until="load")
    tab.wait_for_timeout(3000)
    seen = tab.evaluate("seen")
    context.close()
    return seen, weights


def main(url):
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path="/usr/bin/chromium", args=["--disable-gpu"])
        visits = [visit(browser, url) for _each in range(VISITS)]
        browser.close()
    for name in ("lcp", "blocked", "shift"):
        print(f"{name}: {median(seen[name] for seen, _weights in visits):.3g}")
    weights = visits[-1][1]
    print(", ".join(f"{kind} {size / 1024:.1f} KB" for kind, size in sorted(weights.items())))


if __name__ == "__main__":
    main(sys.argv[1])
