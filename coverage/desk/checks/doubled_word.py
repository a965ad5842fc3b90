"""The same word twice: “the the”.

Only in languages whose true doubles are listed here (“he had had enough”, “die, die die Stadt …”):
in many others saying a word twice means something. Never where both begin with a capital (“Duran
Duran”), and a mark or a hyphen between or beside them parts them.
"""

import re

from django.utils.translation import gettext as _

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)*")
_TRUE_DOUBLES = {
    "en": "had that is was do did so very really in on no yes now well many long far there her bye ha hear knock blah",
    "de": "die der das den dem sie ihr sehr ganz so nein ja na",
    "fr": "nous vous faire très non oui si bon",
    "es": "muy no sí se",
    "it": "piano via poco molto no sì quasi man",
    "nl": "die dat heel nee ja zo",
    "pt": "não sim muito se já",
    "sv": "det mycket nej ja",
    "da": "det meget nej ja",
    "nb": "det meget nei ja",
}
_TRUE_DOUBLES = {language: frozenset(words.split()) for language, words in _TRUE_DOUBLES.items()}


def check(draft):
    meant = _TRUE_DOUBLES.get(draft.language.lower().split("-")[0])
    if meant is None:
        return
    for passage in draft.passages():
        for start, end in doubles(passage.text):
            words = passage.text[start:end].split()
            if words[0].casefold() not in meant:
                yield passage.finding(
                    _("“%(words)s”: the word stands twice.") % {"words": " ".join(words)}, start, end
                )


def doubles(text):
    """(start, end) of each word that stands twice with nothing but white space between; who says it three times means it."""
    run = []
    for match in _WORD.finditer(text):
        if run and _follows(text, run[-1], match) and _same(run[-1][0], match[0]):
            run.append(match)
            continue
        yield from _double(run)
        run = [match]
    yield from _double(run)


def _double(run):
    if len(run) == 2:
        yield run[0].start(), run[1].end()


def _follows(text, before, match):
    """Only white space between the two, and neither a part of a word with a hyphen."""
    around = text[max(0, before.start() - 1) : before.start()], text[match.end() : match.end() + 1]
    return text[before.end() : match.start()].isspace() and "-" not in around


def _same(one, other):
    return one.casefold() == other.casefold() and not (one[0].isupper() and other[0].isupper())
