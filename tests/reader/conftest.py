import pytest

from tests.reading import parsed


@pytest.fixture
def read(client):
    """Fetches an address, which may lead on as in a browser and must answer 200, and gives its document."""

    def read(address):
        answer = client.get(address, follow=True)
        assert answer.status_code == 200
        return parsed(answer.content)

    return read
