"""Plain texts as publishers write them: with entities, and now and then a tag."""

import re
from html import escape, unescape

_INLINE = "a|abbr|b|cite|code|em|font|i|mark|q|s|small|span|strong|sub|sup|u"
_PARTING = "br|blockquote|div|figure|h[1-6]|hr|img|li|ol|p|section|table|td|tr|ul"
_PARTING_TAG = re.compile(rf"</?(?:{_PARTING})(?:\s[^<>]*)?/?>", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE})(?:\s[^<>]*)?/?>", re.IGNORECASE)


def without_markup(text):
    """A plain text without tags, its entities read once."""
    return unescape(_INLINE_TAG.sub("", _PARTING_TAG.sub(" ", text)))


def with_escapes(text):
    """The plain text so written that `without_markup` gives it back; mostly as it is."""
    return text if without_markup(text) == text else escape(text, quote=False)


def has_tags(text):
    return bool(_PARTING_TAG.search(text) or _INLINE_TAG.search(text))
