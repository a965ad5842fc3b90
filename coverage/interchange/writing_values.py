"""How values are written: times in UTC, and nothing where there is nothing."""

from datetime import UTC


def iso(at):
    return at and at.astimezone(UTC).isoformat().replace("+00:00", "Z")


def without_nothing(properties):
    return {name: value for name, value in properties.items() if value not in (None, "", [], {}, False)}
