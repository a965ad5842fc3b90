import pytest
from hypothesis import given
from hypothesis import strategies as st

from coverage.stream.cursor import cursor_of


def asked(query="", **headers):
    return {
        "query_string": query.encode("latin-1"),
        "headers": [
            (name.replace("_", "-").encode(), value.encode("latin-1")) for name, value in headers.items()
        ],
    }


@given(st.integers(0, 10**18 - 1))
def test_a_version_is_read_as_it_was_given(version):
    assert cursor_of(asked(f"after={version}")) == version
    assert cursor_of(asked(last_event_id=str(version))) == version


def test_the_last_event_id_wins_over_after():
    assert cursor_of(asked("after=3", last_event_id="7")) == 7
    assert cursor_of(asked("after=nonsense", last_event_id="7")) == 7


def test_nothing_said_means_from_now_on():
    assert cursor_of(asked()) is None
    assert cursor_of(asked("other=1", last_event_id=" ")) is None


@given(st.text(st.characters(max_codepoint=255), max_size=30))
def test_anything_else_is_refused(text):
    if text.strip().isascii() and text.strip().isdigit() and len(text.strip()) <= 18:
        return
    if text.strip():
        with pytest.raises(ValueError, match=r".*"):
            cursor_of(asked(last_event_id=text))


@pytest.mark.parametrize(
    "query", ["after=", "after=1&after=1", "after=-1", "after=+1", "after=1_0", "after=1e3", "after=0x1", "after=%D9%A3", "&".join("abcdefghijklmnopqrstuvwxyz")]
)  # fmt: skip
def test_an_after_that_is_no_version_is_refused(query):
    with pytest.raises(ValueError, match=r".*"):
        cursor_of(asked(query))
