"""A newsroom, web processes and readers, in any interleaving that hypothesis thinks of.

The truth is the page as a fresh reader gets it. Editors use the nouns' verbs, processes are real
Hubs that read the real database in the hub's own way, lines lose, double, swap and cut.
"""

import asyncio
import re
import sys
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from datetime import timedelta

from django.core.exceptions import ValidationError
from django.db import transaction
from django.test import Client
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coverage.models import Author, Byline, Entry, LivePage
from coverage.stream.hub import RESET, Hub
from tests.at_once import at_once, meanwhile
from tests.make import make_author, make_draft, make_page
from tests.stream.reader import Event, Reader, events_in, rank

TOKEN = re.compile(r"tok\d+")
ENDED = Event("ended", {})

loop = asyncio.new_event_loop()
hub_thread = ThreadPoolExecutor(1, "hub")


class Process(Hub):
    """A web process without its timers: it reads when the machine says so.

    `amid`: (number, what) to do in another transaction before the number-th query of its next read.
    """

    def __init__(self):
        super().__init__()
        self._thread, self.is_running, self.amid = hub_thread, True, None

    async def _read(self, ask, *args, **kwargs):
        amid, self.amid = self.amid, None

        def watched(*args, **kwargs):
            with meanwhile(*amid):
                return ask(*args, **kwargs)

        return await super()._read(watched if amid else ask, *args, **kwargs)

    def ask(self, awaitable):
        return loop.run_until_complete(awaitable)

    def followed(self, slug):
        return self.ask(self.page(slug))

    def is_told(self):
        for page in list(self._pages.values()):
            self.ask(self._bring_up_to_date(page))


class Line:
    """A stream between a process and a reader, as `app._stream` serves it, with what is under way."""

    def __init__(self, process, slug, cursor):
        self.process, self.under_way, self.is_open = process, [], True
        self.page, self.cursor = process.followed(slug), cursor
        if not process.ask(process.reach(self.page, cursor)):
            self._end_with(RESET)
        elif cursor == self.page.chain.version:
            self.beat()

    def pull(self):
        """What the process has sent since."""
        if not self.is_open:
            return
        if not self.page.can_serve(self.cursor):
            self._end_with(RESET)
        elif self.cursor < self.page.chain.version:
            self._send(self.page.chain.bytes_after(self.cursor))
            self.cursor = self.page.chain.version

    def beat(self):
        self.under_way.append(Event("beat", {"version": self.page.chain.version}))

    def cut(self):
        self.is_open, self.under_way = False, []

    def _send(self, body):
        self.under_way += events_in(body.decode())

    def _end_with(self, body):
        self._send(body)
        self.under_way.append(ENDED)
        self.is_open = False


class Follower:
    """A reader and its line; a line that is lost or left is one to be opened again."""

    def __init__(self, reader):
        self.reader, self.line = reader, None

    def deliver(self, many):
        while self.line and self.line.under_way and many:
            event, many = self.line.under_way.pop(0), many - 1
            if event is ENDED or not self.reader.take(event):
                self.line = None


numbers = st.integers(0, 7)
which_process = st.integers(0, 1)


def published(page_pk, number):
    """One of the page's published entries, freshly read; None if there is none."""
    entries = list(Entry.objects.filter(page=page_pk).published().order_by("pk"))
    return entries[number % len(entries)] if entries else None


class World(RuleBasedStateMachine):
    examples = steps = by_the_hour = 0  # the last: how often readers had a closed page with chapters
    clock_behind = timedelta(0)  # the tests' timezone.now() goes back by this much

    def __init__(self):
        super().__init__()
        World.examples += 1
        World.clock_behind = timedelta(0)
        self.page_pk = make_page().pk
        self.author_pk = make_author("tok0").pk
        self.slug = LivePage.objects.get(pk=self.page_pk).slug
        self.processes = [Process(), Process()]
        self.followers, self.words, self.in_order = [], 0, []
        self.version, self.checked = 0, {}

    # What editors do. Each is a function of numbers drawn before, so that two can run at once.

    def token(self):
        self.words += 1
        return f"tok{self.words}"

    def publishing(self, number):
        one, two = self.token(), self.token()

        def do():
            page = LivePage.objects.get(pk=self.page_pk)
            entry = make_draft(
                page, headline=one if number % 2 else "", body=f"<p>{two}</p>", is_key_event=number > 5
            )
            entry.publish(by=None)
            return entry.pk

        return do

    def editing(self, number, what):
        token = self.token()

        def do():
            entry = published(self.page_pk, number)
            if entry is None:
                return
            if what == "body":
                entry.body = f"<p>{token}</p>"
            elif what == "headline":
                entry.headline = token
            elif what == "key event":
                entry.is_key_event = not entry.is_key_event
            elif what == "time":
                entry.published_at -= timedelta(seconds=number)
                self.let_go_of_order(entry)
            elif what == "hour":  # into another chapter
                entry.published_at -= timedelta(hours=number)
                self.let_go_of_order(entry)
            if what == "byline":
                byline = Byline(author=Author.objects.get(pk=self.author_pk), reporting_from=token)
                entry.edit(by=None, bylines=[byline])
            elif what == "correction":
                entry.body = f"<p>{token}</p>"
                entry.correct(by=None, note=token)
            else:
                with suppress(ValidationError):  # a clock that stepped back may call this time one to come
                    entry.edit(by=None)

        return do

    def withdrawing(self, number):
        def do():
            if entry := published(self.page_pk, number):
                entry.withdraw(by=None)
                self.let_go_of_order(entry)

        return do

    def let_go_of_order(self, entry):
        """Moved by hand, or away while others came: where it stands to others is nobody's promise."""
        self.in_order = [pk for pk in self.in_order if pk != entry.pk]

    def restoring(self, number):
        def do():
            withdrawn = list(Entry.objects.filter(page=self.page_pk, status="withdrawn").order_by("pk"))
            if withdrawn:
                withdrawn[number % len(withdrawn)].restore(by=None)

        return do

    def pinning(self, number):
        def do():
            page, entry = LivePage.objects.get(pk=self.page_pk), published(self.page_pk, number)
            with suppress(ValidationError):  # withdrawn by the other one before this one had the lock
                page.pin(entry, by=None) if entry and number else page.unpin(by=None)

        return do

    def changing_page(self, number, what):
        token = self.token()

        def do():
            page = LivePage.objects.get(pk=self.page_pk)
            if what == "title":
                page.title = token
            elif what == "standfirst":
                page.standfirst = token
            elif what == "summary":
                page.summary = f"<ul><li>{token}</li></ul>"
            elif what == "stream only":
                page.stream_only = not page.stream_only
            elif what == "closing line":
                page.closing_line = token
            elif what == "story":
                page.related_url, page.related_title = "https://story.example/", token
            if what == "close":
                page.close(by=None, line=token if number else None)
            elif what == "open":
                page.open(by=None)
            else:
                page.edit()

        return do

    def renaming_author(self, number):
        token = self.token()

        def do():
            author = Author.objects.get(pk=self.author_pk)
            author.name = token
            author.edit()

        return do

    actions = st.one_of(
        st.tuples(st.just("publishing"), numbers),
        st.tuples(
            st.just("editing"),
            numbers,
            st.sampled_from(["body", "headline", "key event", "time", "hour", "byline", "correction"]),
        ),
        st.tuples(st.just("withdrawing"), numbers),
        st.tuples(st.just("restoring"), numbers),
        st.tuples(st.just("pinning"), numbers),
        st.tuples(
            st.just("changing_page"),
            numbers,
            st.sampled_from(
                ["title", "standfirst", "summary", "stream only", "story", "closing line", "close", "open"]
            ),
        ),
        st.tuples(st.just("renaming_author"), numbers),
    )

    def doing(self, action):
        return getattr(self, action[0])(*action[1:])

    @initialize(many=st.integers(0, 3))
    def the_page_has_entries(self, many):
        for number in range(many):
            self.in_order.append(self.publishing(number)())
        if many > 1:
            self.editing(1, "hour")()  # once closed, it has chapters
        self.a_reader_comes(0)

    @rule(number=numbers)
    def an_editor_publishes(self, number):
        self.in_order.append(self.publishing(number)())

    @rule(action=actions)
    def an_editor_acts(self, action):
        self.doing(action)()

    @rule(one=actions, other=actions)
    def two_editors_act_at_once(self, one, other):
        at_once(self.doing(one), self.doing(other))

    @rule(action=actions)
    def an_editor_thinks_better_of_it(self, action):
        with transaction.atomic():
            self.doing(action)()
            transaction.set_rollback(True)

    @rule(seconds=st.integers(-60, 600))
    def the_clock_steps(self, seconds):
        World.clock_behind = max(timedelta(0), World.clock_behind + timedelta(seconds=seconds))

    # What processes do

    @rule(number=which_process)
    def a_process_is_told(self, number):
        self.processes[number].is_told()

    @rule(number=which_process, query=st.integers(1, 6), action=actions)
    def a_process_is_told_amid_a_change(self, number, query, action):
        self.processes[number].amid = query, self.doing(action)
        self.processes[number].is_told()
        self.processes[number].amid = None

    @rule(number=which_process)
    def a_process_is_restarted(self, number):
        for follower in self.followers:
            if follower.line and follower.line.process is self.processes[number]:
                follower.line = None
        self.processes[number] = Process()

    # What readers and their lines do

    def page_now(self):
        return Client().get(f"/live/{self.slug}/").text

    @rule(number=which_process)
    def a_reader_comes(self, number):
        if len(self.followers) < 4:
            follower = Follower(Reader(self.page_now))
            follower.line = Line(self.processes[number], self.slug, follower.reader.version)
            self.followers.append(follower)

    @rule(query=st.integers(1, 7), action=actions)
    def a_reader_comes_amid_a_change(self, query, action):
        if len(self.followers) < 4:
            with meanwhile(query, self.doing(action)):
                self.followers.append(Follower(Reader(self.page_now)))

    def follower(self, number):
        return self.followers[number % len(self.followers)]

    @rule(who=numbers, number=which_process)
    def a_reader_comes_back(self, who, number):
        follower = self.follower(who)
        follower.line = Line(self.processes[number], self.slug, follower.reader.version)

    @rule(who=numbers, number=which_process)
    def a_reader_asks_the_change_list(self, who, number):
        reader, process = self.follower(who).reader, self.processes[number]
        page = process.followed(self.slug)
        if process.ask(process.reach(page, reader.version)):
            for frame in page.chain.after(reader.version):
                reader.apply(frame.content())
        else:
            reader.begin_anew()

    @rule(who=numbers, many=st.integers(1, 4))
    def frames_arrive(self, who, many):
        follower = self.follower(who)
        if follower.line:
            follower.line.pull()
            follower.deliver(many)

    @rule(who=numbers, at=numbers, how=st.sampled_from(["lost", "doubled", "swapped", "late again"]))
    def a_line_misbehaves(self, who, at, how):
        follower = self.follower(who)
        if not follower.line:
            return
        follower.line.pull()
        frames = [event for event in follower.line.under_way if event is not ENDED and event.name != "reset"]
        if not frames:
            return
        event, queue = frames[at % len(frames)], follower.line.under_way
        place = queue.index(event)
        if how == "lost":
            queue.remove(event)
        elif how == "doubled":
            queue.insert(place, event)
        elif how == "swapped" and place + 1 < len(queue) and queue[place + 1] is not ENDED:
            queue[place], queue[place + 1] = queue[place + 1], event
        elif how == "late again":
            queue.insert(len(frames), event)

    @rule(who=numbers)
    def a_line_is_cut(self, who):
        self.follower(who).line = None

    @rule(who=numbers, number=which_process, ahead=st.sampled_from([1, 5, 100, 10**17]))
    def a_cursor_comes_from_the_future(self, who, number, ahead):
        follower = self.follower(who)
        follower.reader.version = LivePage.objects.get(pk=self.page_pk).version + ahead
        follower.line = Line(self.processes[number], self.slug, follower.reader.version)
        follower.deliver(2)
        assert follower.line is None, "a cursor from the future was served"

    @rule(number=which_process)
    def everyone_heals(self, number):
        """A few seconds later: processes have compared versions, lines have beaten or come back."""
        for process in self.processes:
            process.is_told()
        truth = Reader(self.page_now)
        World.by_the_hour += "<li>" in truth.parts["chapters"]
        for follower in self.followers:
            for _attempt in range(4):
                if not follower.line:
                    follower.line = Line(self.processes[number], self.slug, follower.reader.version)
                follower.line.pull()
                follower.line.beat() if follower.line.is_open else None
                follower.deliver(1000)
                if follower.line:
                    break
            assert follower.line, "a reader never comes to rest"
            assert follower.reader.version == truth.version
            assert follower.reader.parts == truth.parts
            assert follower.reader.entries == truth.entries

    # What always holds

    @invariant()
    def always_versions_have_no_gap(self):
        World.steps += 1
        page = LivePage.objects.get(pk=self.page_pk)
        self.version = page.version
        versions = list(page.changes.order_by("version").values_list("version", flat=True))
        assert versions == list(range(1, page.version + 1))

    @invariant()
    def what_was_published_later_stands_higher(self):
        places = {entry.pk: rank(entry.place) for entry in Entry.objects.filter(pk__in=self.in_order)}
        kept = [places[pk] for pk in self.in_order]
        assert kept == sorted(kept)

    @invariant()
    def never_is_anything_withdrawn_or_corrected_sent(self):
        for process in self.processes:
            for page in process._pages.values():
                chain, state = page.chain, (page.chain.floor, page.chain.version)
                if self.checked.get(chain) == state or chain.version != self.version:
                    continue
                self.checked[chain] = state
                alive = self.alive()
                for cursor in range(*state):
                    said = set(TOKEN.findall(chain.bytes_after(cursor).decode()))
                    assert said <= alive, f"after={cursor} says {said - alive}"

    def alive(self):
        """Every word that readers may see now."""
        entries = Entry.objects.filter(page=self.page_pk).published()
        texts = entries.values_list(
            "headline", "body", "bylines__reporting_from", "bylines__author__name", "revisions__note"
        )
        page = LivePage.objects.values_list(
            "title", "standfirst", "summary", "related_title", "closing_line"
        ).get(pk=self.page_pk)
        return set(TOKEN.findall(str([*texts, page])))

    def teardown(self):
        if sys.exception() is None:
            self.everyone_heals(0)
