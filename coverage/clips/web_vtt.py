"""Captions as WebVTT (W3C WebVTT §4): what is wrong with a file, in a sentence, and its one stored form."""

import re

from django.utils.translation import gettext as _

from coverage.markup.canonical import UNWANTED

MAX_LENGTH = 1_000_000  # characters
_TIME = r"(?:(\d{2,4}):)?([0-5]\d):([0-5]\d)\.(\d{3})"
_TIMING = re.compile(rf"{_TIME}[ \t]+-->[ \t]+{_TIME}(?:[ \t]+(.*))?")
_SETTING = re.compile(r"(?:vertical|line|position|size|align|region):\S+")
_NO_CUE = re.compile(r"(?:NOTE|STYLE|REGION)(?:[ \t]|$)")


class NotWebVTT(ValueError):
    """These are no captions; the text says what is wrong, and where, for the editor."""


def read(data):
    """The text of a file."""
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise NotWebVTT(_("Save the captions as UTF-8 and send them again.")) from None


def canonical(text):
    """The cues of a text, as WebVTT that has nothing else: no notes, no styles, no names of cues."""
    if len(text) > MAX_LENGTH:
        raise NotWebVTT(_("These captions are longer than a million characters; is it the right file?"))
    lines = [UNWANTED.sub("", line) for line in text.replace("\r\n", "\n").replace("\r", "\n").split("\n")]
    if not re.match(r"WEBVTT(?:[ \t]|$)", lines[0]):
        raise NotWebVTT(_("Captions begin with a line that says WEBVTT; save them as WebVTT (.vtt)."))
    cues = [cue for number, block in _blocks(lines[1:]) if (cue := _cue(number, block))]
    if not cues:
        raise NotWebVTT(_("There is no caption in this file."))
    return "WEBVTT\n\n" + "\n".join(f"{cue}\n" for cue in cues)


def _blocks(lines):
    """(the number of its first line, its lines) of each part between empty lines."""
    block, began = [], 2
    for number, line in enumerate([*lines, ""], 2):
        if line.strip():
            began = began if block else number
            block.append(line.rstrip())
        elif block:
            yield began, block
            block = []


def _cue(number, block):
    """The cue of a block in its stored form; nothing for a note, a style, or the rest of the file's head."""
    if _NO_CUE.match(block[0]):
        return ""
    if "-->" not in block[0]:
        if not any("-->" in line for line in block):
            return (
                ""
                if number == 2
                else _wrong(number, _("here a time such as 00:01.000 --> 00:04.000 is missing."))
            )
        number, block = number + 1, block[1:]
    found = _TIMING.fullmatch(block[0].strip())
    if not found:
        return _wrong(
            number, _("write the times as 00:01.000 --> 00:04.000, with a point before the thousandths.")
        )
    if _milliseconds(found.groups()[:4]) >= _milliseconds(found.groups()[4:8]):
        return _wrong(number, _("this caption ends before it begins."))
    if any("-->" in line for line in block[1:]):
        return _wrong(number, _("an empty line is missing before the next caption."))
    settings = [
        each
        for each in (found[9] or "").split()
        if _SETTING.fullmatch(each) and not each.startswith("region")
    ]
    words = [line for line in block[1:] if line.strip()]
    return "\n".join([" ".join([block[0].strip()[: found.end(8)], *settings]), *words]) if words else ""


def _milliseconds(parts):
    hours, minutes, seconds, thousandths = (int(part or 0) for part in parts)
    return ((hours * 60 + minutes) * 60 + seconds) * 1000 + thousandths


def _wrong(number, what):
    raise NotWebVTT(_("Line %(number)s: %(what)s") % {"number": number, "what": what})
