import pytest


@pytest.fixture(autouse=True)
def _quick_hasher(settings):
    """The real one is slow on purpose."""
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]


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
