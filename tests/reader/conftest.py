import pytest

from tests.reading import parsed


@pytest.fixture
def read(client):
    """Fetches an address that must answer 200 and gives its document."""

    def read(address):
        answer = client.get(address)
        assert answer.status_code == 200
        return parsed(answer.content)

    return read
