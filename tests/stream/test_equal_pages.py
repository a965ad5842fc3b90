"""Whoever applies the changes to a page has exactly the page of today (DESIGN §5, 1 to 4 and 6)."""

from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test

from tests.stream.world import World


def test_every_open_page_ends_as_a_fresh_one_whatever_happens(world):
    run_state_machine_as_test(World, settings=settings(max_examples=settings.default.max_examples // 5))
    print(f"{World.examples} examples, {World.steps} steps")
