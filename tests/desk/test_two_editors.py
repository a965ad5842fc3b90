"""Whatever two editors do and in whatever order: no word is lost, and no entry is there twice."""

import random

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.at_once import at_once, meanwhile
from tests.desk.desks import Desk
from tests.desk.two_editors import TwoEditors
from tests.make import make_editor, make_entry, make_page


def test_no_word_is_lost_and_no_entry_is_there_twice(db):
    run_state_machine_as_test(
        TwoEditors,
        settings=settings(max_examples=max(1, settings().max_examples // 4), stateful_step_count=30),
    )


@pytest.mark.django_db(transaction=True)
def test_of_two_who_save_at_once_exactly_one_wins_and_the_other_sees_both_texts(transactional_db):
    """F19: two sessions, one revision to start from, 200 interleavings of their two requests."""
    seed = random.randrange(10**9)
    print(f"seed {seed}")
    dice, page = random.Random(seed), make_page()
    desks = [Desk(page, make_editor()), Desk(page, make_editor())]
    entry = make_entry(page, headline="0", body="<p>base</p>")
    for round in range(1, 201):
        entry.refresh_from_db()
        answers = {}

        def save(who, based_on=entry.revision, round=round, answers=answers):
            text = f"<p>round {round} by {who}</p>"
            answers[who] = desks[who].post("desk_edit", entry.pk, headline="", body=text, based_on=based_on)

        first = dice.randrange(2)
        if dice.random() < 0.3:
            at_once(lambda: save(0), lambda: save(1))
        else:
            with meanwhile(dice.randint(1, 25), lambda other=1 - first: save(other)):
                save(first)
            if 1 - first not in answers:  # the first was over before
                save(1 - first)
        assert sorted(answer.status_code for answer in answers.values()) == [200, 409], round
        [winner] = [who for who, answer in answers.items() if answer.status_code == 200]
        refused = answers[1 - winner].content.decode()
        assert f"round {round} by 0" in refused
        assert f"round {round} by 1" in refused
        before, entry.revision = entry.revision, None
        entry.refresh_from_db()
        assert (entry.body, entry.revision) == (f"<p>round {round} by {winner}</p>", before + 1)
    assert [one.number for one in entry.revisions.all()] == list(range(1, entry.revision + 1))
    assert entry.revision == 202  # drafted, published, and one a round
    page.refresh_from_db()
    assert page.version == 202  # opened, arrived, and one change a round
