import pytest

from tests.embeds.stand_in import standing_in


@pytest.fixture
def stand_in(tmp_path, settings):
    """A provider of posts at https://posts.example/<number>; what it says is asked of a server that runs here."""
    folder = tmp_path / "providers"
    folder.mkdir()
    with standing_in(folder) as made:
        settings.EMBED_PROVIDERS = made.list()
        yield made
