"""What an editor sees who saves over somebody else's newer words: theirs, mine, and both together."""

from dataclasses import dataclass

from coverage.markup import blocks
from coverage.markup.merge import body_of, merged, merged_line
from coverage.models import Revision


@dataclass(frozen=True)
class Proposal:
    """Both texts merged. `pieces`: (text, is_conflict) of each part of the body, to be looked at."""

    headline: str
    kicker: str
    body: str
    pieces: list
    is_headline_conflict: bool

    @property
    def has_conflicts(self):
        return self.is_headline_conflict or any(is_conflict for _text, is_conflict in self.pieces)


def proposal(stored, form):
    """`stored`: the entry as it is now; `form`: a checked EntryForm that began from an older revision."""
    base = stored.revisions.filter(number=form.cleaned_data["based_on"] or 1).first() or Revision()
    mine = form.instance
    headline, is_headline_conflict = merged_line(base.headline, stored.headline, mine.headline)
    kicker, _is_conflict = merged_line(base.kicker, stored.kicker, mine.kicker)
    pieces = merged(base.body, stored.body, mine.body)
    texts = ((text_of("".join(piece.blocks)), piece.is_conflict) for piece in pieces)
    shown = [(text, is_conflict) for text, is_conflict in texts if text]
    return Proposal(headline, kicker, body_of(pieces), shown, is_headline_conflict)


def text_of(body):
    """A body in plain text, its figures by their captions."""
    return "\n\n".join(_text_of(block) for block in blocks.blocks(body))


def _text_of(block):
    return f"▣ {blocks.words(block)}" if blocks.is_figure(block) else blocks.plain(block)
