"""What is being written, with sensible defaults."""

from datetime import UTC, datetime, timedelta

from coverage.desk.checks.draft import Draft, Recent

NOW = datetime(2026, 7, 20, 21, 5, tzinfo=UTC)


def writing(headline="", *lines, **facts):
    return Draft(**{"at": NOW, "headline": headline, "lines": lines, **facts})


def told(minutes_ago=5, **says):
    """An entry that readers have."""
    return Recent(at=NOW - timedelta(minutes=minutes_ago), **says)


def found(rule, draft):
    """The words that the rule points at."""
    return [finding.words for finding in rule.check(draft)]


def sentences(rule, draft):
    return [finding.sentence for finding in rule.check(draft)]
