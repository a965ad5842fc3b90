class BadInput(Exception):
    """What is wrong in a file and where, in one sentence. Nothing has been written."""

    def __init__(self, name, place, what):
        super().__init__(": ".join(filter(None, (name, place, what))))


def shown(value):
    """A value from a file as a sentence may quote it."""
    text = " ".join(str(value).split())
    return f"“{text[:60]}…”" if len(text) > 60 else f"“{text}”"
