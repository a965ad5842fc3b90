"""The checks themselves are checked: each kind of fault, planted, must be found by the state machine."""

import os
import re

import pytest
from django.utils import timezone
from hypothesis import Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from coverage.models import Change, Entry, LivePage
from coverage.models.timeline import EntryQuerySet
from coverage.stream import frames, replay
from tests.stream.reader import Reader
from tests.stream.world import World

AT_MOST = 400  # examples

plants = {}


def plant(name):
    return lambda function: plants.setdefault(name, function)


def wrap(monkeypatch, owner, name, around):
    """Put `around(original, *args, **kwargs)` in the place of owner.name."""
    original = getattr(owner, name)
    monkeypatch.setattr(owner, name, lambda *args, **kwargs: around(original, *args, **kwargs))


# At the reader


@plant("a lost frame is stepped over")
def _(monkeypatch):
    def apply(original, reader, frame):
        reader.version = max(reader.version, frame["version"] - 1)
        return original(reader, frame)

    wrap(monkeypatch, Reader, "apply", apply)


@plant("a frame that comes twice is put in twice")
def _(monkeypatch):
    def apply(original, reader, frame):
        if frame["version"] == reader.version and frame.get("html"):
            reader.entries.insert(0, (frame["entry"], frame["place"], frame["html"].strip()))
        return original(reader, frame)

    wrap(monkeypatch, Reader, "apply", apply)


@plant("frames are applied in the order they come")
def _(monkeypatch):
    def apply(original, reader, frame):
        latest, reader.version = reader.version, frame["version"] - 1
        original(reader, frame)
        reader.version = max(latest, reader.version)
        return True

    wrap(monkeypatch, Reader, "apply", apply)


@plant("a new entry always goes on top")
def _(monkeypatch):
    def put(original, reader, pk, html, place):
        original(reader, pk, html, place)
        reader.entries.sort(key=lambda entry: entry[0] != pk)

    wrap(monkeypatch, Reader, "put", put)


@plant("a beat that tells of a gap is ignored")
def _(monkeypatch):
    wrap(
        monkeypatch,
        Reader,
        "take",
        lambda original, reader, event: event.name == "beat" or original(reader, event),
    )


# At the log


@plant("a version has no Change")
def _(monkeypatch):
    def announce(original, page, kind, entry=None):
        version = original(page, kind, entry)
        if version % 5 == 0:
            page.changes.filter(version=version).delete()
        return version

    wrap(monkeypatch, LivePage, "announce", announce)


@plant("a withdrawal is not told")
def _(monkeypatch):
    def announce(original, page, kind, entry=None):
        return original(page, Change.Kind.PAGE) if kind == "gone" else original(page, kind, entry)

    wrap(monkeypatch, LivePage, "announce", announce)


@plant("published_at is the clock's alone")
def _(monkeypatch):
    monkeypatch.setattr(LivePage, "next_moment", lambda page: timezone.now())


@plant("an author's new name is not told")
def _(monkeypatch):
    monkeypatch.setattr(EntryQuerySet, "announce_changed", lambda entries: None)


@plant("an edit is saved and not told")
def _(monkeypatch):
    monkeypatch.setattr(Entry, "edit", lambda entry, **_more: entry.save())


# At the page


@plant("a page's version is read after its entries")
def _(monkeypatch):
    def page_now(original, world):
        html = original(world)
        version = LivePage.objects.get(pk=world.page_pk).version
        return re.sub(r'data-version="\d+"', f'data-version="{version}"', html)

    wrap(monkeypatch, World, "page_now", page_now)


# At the hub


def without_part(*names):
    def news(original, *args, **kwargs):
        found = original(*args, **kwargs)
        for frame in found.frames or []:
            frame.parts = {name: html for name, html in frame.parts.items() if name not in names}
        return found

    return lambda monkeypatch: wrap(monkeypatch, replay, "news", news)


for what, part in {
    "pinning": "pinned",
    "a key event": "key-events",
    "closing": "notice",
    "a new title": "heading",
    "a new summary": "summary",
    "the state": "state",
}.items():
    plant(f"{what} is not sent")(without_part(part))


@plant("a part that is again as it was is not sent")
def _(monkeypatch):
    def news(original, pk, *, after=None, known=None):
        found = original(pk, after=after, known=known)
        for frame in found.frames or []:
            frame.parts = {
                name: html for name, html in frame.parts.items() if (known or {}).get(name) != html
            }
        return found

    wrap(monkeypatch, replay, "news", news)


@plant("who is behind the chain is sent no parts")
def _(monkeypatch):
    wrap(
        monkeypatch,
        replay,
        "earlier",
        lambda original, *args, **kwargs: original(*args, **{**kwargs, "parts": {}}),
    )


@plant("a text that was superseded stays in the chain")
def _(monkeypatch):
    monkeypatch.setattr(frames.Frame, "forget_entry", lambda frame: None)


@plant("a part that was superseded stays in the chain")
def _(monkeypatch):
    monkeypatch.setattr(frames.Frame, "forget_part", lambda frame, name: None)


@plant("bytes once joined are sent for ever")
def _(monkeypatch):
    def append(original, chain, frame):
        joined = dict(chain._joined)
        original(chain, frame)
        chain._joined.update(joined)

    wrap(monkeypatch, frames.Chain, "append", append)


@plant("bytes once made of a frame are sent for ever")
def _(monkeypatch):
    def sse(original, frame):
        frame.first_said = getattr(frame, "first_said", None) or original(frame)
        return frame.first_said

    class Remembering(frames.Frame):  # Frame has slots; this one has a place for it
        pass

    monkeypatch.setattr(replay, "Frame", Remembering)
    wrap(monkeypatch, Remembering, "sse", sse)


def a_day(world):
    """A live page's day in which each promise is needed once, checked after each step."""

    def step(rule, **how):
        getattr(world, rule)(**how)
        world.always_versions_have_no_gap()
        world.what_was_published_later_stands_higher()
        world.never_is_anything_withdrawn_or_corrected_sent()

    def act(*action):
        step("an_editor_acts", action=action)
        step("a_process_is_told", number=0)

    def heal():
        step("everyone_heals", number=0)

    step("the_page_has_entries", many=2)
    for what in ("title", "title", "summary", "standfirst"):
        act("changing_page", 0, what)
    for what in ("byline", "body", "body", "correction"):
        act("editing", 1, what)
    heal()
    for what in ("headline", "key event", "time"):
        act("editing", 0, what)
    heal()
    for what in ("story", "close"):
        act("changing_page", 0, what)
    act("renaming_author", 0)
    act("pinning", 1)
    heal()
    act("changing_page", 0, "open")
    act("withdrawing", 1)
    heal()
    act("restoring", 0)
    for seconds in (0, 600):
        step("the_clock_steps", seconds=seconds)
        step("an_editor_publishes", number=0)
    heal()
    # Lines that lose, double and swap
    for misbehaviours in (["doubled"], ["lost"], ["swapped"], ["late again"], ["lost", "lost", "lost"]):
        act("editing", 0, "body")
        act("editing", 1, "body")
        act("publishing", 1)
        for how in misbehaviours:
            step("a_line_misbehaves", who=0, at=0, how=how)
        step("frames_arrive", who=0, many=9)
        heal()
    # Readers who were away, with processes that begin anew
    step("a_line_is_cut", who=0)
    for what in ("title", "summary"):
        act("changing_page", 0, what)
    step("a_process_is_restarted", number=0)
    step("a_reader_comes_back", who=0, number=0)
    heal()
    # Readers who come in between
    step("an_editor_acts", action=("pinning", 1))
    step("a_reader_comes", number=0)
    step("frames_arrive", who=1, many=9)
    step("an_editor_acts", action=("pinning", 0))
    heal()
    for query in range(2, 7):
        step("a_reader_comes_amid_a_change", query=query, action=("publishing", 0))
        heal()
        world.followers.pop()
    # Someone far behind is given what was said since, without what was taken back
    step("a_line_is_cut", who=0)
    for _ in range(2):
        act("editing", 1, "headline")
        step("a_reader_asks_the_change_list", who=0, number=0)
    step("a_cursor_comes_from_the_future", who=0, number=0, ahead=1)
    heal()


def test_without_a_fault_the_day_goes_well(world):
    a_day(world())


@pytest.mark.parametrize("name", plants)
def test_a_planted_fault_is_found_within_a_day(world, monkeypatch, name):
    plants[name](monkeypatch)
    with pytest.raises((AssertionError, ValueError)) as found:
        a_day(world())
    assert checks_of(found.value), "it broke down, it was not found"


@pytest.mark.skipif(os.environ.get("HYPOTHESIS_PROFILE") != "deep", reason="minutes: HYPOTHESIS_PROFILE=deep")
@pytest.mark.parametrize("name", plants)
def test_a_planted_fault_is_found_by_chance(world, monkeypatch, name):
    plants[name](monkeypatch)
    searching = settings(max_examples=AT_MOST, phases=[Phase.generate], report_multiple_bugs=False)
    with pytest.raises(Exception) as found:  # noqa: PT011 - which one is asked below
        run_state_machine_as_test(World, settings=searching)
    (check, *_more) = checks_of(found.value)
    print(f"\n{name} | {check} | {World.examples}")


def checks_of(error):
    """Where the machine's own checks, or the chain's, failed."""
    if isinstance(error, BaseExceptionGroup):
        return [check for inner in error.exceptions for check in checks_of(inner)]
    if not isinstance(error, AssertionError | ValueError):
        return []
    places, traceback = [], error.__traceback__
    while traceback:
        code = traceback.tb_frame.f_code
        if "/stream/" in code.co_filename and "planted" not in code.co_filename:
            places.append(f"{code.co_name}:{traceback.tb_lineno}")
        traceback = traceback.tb_next
    return places[-1:]
