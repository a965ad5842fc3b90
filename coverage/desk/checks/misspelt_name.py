"""A name that the page's list spells differently: “Okafr” where the list has “Ida Okafor”.

Looked at are words with a capital first letter. One letter may differ (left out, put in, changed,
or two that changed places), two in a name of nine letters and more; in one of fewer than six only
accents and capitals, unless a word beside it stands in the same line of the list. What only goes
on after a name (“Austrian”, “Merkels”, “Putinem”) is its inflection, what is in the list is right.

Scripts without capitals (Arabic, Hebrew, Devanagari) don't say which word is a name: there only
words beside another one of the same line are looked at. Where no space parts words (Chinese,
Japanese, Thai) none has such a neighbour.
"""

import re
from collections import defaultdict
from unicodedata import category, combining, normalize

from django.utils.translation import gettext as _

# Vowel signs and points belong to the word, in Devanagari and Hebrew as in an “é” of two characters.
_MARKS = "".join(chr(code) for code in range(0x300, 0x1000) if category(chr(code)).startswith("M"))
_WORD = re.compile(rf"[^\W\d_](?:[^\W\d_]|[{_MARKS}])*")
_HEAD = 7  # letters by which candidates are found: the work for a word does not grow with its length
_MOST_NAMES = 1000
_LONGEST = 25
_MOST_IN_A_LINE, _MOST_NEAR = 10, 5
_MOST_WORDS, _MOST_COMPARED = 5000, 2000  # in one draft: more is no entry but an attack


def check(draft):
    names = _Names(draft.names)
    if not names.spellings:
        return
    for passage in draft.passages():
        words = list(_WORD.finditer(passage.text))
        for number, match in enumerate(words):
            if not match[0][0].islower():
                beside = {_plain(words[at][0]) for at in (number - 1, number + 1) if 0 <= at < len(words)}
                if name := names.meant_by(match[0], beside):
                    said = {"words": match[0], "name": name}
                    sentence = _("“%(words)s”: the page's names have “%(name)s”.") % said
                    yield passage.finding(sentence, match.start(), match.end())


class _Names:
    """The list's words, found again by what is left of them without one or two of their first letters."""

    def __init__(self, lines):
        self.spellings = set()
        self._compared = 0
        self._found = {}
        self._like = defaultdict(set)
        self._beside = defaultdict(set)
        for line in lines[:_MOST_NAMES]:
            words = [word for word in _WORD.findall(line) if not word[0].islower() and len(word) <= _LONGEST]
            for word in words:
                if len(word) > 3:
                    self.spellings.add(word)
                    self._beside[word].update(map(_plain, words[:_MOST_IN_A_LINE]))
        self._all_beside = set().union(*self._beside.values())
        for word in self.spellings:
            for rest in _rests(_plain(word)):
                self._like[rest].add(word)

    def meant_by(self, word, beside):
        """The name that this word seems to mean and is not, or None. `beside`: the words next to it, plain."""
        if word in self.spellings or not 2 < len(word) <= _LONGEST:
            return None
        if not word[0].isupper() and beside.isdisjoint(self._all_beside):
            return None
        if word not in self._found and len(self._found) < _MOST_WORDS:
            self._found[word] = self._near(word)
        for differing, name in self._found.get(word, ()):
            is_beside = bool(beside & (self._beside[name] - {_plain(name)}))
            if differing <= _most(len(name), is_beside) and (is_beside or word[0].isupper()):
                return name
        return None

    def _near(self, word):
        """(distance, name) of the names that are near, nearest first; nothing for a name in another form."""
        if self._compared >= _MOST_COMPARED:
            return []
        plain = _plain(word)
        near = {name for rest in _rests(plain) for name in self._like.get(rest, ())}
        self._compared += len(near)
        if any(_is_form_of(word, plain, name) for name in near):
            return []
        compared = ((distance(plain, _plain(name)), name) for name in near)
        return sorted((differing, name) for differing, name in compared if differing <= 2)[:_MOST_NEAR]


def _is_form_of(word, plain, name):
    """True for the name in capitals and for the name with an ending (not for its last letter doubled).

    In scripts without capitals also for one with something before it: “and”, “of” and “the” are written so.
    """
    if word.isupper():
        return plain == _plain(name)
    if not word[0].isupper():
        return name in word
    return len(word) > len(name) and word.startswith(name) and word[len(name)] != name[-1]


def _most(length, is_beside):
    """How many letters may differ in a name of that length."""
    if length >= 9:
        return 2
    return 1 if length >= 6 or is_beside else 0


def _plain(word):
    """Without accents and capitals."""
    return "".join(letter for letter in normalize("NFKD", word) if not combining(letter)).casefold()


def _rests(word):
    """The word's head, and what is left of it without any one or two of its letters."""
    head = word[:_HEAD]
    ones = {head[:at] + head[at + 1 :] for at in range(len(head))}
    return {head} | ones | {one[:at] + one[at + 1 :] for one in ones for at in range(len(one))}


def distance(one, other):
    """Letters to leave out, put in, change or swap with their neighbour; 3 stands for anything above 2."""
    if abs(len(one) - len(other)) > 2:
        return 3
    two_before, before = None, list(range(len(other) + 1))
    for row, letter in enumerate(one, 1):
        now = [row]
        for column, wanted in enumerate(other, 1):
            best = min(before[column] + 1, now[-1] + 1, before[column - 1] + (letter != wanted))
            if row > 1 and column > 1 and letter == other[column - 2] and one[row - 2] == wanted:
                best = min(best, two_before[column - 2] + 1)
            now.append(best)
        two_before, before = before, now
    return min(before[-1], 3)
