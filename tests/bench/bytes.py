"""What a page with ten pictures costs on the line.  python -m tests.bench.bytes [FOLDER for screenshots]

A Chromium at 360 and 1280 px, at one and two device pixels: bytes by kind, the largest contentful paint, and for
each picture that was loaded its width beside that of its box. Exit status 1 where one is wider than the next
rendition above its box.
"""

import io
import os
import sys
import tempfile
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ.setdefault("LIVEBLOG_DATA_DIR", str(FOLDER))
os.environ["MEDIA_ROOT"], os.environ["ORIGINALS_ROOT"] = str(FOLDER / "media"), str(FOLDER / "originals")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("DEBUG", "true")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"  # Playwright's event loop runs in this thread
import django

django.setup()

from django.db import connection
from PIL import Image as Pillow
from playwright.sync_api import sync_playwright

from coverage.pictures.renditions import WIDTHS
from tests.browser.conftest import CHROMIUM, FLAGS, Server
from tests.make import make_entry, make_image, make_page

SIDES = (1600, 1067)
LOADED = """() => [...document.images].filter(image => image.complete && image.naturalWidth).map(image => {
  return [image.currentSrc, image.getBoundingClientRect().width]
})"""
WEIGHED = """() => {
  const weights = {}
  for (const kind of ["navigation", "resource"])
    for (const { name, initiatorType, encodedBodySize } of performance.getEntriesByType(kind)) {
      const what = name.includes("/media/") ? "pictures" : initiatorType
      weights[what] = (weights[what] ?? 0) + encodedBodySize
    }
  return weights
}"""
PAINTED = """() => new Promise(done => new PerformanceObserver(list => done(list.getEntries().at(-1).startTime))
  .observe({ type: "largest-contentful-paint", buffered: true }))"""


def photo(number):
    soft = Pillow.effect_noise((60, 40), 90).resize(SIDES, Pillow.Resampling.BICUBIC)
    grey = Pillow.blend(soft, Pillow.effect_noise(SIDES, 40), 0.2)
    out = io.BytesIO()
    flat = Pillow.new("L", SIDES, 20 * number)
    Pillow.merge("RGB", (grey, soft, flat)).save(out, "JPEG", quality=90)
    out.seek(0)
    return out


def make():
    page = make_page()
    for number in range(10):
        image = make_image(file=photo(number), alt=f"View {number}")
        image.make_renditions()
        if number == 0:
            page.lead_image = image
            page.edit()
        else:
            make_entry(page, body=f'<p>Words.</p><figure data-image="{image.pk}"></figure>')
    return page


def measure(browser, url, width, scale, folder):
    """The pictures that are too wide for their boxes."""
    options = {"viewport": {"width": width, "height": 900}, "device_scale_factor": scale}
    tab = browser.new_context(**options).new_page()
    tab.goto(url, wait_until="load")
    painted = tab.evaluate(PAINTED)
    for image in tab.locator("img").all():
        image.scroll_into_view_if_needed()
        image.evaluate("image => image.decode()")
    weights = tab.evaluate(WEIGHED)
    if folder:
        tab.screenshot(path=f"{folder}/ten-{width}-{scale}.png")
    too_wide, seen = [], []
    for source, box in tab.evaluate(LOADED):
        wide = int(Path(source).stem.rsplit("-", 1)[-1])
        fitting = next((each for each in WIDTHS if each >= box * scale), WIDTHS[-1])
        seen.append(f"{wide} for {round(box * scale)}")
        if wide > fitting:
            too_wide.append(f"{width} px × {scale}: {source} for {box * scale:.0f}")
    print(f"{width} px × {scale}: LCP {painted:.0f} ms, {weights}; pictures {', '.join(dict.fromkeys(seen))}")
    return too_wide


def main():
    folder = sys.argv[1] if len(sys.argv) > 1 else None
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    server = None
    try:
        page = make()
        server = Server(FOLDER).start()
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=CHROMIUM, chromium_sandbox=False, args=FLAGS)
            url = f"{server.url}{page.get_absolute_url()}"
            wrong = [
                found
                for width in (360, 1280)
                for scale in (1, 2)
                for found in measure(browser, url, width, scale, folder)
            ]
            browser.close()
    finally:
        if server:
            server.stop()
        connection.creation.destroy_test_db(name, verbosity=0)
    print("\n".join(wrong) if wrong else "none is larger than its box needs")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
