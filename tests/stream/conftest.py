import pytest
from django.db import connections
from django.utils import timezone

KEPT = 12  # so that readers fall too far behind within an example


@pytest.fixture
def world(transactional_db, settings, monkeypatch):
    """World with short chains, the whole timeline on its page and a clock that can step back."""
    from coverage.stream import frames, hub, replay
    from tests.stream import world as worlds

    settings.ENTRIES_PER_PAGE = 10_000
    for module in (frames, hub, replay):
        monkeypatch.setattr(module, "KEPT", KEPT)
    monkeypatch.setattr(hub, "AHEAD_SECONDS", 0)
    now = timezone.now
    monkeypatch.setattr(timezone, "now", lambda: now() - worlds.World.clock_behind)
    monkeypatch.setattr(worlds.World, "examples", 0)
    monkeypatch.setattr(worlds.World, "steps", 0)
    yield worlds.World
    worlds.hub_thread.submit(connections.close_all).result()
