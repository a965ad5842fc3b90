"""A value in a JSON-LD document, read leniently, with its place for whoever must put it right."""

import zoneinfo
from datetime import UTC, datetime

from django.core.exceptions import ValidationError
from django.core.validators import URLValidator, slug_re

from coverage.interchange.bad_input import BadInput, shown
from coverage.interchange.wording import without_markup
from coverage.markup.canonical import UNWANTED, TooLong

_EARLIEST = datetime(1000, 1, 1, tzinfo=UTC)
_is_address = URLValidator(["http", "https"])


class Node:
    """One value; `node["author"]` is the one beneath that name, whose value may be None.

    `by_id`: the document's objects by their `@id`, so that `{"@id": "#jane"}` means Jane.
    """

    def __init__(self, value, *, name, place="", by_id=None):
        self.name, self.place, self.by_id = name, place, by_id or {}
        if isinstance(value, dict) and isinstance(value.get("@id"), str) and len(value) == 1:
            value = self.by_id.get(value["@id"], value)
        self.value = value

    def __getitem__(self, key):
        return self._beneath(
            self.value.get(key) if self.is_object else None, f"{self.place}.{key}".lstrip(".")
        )

    def __contains__(self, key):
        return self.is_object and key in self.value

    def __bool__(self):
        return self.value not in (None, "", [], {})

    def _beneath(self, value, place):
        return Node(value, name=self.name, place=place, by_id=self.by_id)

    def bad(self, what):
        """A BadInput that names this place."""
        return BadInput(self.name, self.place, what)

    @property
    def is_object(self):
        return isinstance(self.value, dict)

    @property
    def types(self):
        """Names of its schema.org types: `http://schema.org/Person` and `schema:Person` are Person."""
        found = self.value.get("@type") if self.is_object else None
        found = found if isinstance(found, list) else [found]
        return [
            part.replace("#", "/").replace(":", "/").split("/")[-1] for part in found if isinstance(part, str)
        ]

    def each(self):
        """One or many values as many, without those that are nothing."""
        if isinstance(self.value, dict) and isinstance(self.value.get("@list"), list):
            return self["@list"].each()
        if not isinstance(self.value, list):
            return [self] if self else []
        nodes = [self._beneath(value, f"{self.place}[{at}]") for at, value in enumerate(self.value)]
        return [node for node in nodes if node]

    def first(self):
        """The first of many, or the one."""
        return next(iter(self.each()), self.nothing())

    def nothing(self):
        """Nothing, at this place."""
        return self._beneath(None, self.place)

    def either(self, *keys):
        """The value beneath the first of these names that has one."""
        return next((self[key] for key in keys if self[key]), self[keys[0]])

    def raw_text(self):
        """The text as it stands: of a string, a number, or an object's `@value`, `name` or `text`."""
        node = self.first()
        for key in ("@value", "name", "text"):
            if node.is_object and node[key]:
                return node[key].raw_text()
        if node.value is None:
            return ""
        if isinstance(node.value, bool) or not isinstance(node.value, str | int | float):
            raise node.bad(f"{shown(node.value)} is no text.")
        return UNWANTED.sub("", str(node.value)).strip()

    def text(self):
        """Plain text, its entities read once and its tags left out."""
        return without_markup(self.raw_text())

    def fitted(self, field):
        """Plain text in the canonical form of a model's field, no longer than that takes."""
        return self.fit(self.text(), field)

    def fit(self, text, field):
        """The text in the field's canonical form, if it has one, when it is not too long for it."""
        try:
            text = field.to_canonical(text) if hasattr(field, "to_canonical") else text
        except TooLong as error:
            raise self.bad(str(error)) from None
        if field.max_length and len(text) > field.max_length:
            raise self.bad(f"this has {len(text):,} characters; {field.max_length:,} are the most.")
        return text

    def flag(self):
        """True or false; nothing is false."""
        if self.value in (None, "", "false", "False", 0):
            return False
        if self.value in (True, "true", "True", 1):
            return True
        raise self.bad(f"{shown(self.value)} is neither true nor false.")

    def number(self):
        """A whole number, 0 or more; nothing is 0."""
        text = self.raw_text() or "0"
        if not text.isascii() or not text.removesuffix(".0").isdigit() or len(text) > 9:
            raise self.bad(f"{shown(text)} is no number; count from 0.")
        return int(text.removesuffix(".0"))

    def moment(self, zone):
        """A time (ISO 8601), in `zone` where it names none; None where there is none."""
        text = self.raw_text()
        if not text:
            return None
        try:
            at = datetime.fromisoformat(text)
            at = (at if at.tzinfo else at.replace(tzinfo=zone)).astimezone(UTC)
        except (ValueError, OverflowError):
            raise self.bad(f"{shown(text)} is no time; write it like 2026-01-06T21:05:00Z.") from None
        if at < _EARLIEST:
            raise self.bad(f"{shown(text)} is too long ago; write it like 2026-01-06T21:05:00Z.")
        return at

    def past_moment(self, zone, now):
        """A time that has come; None where there is none."""
        at = self.moment(zone)
        if at and at > now:
            raise self.bad(f"{shown(self.raw_text())} is still to come; an update's time has passed.")
        return at

    def zone_name(self):
        """The name of a time zone that is known here; empty where there is none."""
        text = self.raw_text()
        if text and text not in zoneinfo.available_timezones():
            raise self.bad(f"{shown(text)} is no time zone; give one such as Europe/Paris or UTC.")
        return text

    def slug(self, field):
        """A slug as addresses take it; empty where there is none."""
        text = self.raw_text()
        if text and not slug_re.fullmatch(text):
            raise self.bad(f"{shown(text)} is no slug; use letters, digits, hyphens and underscores.")
        return self.fit(text, field)

    def obey(self, validator, text):
        """Nothing, if the field's validator finds nothing wrong with the text."""
        try:
            validator(text)
        except ValidationError as error:
            raise self.bad(f"{shown(text)} is not accepted: {' '.join(error.messages)}") from None

    def choice(self, choices, default=""):
        """One of a model's choices, or the default where there is nothing."""
        text = self.raw_text() or default
        if text not in choices.values:
            known = ", ".join(value for value in choices.values if value)
            raise self.bad(f"{shown(text)} is not one of {known}.")
        return text

    def address(self, field):
        """An http or https address, as a link may lead to it; empty where there is none."""
        text = self.raw_text()
        if not text:
            return ""
        if not is_address(text):
            raise self.bad(f"{shown(text)} is no address; write it like https://example.org/story.")
        return self.fit(text, field)


def is_address(text):
    try:
        _is_address(text)
    except ValidationError:
        return False
    return True
