"""A reader's open page without a screen: the rules of static/js/live-page.js and live-line.js."""

import json
from html.parser import HTMLParser

VOID = {"img", "source", "br", "hr", "input", "link", "meta"}


class Reader:
    """`fetch`: a function that gives the page's HTML as it is now."""

    def __init__(self, fetch):
        self.fetch = fetch
        self.begin_anew()

    def begin_anew(self):
        fresh = Seen(self.fetch())
        self.version, self.entries, self.parts, self.has_older = (
            fresh.version,
            fresh.entries,
            fresh.parts,
            fresh.has_older,
        )

    def take(self, event):
        """One event of a stream; False when this line is to be left."""
        if event.name == "reset":
            self.begin_anew()
            return False
        if event.name == "beat":
            return event.data["version"] <= self.version
        return self.apply(event.data)

    def apply(self, frame):
        """One version more; False when one is missing in between."""
        if frame["version"] <= self.version:
            return True
        if frame["version"] > self.version + 1:
            return False
        self.version = frame["version"]
        if "entry" in frame:
            self.put(frame["entry"], frame.get("html"), frame.get("place"))
        for name, html in frame.get("parts", {}).items():
            self.parts[name] = html.strip()
        return True

    def put(self, pk, html, place):
        self.entries = [entry for entry in self.entries if entry[0] != pk]
        if html is None:
            return
        mine, end = rank(place), len(self.entries)
        at = next((number for number, entry in enumerate(self.entries) if mine > rank(entry[1])), end)
        if at == end and self.has_older:
            return  # beyond the stretch that this page shows
        self.entries.insert(at, (pk, place, html.strip()))

    @property
    def shown(self):
        return self.entries, self.parts


def rank(place):
    return tuple(map(int, place.split(".")))


class Event:
    def __init__(self, name, data, id=None):
        self.name, self.data, self.id = name, data, id

    def __repr__(self):
        return f"{self.name} {self.data.get('version')}"


def events_in(text):
    """The events of a whole stream, read as WHATWG HTML §9.2.6 says; strict where it is lenient.

    AssertionError for a line that is neither of id, event, data, retry, for an event of several
    data lines, and for an end in the middle of one.
    """
    assert text == "" or text.endswith("\n\n"), f"ends in the middle of an event: {text[-80:]!r}"
    events = []
    for block in text.replace("\r\n", "\n").replace("\r", "\n").split("\n\n")[:-1]:
        said = {}
        for line in block.split("\n"):
            name, colon, value = line.partition(": ")
            assert name in ("id", "event", "data", "retry"), line[:80]
            assert colon, line[:80]
            assert name not in said, f"{name} twice in one event"
            said[name] = value
        if "event" in said:
            events.append(Event(said["event"], json.loads(said["data"]), said.get("id")))
        elif "retry" in said:
            events.append(Event("retry", {"retry": int(said["retry"])}))
    return events


class Seen(HTMLParser):
    """What a page's HTML shows: `version`, `entries` [(id, place, html)], `parts` {name: html}."""

    def __init__(self, html):
        super().__init__(convert_charrefs=False)
        self.version, self.entries, self.parts, self.has_older = None, [], {}, False
        self._html, self._open = html, []
        self._lines = [0]
        for line in html.split("\n"):
            self._lines.append(self._lines[-1] + len(line) + 1)
        self.feed(html)
        self.close()
        assert self.version is not None, "no <live-page> in this page"

    def handle_starttag(self, tag, attributes):
        attributes = dict(attributes)
        if tag == "live-page":
            self.version = int(attributes["data-version"])
        if tag == "a" and attributes.get("class") == "older" and "hidden" not in attributes:
            self.has_older = True
        if tag not in VOID:
            self._open.append((tag, attributes, self._at()))

    def handle_endtag(self, tag):
        if tag in VOID:
            return
        while self._open:
            opened, attributes, start = self._open.pop()
            if opened == tag:
                break
        end = self._html.index(">", self._at()) + 1
        if "data-part" in attributes:
            self.parts[attributes["data-part"]] = self._html[start:end]
        elif tag == "article" and "data-place" in attributes:
            pk = int(attributes["id"].removeprefix("entry-"))
            self.entries.append((pk, attributes["data-place"], self._html[start:end]))

    def _at(self):
        line, column = self.getpos()
        return self._lines[line - 1] + column
