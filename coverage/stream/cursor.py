"""A reader's cursor: the version of the page that it has."""

from urllib.parse import parse_qs


def cursor_of(scope):
    """The version after which this request wants changes; None for “from now on”.

    `Last-Event-ID` wins over `after`. ValueError for anything but one whole number.
    """
    for name, value in scope["headers"]:
        if name == b"last-event-id" and value.strip():
            return _number(value.decode("latin-1").strip())
    after = parse_qs(scope["query_string"].decode("latin-1"), keep_blank_values=True, max_num_fields=20).get(
        "after"
    )
    if after is None:
        return None
    if len(after) != 1:
        raise ValueError("after")
    return _number(after[0])


def _number(text):
    if not (text.isascii() and text.isdigit() and len(text) <= 18):
        raise ValueError(text)
    return int(text)
