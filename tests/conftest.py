"""Real parts only: PostgreSQL (embedded unless DATABASE_URL is set), real files, a real browser."""

import os
import tempfile
from pathlib import Path

import pytest

# Before Django's settings are read. Shared by the workers of one run: the first process names it.
if "LIVEBLOG_TEST_DIR" not in os.environ:
    os.environ["LIVEBLOG_TEST_DIR"] = tempfile.mkdtemp(prefix="liveblog-tests-")
os.environ["LIVEBLOG_DATA_DIR"] = os.environ["LIVEBLOG_TEST_DIR"]
os.environ["DEBUG"] = "true"  # static files from where they stand


@pytest.fixture(autouse=True)
def _own_files(settings, tmp_path):
    """Each test's uploads go to a folder of its own."""
    from coverage.models.image import originals

    settings.MEDIA_ROOT = tmp_path / "media"
    settings.STORAGES = {
        **settings.STORAGES,
        "originals": {
            **settings.STORAGES["originals"],
            "OPTIONS": {"location": str(tmp_path / "originals"), "base_url": None},
        },
    }
    assert Path(originals().location) == tmp_path / "originals"


@pytest.fixture
def page(db):
    from tests.make import make_page

    return make_page()


@pytest.fixture
def editor(db):
    from tests.make import make_editor

    return make_editor()
