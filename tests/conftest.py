"""Real parts only: PostgreSQL (embedded unless DATABASE_URL is set), real files, a real browser."""

import os
import tempfile
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings

from liveblog.embedded import DISPOSABLE

# Before Django's settings are read: named here and not in pyproject.toml, where pytest-django would read
# them before this file. Shared by the workers of one run: the first process names it.
if "LIVEBLOG_TEST_DIR" not in os.environ:
    os.environ["LIVEBLOG_TEST_DIR"] = tempfile.mkdtemp(prefix="liveblog-tests-")
    (Path(os.environ["LIVEBLOG_TEST_DIR"]) / "postgres").mkdir()
    (Path(os.environ["LIVEBLOG_TEST_DIR"]) / "postgres" / DISPOSABLE).touch()
os.environ["LIVEBLOG_DATA_DIR"] = os.environ["LIVEBLOG_TEST_DIR"]
os.environ["DEBUG"] = "true"  # static files from where they stand
os.environ["MEDIA_SOURCES"] = "https://video.example"  # that of tests.make

# HYPOTHESIS_PROFILE=deep for thousands. Machines and their database are busy: no deadlines.
_shared = {
    "deadline": None,
    "database": None,
    "print_blob": True,
    "suppress_health_check": [HealthCheck.too_slow, HealthCheck.function_scoped_fixture],
}
hypothesis_settings.register_profile("ci", max_examples=100, stateful_step_count=40, **_shared)
hypothesis_settings.register_profile("deep", max_examples=5000, stateful_step_count=60, **_shared)
hypothesis_settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "ci"))
os.environ["DJANGO_SETTINGS_MODULE"] = "liveblog.settings"

from django.conf import settings  # noqa: E402

assert Path(os.environ["LIVEBLOG_TEST_DIR"]).resolve() == settings.DATA_DIR  # read now, for pytest-django


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


@pytest.fixture(autouse=True)
def _plain_face():
    """No test sees another's, which went with its transaction."""
    from coverage.models import site_face

    site_face.keep(site_face.SiteFace(pk=1))


@pytest.fixture
def page(db):
    from tests.make import make_page

    return make_page()


@pytest.fixture
def editor(db):
    from tests.make import make_editor

    return make_editor()


def pytest_collection_modifyitems(items):
    """Browser tests last: Playwright's event loop and their server outlive them, and others count theirs."""
    items.sort(key=lambda item: "browser" in item.path.parts)
