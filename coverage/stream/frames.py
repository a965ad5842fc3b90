"""Frames: what a reader is sent, and the chain of them that all readers of a page share."""

import json
from collections import deque

KEPT = 500  # frames a chain holds; a reader further behind fetches the page again


class Frame:
    """One version of a page.

    `kind`: arrived, changed, gone or page. `entry`: its id, `html` and `place` while it is published.
    `parts`: name → HTML of each part of the page that is different since the version before.
    """

    __slots__ = ("_sse", "changed_at", "entry", "html", "kind", "parts", "place", "sent_at", "version")

    def __init__(self, version, kind, sent_at, *, entry=None, html=None, place=None, parts=None):
        self.version, self.kind, self.sent_at = version, kind, sent_at
        self.entry, self.html, self.place = entry, html, place
        self.parts = parts or {}
        self.changed_at = None  # when its change was written, where that is known
        self._sse = None

    def content(self):
        """As JSON has it, in the stream and in the change list alike."""
        said = {"version": self.version, "kind": self.kind, "sent_at": self.sent_at}
        if self.entry is not None:
            said["entry"] = self.entry
        if self.html is not None:
            said |= {"html": self.html, "place": self.place}
        if self.parts:
            said["parts"] = self.parts
        return said

    def sse(self):
        """As bytes of an event stream (WHATWG HTML §9.2); made once, whoever it is sent to."""
        if self._sse is None:
            self._sse = event(self.kind, self.content(), id=self.version)
        return self._sse

    def forget_entry(self):
        """Say nothing of the entry any more: a later frame says what it is now."""
        self.kind, self.entry, self.html, self.place, self._sse = "page", None, None, None, None

    def forget_part(self, name):
        del self.parts[name]
        self._sse = None


def event(name, data, id=None):
    """One event; JSON holds no line break, so nothing in `data` can end it."""
    head = f"id: {id}\n" if id is not None else ""
    return f"{head}event: {name}\ndata: {json.dumps(data, ensure_ascii=True, separators=(',', ':'))}\n\n".encode()


class Chain:
    """The latest frames of one page, one for every version without a gap.

    What a later frame says, earlier ones forget, so whoever comes with whichever cursor is sent
    the present: never a text that was withdrawn or corrected since.
    """

    def __init__(self, version):
        self.version = version
        self._frames = deque()
        self._entry_at = {}  # entry id → the frame that speaks of it
        self._part_at = {}
        self._joined = {}  # cursor → bytes of everything after it

    @property
    def floor(self):
        """The oldest cursor that the chain can serve."""
        return self.version - len(self._frames)

    def append(self, frame):
        """The next version's frame. ValueError if it isn't the next."""
        if frame.version != self.version + 1:
            raise ValueError(f"{frame.version} does not follow {self.version}")
        self._take_over(frame)
        self._frames.append(frame)
        self.version = frame.version
        self._joined.clear()
        while len(self._frames) > KEPT:
            self._let_go(self._frames.popleft())

    def prepend(self, frames):
        """Older frames, in rising order up to the floor; what the chain already says, they needn't."""
        for frame in reversed(frames):
            if frame.version != self.floor:
                raise ValueError(f"{frame.version} does not precede {self.floor + 1}")
            if frame.entry in self._entry_at:
                frame.forget_entry()
            elif frame.entry is not None:
                self._entry_at[frame.entry] = frame
            for name in list(frame.parts):
                if name in self._part_at:
                    frame.forget_part(name)
                else:
                    self._part_at[name] = frame
            self._frames.appendleft(frame)

    def clear(self, version):
        """Begin anew at a version that doesn't follow: every reader's cursor is void."""
        self.__init__(version)

    def after(self, cursor):
        """The frames after a cursor between the floor and the version."""
        behind = self.version - cursor
        return [self._frames[at] for at in range(len(self._frames) - behind, len(self._frames))]

    def bytes_after(self, cursor):
        """The same as bytes, made once for all who ask."""
        if cursor == self.version - 1:
            return self._frames[-1].sse()
        if cursor not in self._joined:
            self._joined[cursor] = b"".join(frame.sse() for frame in self.after(cursor))
        return self._joined[cursor]

    def _take_over(self, frame):
        if frame.entry is not None:
            if older := self._entry_at.get(frame.entry):
                older.forget_entry()
            self._entry_at[frame.entry] = frame
        for name in frame.parts:
            if older := self._part_at.get(name):
                older.forget_part(name)
            self._part_at[name] = frame

    def _let_go(self, frame):
        if frame.entry is not None:
            self._entry_at.pop(frame.entry)
        for name in frame.parts:
            self._part_at.pop(name)
