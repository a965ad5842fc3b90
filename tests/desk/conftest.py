import pytest


@pytest.fixture
def desk(page):
    """An editor with every permission, at the desk of the page."""
    from tests.desk.desks import Desk
    from tests.make import make_editor

    return Desk(page, make_editor())


@pytest.fixture
def reporter(page):
    """Somebody who writes and submits there."""
    from tests.desk.desks import Desk, make_reporter

    return Desk(page, make_reporter())
