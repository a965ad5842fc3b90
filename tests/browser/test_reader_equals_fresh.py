"""Whatever changes while a page is open: it then equals a fresh one, in pixels and in text."""

import difflib
import io
from contextlib import suppress

import pytest
from django.core.files.base import ContentFile
from PIL import Image as Pillow
from PIL import ImageChops

from coverage.models import Entry, LivePage
from tests.browser.waiting import until, until_current
from tests.clips.files import clip
from tests.make import (
    make_author,
    make_byline,
    make_entry,
    make_image,
    make_page,
    make_picture_file,
    make_video,
)
from tests.serving import eventually

TALL = 2800  # so that all of the page is in view

# All that a reader reads. Not part of it: what the page says to screen readers alone, once; the line that
# tells who saw a withdrawal (this browser's own, until the next visit); the wheel in a video's controls.
WORDS = """async () => {
  for (const video of document.querySelectorAll("video")) video.controls = false
  for (const line of document.querySelectorAll(".gone")) line.remove()
  for (const status of document.querySelectorAll("[role=status]")) status.replaceChildren()
  await Promise.all(Array.from(document.images, (image) => image.decode()))
  return [document.title, document.documentElement.lang, document.documentElement.dir, document.body.innerText]
}"""
LOADED = "[...document.images].every((image) => image.complete && image.naturalWidth)"


class World:
    """A page with everything on it, and a verb for each thing that can happen to it."""

    def __init__(self):
        self.shade = 0
        self.photo = self.picture(90, 90)
        self.author = make_author("Ida Okafor", photo=self.photo)
        self.image = self.picture(320, 60)
        self.video = make_video(
            url="",
            file=ContentFile(clip("mp4"), "doors.mp4"),
            title="Doors",
            caption="They open",
            poster=self.image,
        )
        self.page = make_page(title="Summit", standfirst="Leaders meet.", time_zone="Europe/Paris")
        figures = (
            f'<figure data-image="{self.image.pk}"></figure><figure data-video="{self.video.pk}"></figure>'
        )
        self.first = make_entry(self.page, headline="Doors open", body=f"<p>At nine.</p>{figures}", kicker="Breaking",
                                bylines=[make_byline(self.author, role="Editor")])  # fmt: skip
        self.second = make_entry(self.page, headline="Rain", body="<p>It rains.</p>")
        self.third = make_entry(self.page, headline="Talks", body="<p>They talk.</p>", is_key_event=True)

    def picture(self, width, height):
        self.shade += 70
        file = make_picture_file(width, height, colour=(40, self.shade, 90))
        return make_image(file=file, alt="A harbour", credit="Reuters", caption="At dawn")

    def edit_page(self, **fields):
        page = LivePage.objects.get(pk=self.page.pk)
        for name, value in fields.items():
            setattr(page, name, value)
        page.edit()

    def edit_entry(self, entry, bylines=None, **fields):
        entry = Entry.objects.get(pk=entry.pk)
        for name, value in fields.items():
            setattr(entry, name, value)
        entry.edit(by=None, bylines=bylines)

    @staticmethod
    def edit(noun, **fields):
        noun.refresh_from_db()
        for name, value in fields.items():
            setattr(noun, name, value)
        noun.edit()

    def verb(self, noun, name, *args):
        getattr(type(noun).objects.get(pk=noun.pk), name)(*args, by=None)


# In this order: each begins where the one before has ended.
CHANGES = {
    "another title": lambda w: w.edit_page(title="Summit in Paris"),
    "a title that looks like a count": lambda w: w.edit_page(title="(2) Summits"),
    "another standfirst": lambda w: w.edit_page(standfirst="They meet.\nThey talk."),
    "no standfirst": lambda w: w.edit_page(standfirst=""),
    "a Summary": lambda w: w.edit_page(summary="<ul><li>Doors opened</li><li>Rain fell</li></ul>"),
    "another Summary": lambda w: w.edit_page(summary="<p>All is over.</p>"),
    "no Summary": lambda w: w.edit_page(summary=""),
    "a lead picture": lambda w: w.edit_page(lead_image=w.image),
    "a video in the picture's place": lambda w: w.edit_page(lead_image=None, lead_video=w.video),
    "another media caption": lambda w: w.edit_page(lead_caption="They arrive"),
    "another title of the video": lambda w: w.edit(w.video, title="The doors", caption="How they open"),
    "a pin": lambda w: w.verb(w.page, "pin", w.first),
    "another text of the pinned entry": lambda w: w.edit_entry(w.first, headline="All doors open"),
    "another pin": lambda w: w.verb(w.page, "pin", w.second),
    "no pin": lambda w: w.verb(w.page, "unpin"),
    "a key event": lambda w: w.edit_entry(w.first, is_key_event=True),
    "a key event less": lambda w: w.edit_entry(w.third, is_key_event=False),
    "another headline": lambda w: w.edit_entry(w.second, headline="Heavy rain"),
    "no headline": lambda w: w.edit_entry(w.second, headline=""),
    "another text": lambda w: w.edit_entry(w.second, body="<p>It pours.</p><ul><li>On all</li></ul>"),
    "a kicker": lambda w: w.edit_entry(w.second, kicker="Recap"),
    "another kicker": lambda w: w.edit_entry(w.second, kicker="Analysis"),
    "unconfirmed": lambda w: w.edit_entry(w.second, confirmation="unconfirmed"),
    "confirmed": lambda w: w.edit_entry(w.second, confirmation="confirmed"),
    "a picture in the text": lambda w: w.edit_entry(w.third, body=f'<p>See:</p><figure data-image="{w.image.pk}"></figure>'),
    "a caption of its own": lambda w: w.edit_entry(
        w.third, body=f'<p>See:</p><figure data-image="{w.image.pk}"><figcaption>Now</figcaption></figure>'
    ),
    "a correction": lambda w: Entry.objects.get(pk=w.third.pk).correct(by=None, note="It was Tuesday."),
    "a byline": lambda w: w.edit_entry(w.second, bylines=[make_byline(w.author, role="Reporter")]),
    "another role and place": lambda w: w.edit_entry(
        w.second, bylines=[make_byline(w.author, role="Host", reporting_from="Paris")]
    ),
    "another name of the author": lambda w: w.edit(w.author, name="Ida B. Okafor"),
    "another photo of the author": lambda w: w.edit(w.author, photo=w.picture(80, 80)),
    "no photo of the author": lambda w: w.edit(w.author, photo=None),
    "other words for a picture": lambda w: w.edit(w.image, alt="A quay", credit="Getty Images", caption="At dusk"),
    "no words for a picture": lambda w: w.edit(w.image, credit="", caption=""),
    "an arrival": lambda w: make_entry(w.page, headline="Fresh news", kicker="Watch"),
    "an arrival from before": lambda w: make_entry(w.page, headline="Earlier", at=w.second.published_at),
    "another time": lambda w: w.edit_entry(w.third, published_at=w.first.published_at.replace(microsecond=0)),
    "a withdrawal": lambda w: w.verb(w.first, "withdraw"),
    "a restoration": lambda w: w.verb(w.first, "restore"),
    "a pinned entry withdrawn": lambda w: (w.verb(w.page, "pin", w.second), w.verb(w.second, "withdraw")),
    "stream only": lambda w: w.edit_page(stream_only=True),
    "the end": lambda w: w.verb(w.page, "close"),
    "a closing line": lambda w: w.edit_page(closing_line="That was it. Thank you."),
    "a story to read": lambda w: w.edit_page(related_url="https://example.org/story", related_title="How it went"),
    "another beginning": lambda w: w.verb(w.page, "open"),
    "another time zone": lambda w: w.edit_page(time_zone="Asia/Tokyo"),
    "another direction and language": lambda w: w.edit_page(language="ar", direction="rtl"),
    "and back": lambda w: w.edit_page(language="en-GB", direction="ltr"),
    "nothing left": lambda w: [w.verb(entry, "withdraw") for entry in w.page.entries.published()],
}  # fmt: skip


@pytest.mark.parametrize("width", [1280, 360])
def test_an_open_page_equals_a_fresh_one_after_every_change(server, new_context, width, tmp_path):
    context = new_context(viewport={"width": width, "height": TALL})
    # What came since the last visit is marked by the browser for this reader alone; here it is turned off.
    context.add_init_script("localStorage.setItem('liveblog-choices', '{\"since\": false}')")
    world = World()
    opened, fresh = context.new_page(), context.new_page()
    opened.goto(world.page.get_absolute_url())
    differences, before = [], picture_and_words(opened)
    for name, change in CHANGES.items():
        change(world)
        until_current(opened, world.page)
        fresh.goto(world.page.get_absolute_url())
        new = picture_and_words(fresh)
        with suppress(AssertionError):  # told below, by what differs
            eventually(lambda words=new[1]: opened.evaluate(WORDS) == words, within=3)
        now = picture_and_words(opened)
        assert before != now, f"nobody could see: {name}"
        before = now
        if now[1] != new[1]:
            lines = difflib.unified_diff(
                *("\n".join(words).split("\n") for words in (new[1], now[1])), lineterm="", n=0
            )
            differences.append(f"{name}: {list(lines)[2:]}")
        elif now[0] != new[0]:
            where = unlike(now[0], new[0])
            if where:
                (tmp_path / f"{name}-open.png").write_bytes(now[0])
                (tmp_path / f"{name}-fresh.png").write_bytes(new[0])
                differences.append(f"{name}: pixels differ in {where}, see {tmp_path}")
    assert not differences, "\n".join(differences)


def unlike(one, other):
    """The box in which two screenshots differ; None if nobody could see it.

    The edges of Chromium's circles are up to 9 shades of 255 off from one painting to the next.
    """
    difference = ImageChops.difference(
        *(Pillow.open(io.BytesIO(shot)).convert("RGB") for shot in (one, other))
    )
    return difference.point(lambda shades: 255 if shades > 16 else 0).getbbox()


def picture_and_words(tab):
    until(tab, LOADED)
    assert tab.evaluate("document.documentElement.scrollHeight") <= TALL
    words = tab.evaluate(WORDS)
    return tab.screenshot(animations="disabled"), words
