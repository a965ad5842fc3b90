"""What was to be filled in later: TK, XXX, ???, ____, lorem ipsum, [name].

TK stands alone and in capitals; not TK Maxx, not the flight TK 1951, and not in German, where it
is an insurance. Square brackets are left alone unless they hold a word for what is missing:
“[sic]” and “[the president]” belong to quotations. XX is a Roman number.
"""

import re

from django.utils.translation import gettext as _

_MISSING = (
    "name|names|surname|age|place|city|number|amount|date|time|title|quote|source|link|photo|picture|insert|fill in|check"
    "|name hier|ort|zahl|datum|uhrzeit|quelle|zitat|bild"
    "|nom|âge|lieu|chiffre|heure|citation|lien|nombre|lugar|número|fecha|hora|cita|fuente"
)
_PLACEHOLDER = re.compile(
    rf"\b(?:TK)+\b(?!\s?\d|\sMaxx)|\b[xX]{{3,}}\b|\?{{3,}}|_{{3,}}|\b[Ll]orem ipsum\b|\bFIXME\b"
    rf"|\[(?i:{_MISSING})\]"
)


def check(draft):
    is_german = draft.language.lower().split("-")[0] == "de"
    for passage in draft.passages():
        for match in _PLACEHOLDER.finditer(passage.text):
            if match[0] == "TK" and is_german:
                continue
            sentence = _("“%(words)s” still stands where something is missing.")
            yield passage.finding(sentence % {"words": _short(match[0])}, match.start(), match.end())


def _short(words):
    return words if len(words) <= 20 else f"{words[:20]}…"
