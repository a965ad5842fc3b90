"""Export, then import into an empty system, gives the same public page; twice, the same as once."""

import os
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from hypothesis import HealthCheck, event, given, settings

from coverage.models import Author, Embed, Image, LivePage, Tag, Video
from tests.interchange.describe import describe
from tests.interchange.files import count_rows
from tests.interchange.plans import PLAN, build

EXAMPLES = int(os.environ.get("ROUND_TRIPS", "25"))


def empty():
    """Leave no row of ours."""
    for noun in (LivePage, Author, Video, Embed, Image, Tag):
        noun.objects.all().delete()


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    print_blob=True,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(plan=PLAN)
def test_export_then_import_gives_the_same_page(db, plan):
    empty()
    page = build(plan)
    told = describe(page.slug)
    with tempfile.TemporaryDirectory() as folder:
        call_command("export_page", page.slug, folder, stdout=StringIO())
        empty()
        call_command("import_page", folder, publish=True, stdout=StringIO())
        assert describe(page.slug) == told
        before = count_rows(), LivePage.objects.get().version, _names(Path(folder))
        call_command("import_page", folder, publish=True, stdout=StringIO())
        assert (count_rows(), LivePage.objects.get().version, _names(Path(folder))) == before
    assert describe(page.slug) == told
    event(f"{page.state}, {len(told['entries'])} entries")


def _names(folder):
    return sorted(path.name for path in folder.rglob("*"))
