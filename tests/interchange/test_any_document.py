"""Whatever stands in a document, it is imported or refused in a sentence; nothing else happens."""

import json
import tempfile
from pathlib import Path

from django.core.management import CommandError, call_command
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.interchange.files import count_rows

SUMMIT = json.loads(Path(__file__).with_name("summit.jsonld").read_text("utf-8"))
ODD = st.sampled_from(
    [
        "\x00",
        "\ud800",
        "<b>",
        "&#0;",
        "a" * 201,
        "a" * 5000,
        "http://[",
        "urn:uuid:x",
        "//x",
        "2026-01-06T24:00:00+99:00",
        "9999-12-31T23:59:59-14:00",
    ]
)
VALUE = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5) | ODD,
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["@id", "@type", "@value", "@list", "name", "url", "text", "position", "note"]),
            inner,
            max_size=3,
        )
    ),
    max_leaves=6,
)


def places(value, so_far=()):
    """Every path in a JSON value."""
    children = (
        value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    )
    for key, child in children:
        yield (*so_far, key)
        yield from places(child, (*so_far, key))


def put(document, place, value):
    *parents, last = place
    for key in parents:
        document = document[key]
    document[last] = value


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(place=st.sampled_from(list(places(SUMMIT))), value=VALUE)
def test_any_value_anywhere_is_taken_or_refused(db, place, value):
    document = json.loads(json.dumps(SUMMIT))
    put(document, place, value)
    before, refused = count_rows(), ""
    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "page.jsonld").write_text(json.dumps(document), "utf-8")
        try:
            call_command("import_page", folder, slug="any", publish=True)
        except CommandError as error:
            refused = str(error)
    assert "\n" not in refused
    assert not refused or count_rows() == before
