"""Forms in HTML, as a browser would send them."""

from html.parser import HTMLParser

WORDS = {"text", "url", "email", "search", "date", "time", "datetime-local"}
NOT_SENT = {"file", "submit", "button", "password"}


class Forms(HTMLParser):
    """`found`: of each form its fields as they stand there (name → values), and the names of those for words."""

    def __init__(self, html):
        super().__init__()
        self.found, self._area, self._select = [], None, None
        self.feed(html)

    def handle_starttag(self, tag, attributes):
        here = dict(attributes)
        if tag == "form":
            self.found.append(({}, []))
        elif not self.found or "disabled" in here:
            pass
        elif tag == "option":
            if self._select and "selected" in here:
                self._field(self._select).append(here.get("value") or "")
        elif here.get("name"):
            self._start(tag, here["name"], here)

    def _start(self, tag, name, here):
        kind = here.get("type") or "text"
        if tag == "textarea" or (tag == "input" and kind in WORDS):
            self.found[-1][1].append(name)
        if tag == "textarea":
            self._area = name
            self._field(name).append("")
        elif tag == "select":
            self._select = name
        elif (
            tag == "input"
            and kind not in NOT_SENT
            and (kind not in ("checkbox", "radio") or "checked" in here)
        ):
            self._field(name).append(here.get("value") or "")

    def _field(self, name):
        return self.found[-1][0].setdefault(name, [])

    def handle_data(self, data):
        if self._area:
            self._field(self._area)[-1] += data

    def handle_endtag(self, tag):
        if tag == "textarea":
            self._area = None
        elif tag == "select":
            self._select = None
