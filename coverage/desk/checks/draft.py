"""What a rule looks at, and what it has to say. Plain values: a rule asks nobody for more."""

from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto


@dataclass(frozen=True)
class Picture:
    """A picture in the text. `is_there`: False where the text names one that is gone."""

    number: int
    alt: str = ""
    is_decorative: bool = False
    credit: str = ""
    is_own_graphic: bool = False
    is_there: bool = True


class Standing(Enum):
    """What a reader who follows a link would find."""

    ELSEWHERE = auto()  # on somebody else's site: nobody asks there
    PUBLIC = auto()
    UNPUBLISHED_PAGE = auto()
    UNPUBLISHED_ENTRY = auto()
    WITHDRAWN = auto()
    DESK = auto()
    NOWHERE = auto()


@dataclass(frozen=True)
class Link:
    href: str
    standing: Standing = Standing.ELSEWHERE


@dataclass(frozen=True)
class Recent:
    """An entry that readers have. `at`: in the page's time zone; `text`: plain, its beginning is enough."""

    at: datetime
    headline: str = ""
    kicker: str = ""
    text: str = ""


@dataclass(frozen=True)
class Draft:
    """An entry as it is being written, and what the rules know of its page.

    `lines`: the text's paragraphs, items and captions as plain text; `at`: when it goes (or went)
    out; `recent`: what readers got before it, newest first.
    """

    at: datetime
    headline: str = ""
    kicker: str = ""
    lines: tuple[str, ...] = ()
    pictures: tuple[Picture, ...] = ()
    links: tuple[Link, ...] = ()
    language: str = "en-GB"
    names: tuple[str, ...] = ()
    urgent_kickers: frozenset[str] = frozenset({"Breaking"})
    recent: tuple[Recent, ...] = ()

    def passages(self):
        """Everything that is written here, line by line, as Passages."""
        yield Passage("headline", self.headline, 0, self)
        for number, text in enumerate(self.lines):
            yield Passage("body", text, number, self)

    @property
    def text(self):
        return " ".join(self.lines)


@dataclass(frozen=True)
class Finding:
    """One thing to look at, and where it is.

    `field`: headline, kicker or body. In it: `words`, at their `nth` place (from 0); or the link
    to `href`; or the `picture` of that number.
    """

    sentence: str
    field: str
    words: str = ""
    nth: int = 0
    href: str = ""
    picture: int | None = None


@dataclass(frozen=True)
class Passage:
    """One line of what is written: `number` among those of its `field`."""

    field: str
    text: str
    number: int
    draft: Draft

    def finding(self, sentence, start, end):
        """A Finding about text[start:end]."""
        words = self.text[start:end]
        before = self.draft.lines[: self.number] if self.field == "body" else ()
        nth = sum(line.count(words) for line in before) + self.text[:start].count(words)
        return Finding(sentence, self.field, words=words, nth=nth)
