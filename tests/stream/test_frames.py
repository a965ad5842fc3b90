"""The chain alone, on a page that is a dictionary: fast enough for every history that hypothesis thinks of."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.stream import frames
from coverage.stream.frames import Chain, Frame
from tests.stream.reader import Reader, events_in

WORD = re.compile(r"w\d+")

# (kind, what): an entry says something new, an entry goes, a part says something new
CHANGES = st.tuples(st.sampled_from(["entry", "entry", "gone", "part"]), st.integers(0, 3))


class Page:
    """A page of four entries and four parts, and the log of what happened to it."""

    def __init__(self):
        self.entries, self.parts, self.log, self.words = {}, {}, [], 0

    @property
    def version(self):
        return len(self.log)

    def change(self, kind, what):
        self.words += 1
        if kind == "part":
            self.parts[f"part{what}"] = f"w{self.words}"
        elif kind == "entry":
            self.entries[what + 1] = f"w{self.words}"
        else:
            self.entries.pop(what + 1, None)
        self.log.append(None if kind == "part" else what + 1)

    def frames(self, after, up_to, known=None):
        """As replay.news and replay.earlier: what these versions brought, said as things are now."""
        made = []
        last = {entry: number for number, entry in enumerate(self.log[after:up_to], after + 1) if entry}
        for number, entry in enumerate(self.log[after:up_to], after + 1):
            if last.get(entry) != number:
                made.append(Frame(number, "page", 0))
            elif entry in self.entries:
                made.append(
                    Frame(number, "changed", 0, entry=entry, html=self.entries[entry], place=f"1.{entry}")
                )
            else:
                made.append(Frame(number, "gone", 0, entry=entry))
        known = known if known is not None and len(made) == 1 else {}
        made[-1].parts = {name: html for name, html in self.parts.items() if known.get(name) != html}
        return made


class OpenPage(Reader):
    """A reader of such a page as of now."""

    def __init__(self, page):
        self.version, self.has_older = page.version, False
        self.entries = [(pk, f"1.{pk}", html) for pk, html in sorted(page.entries.items(), reverse=True)]
        self.parts = dict(page.parts)


@given(
    before=st.lists(CHANGES, max_size=12),
    steps=st.lists(CHANGES | st.sampled_from(["read", "reach back"]), max_size=30),
    kept=st.integers(3, 40),
)
def test_from_every_cursor_the_chain_brings_the_page_of_today(before, steps, kept):
    page, chain, readers, known = Page(), None, [], {}
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(frames, "KEPT", kept)
        for change in before:
            readers.append(OpenPage(page))
            page.change(*change)
        chain, known = Chain(page.version), dict(page.parts)
        for step in [*steps, "read", "reach back"]:
            if step == "read":
                for frame in (
                    page.frames(chain.version, page.version, known) if page.version > chain.version else []
                ):
                    chain.append(frame)
                known = dict(page.parts)
            elif step == "reach back":
                after = max(0, chain.version - kept)
                if after < chain.floor:
                    chain.prepend(
                        [
                            *page.frames(after, chain.floor)[:-1],
                            _with(page.frames(after, chain.floor)[-1], known),
                        ]
                    )
            else:
                readers.append(OpenPage(page))
                page.change(*step)
            if chain.version == page.version:
                alive = {*page.entries.values(), *page.parts.values()}
                for cursor in range(chain.floor, chain.version):
                    said = set(WORD.findall(chain.bytes_after(cursor).decode()))
                    assert said <= alive, f"after={cursor} says {said - alive}"
    for reader in readers:
        if reader.version < chain.floor:
            continue
        for event in (
            events_in(chain.bytes_after(reader.version).decode()) if reader.version < chain.version else []
        ):
            assert event.id == str(event.data["version"])
            assert reader.take(event)
            assert reader.take(event), "a frame that comes twice"
        assert reader.version == chain.version
        assert dict((pk, html) for pk, _place, html in reader.entries) == page.entries
        assert [pk for pk, *_ in reader.entries] == sorted(page.entries, reverse=True)
        assert reader.parts == page.parts


def _with(frame, parts):
    frame.parts = dict(parts)
    return frame


def test_a_chain_holds_one_frame_for_each_version_and_no_other():
    chain = Chain(5)
    chain.append(Frame(6, "page", 0))
    for version in (5, 6, 8):
        with pytest.raises(ValueError, match="does not follow 6"):
            chain.append(Frame(version, "page", 0))
    with pytest.raises(ValueError, match="does not precede"):
        chain.prepend([Frame(4, "page", 0)])
    chain.prepend([Frame(4, "page", 0), Frame(5, "page", 0)])
    assert [frame.version for frame in chain.after(3)] == [4, 5, 6]


def test_a_chain_keeps_so_many_frames_and_forgets_the_oldest(monkeypatch):
    monkeypatch.setattr(frames, "KEPT", 3)
    chain = Chain(0)
    for version in range(1, 10):
        chain.append(
            Frame(version, "arrived", 0, entry=version % 2 + 1, html="x", place="1.1", parts={"state": "x"})
        )
    assert (chain.floor, chain.version) == (6, 9)
    assert len(chain.after(chain.floor)) == 3


@given(st.text())
def test_no_text_ends_an_event(text):
    frame = Frame(1, "arrived", 0, entry=1, html=text, place="1.1", parts={"heading": text})
    (event,) = events_in(frame.sse().decode())
    assert (event.data["html"], event.data["parts"]) == (text, {"heading": text})
    assert frame.sse().isascii()
