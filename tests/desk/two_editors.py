"""Two editors at one desk, in any interleaving that hypothesis thinks of: typing, autosave, publish,
edit, conflict, retry, withdrawal, crash. Each paragraph is one word that nobody wrote before, so that
every word ever answered for can be looked for.
"""

import re
import uuid

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from coverage.models import Entry, Revision, WorkingCopy
from tests.desk.desks import Desk
from tests.make import make_editor, make_page

WORD = re.compile(r"tok\d+")

who = st.integers(0, 1)
number = st.integers(0, 5)


class Composer:
    """The composer of one browser, as desk-composer.js, desk-typing.js and desk-autosave.js do it."""

    def __init__(self, desk):
        self.desk, self.conflict, self.late = desk, None, None
        self.begin()

    def begin(self, *, key=None, mode="new", entry_pk=None, based_on="", body="", instead_of=""):
        self.key, self.mode, self.entry_pk, self.based_on = key or str(uuid.uuid4()), mode, entry_pk, based_on
        self.body, self.instead_of, self.tab, self.turn = body, instead_of, uuid.uuid4().hex, 0
        self.saved, self.conflict = body if not instead_of else None, None

    @property
    def is_dirty(self):
        return self.body != self.saved

    def fields(self):
        return {
            "headline": "", "body": self.body, "based_on": self.based_on, "key": self.key, "tab": self.tab,
            "turn": self.turn, "mode": self.mode, "instead_of": self.instead_of,
        }  # fmt: skip

    def autosave(self):
        self.late = self.fields()
        return self.desk.post("desk_autosave", **self.fields()).status_code == 200

    def send(self, name="desk_publish"):
        if self.mode == "edit":
            return self.desk.post("desk_edit", self.entry_pk, **self.fields())
        return self.desk.post(name, **self.fields())

    def open(self, entry):
        answer = self.desk.get("desk_edit", entry.pk, anyway="")
        if answer.status_code != 200:
            return
        form = answer.context["form"]
        self.begin(
            key=str(entry.key), mode="edit" if entry.is_published else "new", entry_pk=entry.pk,
            based_on=form.initial["based_on"], body=form.instance.body,
        )  # fmt: skip


class TwoEditors(RuleBasedStateMachine):
    def __init__(self):
        super().__init__()
        self.page = make_page()
        self.composers = [Composer(Desk(self.page, make_editor())) for _ in range(2)]
        self.words, self.answered, self.keys, self.copied = 0, set(), set(), set()

    # What they do

    @initialize()
    def each_has_published_something(self):
        for who in (0, 1):
            self.types(who, 0, is_pausing=False)
            self.publishes(who, is_answer_lost=False)

    @rule(who=who, number=number, is_pausing=st.booleans())
    def types(self, who, number, is_pausing):
        composer = self.composers[who]
        self.words += 1
        paragraphs = re.findall(r"<p>.*?</p>", composer.body)
        paragraphs.insert(number % (len(paragraphs) + 1), f"<p>tok{self.words}</p>")
        composer.body, composer.turn = "".join(paragraphs), composer.turn + 1
        if is_pausing:
            self.autosaved(composer)

    @rule(who=who, number=number)
    def takes_a_paragraph_away(self, who, number):
        composer = self.composers[who]
        paragraphs = re.findall(r"<p>.*?</p>", composer.body)
        if not paragraphs:
            return
        gone = paragraphs.pop(number % len(paragraphs))
        if Revision.objects.filter(
            entry__page=self.page, body__contains=gone
        ).exists():  # else it is thrown away by will
            composer.body, composer.turn = "".join(paragraphs), composer.turn + 1

    @rule(who=who, is_answer_lost=st.booleans())
    def publishes(self, who, is_answer_lost):
        self.sent(self.composers[who], "desk_publish", is_answer_lost)

    @rule(who=who, is_answer_lost=st.booleans())
    def keeps_a_draft(self, who, is_answer_lost):
        composer = self.composers[who]
        if composer.mode == "new":
            self.sent(composer, "desk_draft", is_answer_lost)

    @rule(who=who)
    def presses_twice(self, who):
        composer = self.composers[who]
        if composer.body and composer.send().status_code == 200:
            self.keys.add(composer.key)
            self.sent(composer, "desk_publish", False)

    @rule(who=who)
    def an_autosave_arrives_once_more_and_late(self, who):
        if self.composers[who].late:
            self.composers[who].desk.post("desk_autosave", **self.composers[who].late)

    @rule(who=who, number=number)
    def opens_an_entry(self, who, number):
        composer, entry = self.composers[who], self.entry(number)
        if entry and (not composer.is_dirty or self.autosaved(composer)):
            composer.open(entry)

    @rule(number=number)
    def both_write_at_one_entry(self, number):
        for who in (0, 1):
            self.opens_an_entry(who, number)
            self.types(who, who, is_pausing=False)

    @rule(who=who, way=st.sampled_from(["merge", "mine", "theirs", "anew"]))
    def decides(self, who, way):
        composer = self.composers[who]
        if composer.conflict is None:
            return
        stored, both = composer.conflict
        if way == "theirs":
            assert self.autosaved(composer)
            composer.open(stored)
        elif way == "anew":
            self.copied |= set(WORD.findall(composer.body))
            origin = f"{composer.key}.{composer.tab}"
            composer.begin(body=composer.body, instead_of=origin)
        elif stored.status != "withdrawn":
            self.saves_over(composer, stored, both if way == "merge" else None)

    @rule(who=who)
    def crashes_and_takes_the_newest_words_back(self, who):
        composer = self.composers[who]
        copies = composer.desk.get("desk_kept").json()["copies"]
        composer.begin()
        if not copies:
            return
        copy, fields = copies[0], dict(copies[0]["fields"])
        entry = Entry.objects.filter(key=copy["key"]).first()
        composer.begin(
            key=copy["key"], mode="edit" if entry and entry.is_published else "new", entry_pk=entry and entry.pk,
            based_on=fields.get("based_on", ""), body=fields["body"], instead_of=f"{copy['key']}.{copy['tab']}",
        )  # fmt: skip

    @rule(who=who, number=number)
    def withdraws_or_restores(self, who, number):
        entry = self.entry(number)
        if entry and entry.status in ("published", "withdrawn"):
            name = "desk_withdraw" if entry.is_published else "desk_restore"
            self.composers[who].desk.post(name, entry.pk)

    # How they do it

    def saves_over(self, composer, stored, both):
        """With both texts merged in the form, or at once with mine."""
        composer.based_on, composer.entry_pk, composer.conflict = stored.revision, stored.pk, None
        composer.mode = "edit" if stored.is_published else composer.mode
        if both:
            composer.body, composer.turn = both.body, composer.turn + 1
        else:
            self.sent(composer, "desk_publish", False)

    def entry(self, number):
        entries = list(self.page.entries.order_by("pk"))
        return entries[number % len(entries)] if entries else None

    def autosaved(self, composer):
        is_kept = composer.autosave()
        if is_kept:
            self.answered |= set(WORD.findall(composer.body))
        return is_kept

    def sent(self, composer, name, is_answer_lost):
        if not composer.body:
            return
        is_behind = self.is_behind(composer)
        answer = composer.send(name)
        assert answer.status_code in (200, 409), answer.status_code
        assert answer.status_code == 409 or not is_behind, "overwritten unseen"
        self.keys.add(composer.key)
        if answer.status_code == 200:
            self.answered |= set(WORD.findall(composer.body))
        if is_answer_lost:
            return
        if answer.status_code == 409:
            for words in (composer.body, answer.context["stored"].body):
                assert set(WORD.findall(words)) <= set(WORD.findall(answer.text)), "a 409 without both texts"
            composer.conflict = answer.context["stored"], answer.context["both"]
        elif name == "desk_draft":
            composer.based_on, composer.saved = answer.context["form"].initial["based_on"], composer.body
            composer.instead_of, composer.conflict = "", None
        else:
            composer.begin()

    def is_behind(self, composer):
        """True if the entry says something that this composer has not seen."""
        stored = Entry.objects.filter(key=composer.key).first()
        seen = int(composer.based_on or composer.mode == "new")  # without a revision it made the entry
        return stored and stored.body != composer.body and stored.revision != seen

    # What always holds

    @invariant()
    def every_word_that_was_answered_for_is_found(self):
        texts = [
            *Revision.objects.filter(entry__page=self.page).values_list("body", flat=True),
            *self.page.entries.values_list("body", flat=True),
            *WorkingCopy.objects.with_words().filter(page=self.page).values_list("content__body", flat=True),
        ]
        assert self.answered <= set(WORD.findall(" ".join(texts)))

    @invariant()
    def there_is_no_second_entry(self):
        bodies = list(self.page.entries.values_list("key", "body"))
        assert {str(key) for key, _body in bodies} <= self.keys
        said = [word for _key, body in bodies for word in set(WORD.findall(body)) - self.copied]
        assert len(said) == len(set(said))

    @invariant()
    def every_chain_of_revisions_is_linear(self):
        for entry in self.page.entries.prefetch_related("revisions"):
            assert [one.number for one in entry.revisions.all()] == list(range(1, entry.revision + 1))
            assert entry.revisions.all()[entry.revision - 1].body == entry.body
