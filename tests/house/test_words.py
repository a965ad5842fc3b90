"""German is complete, and the compiled catalogues are what the written ones say."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PARTS = ("coverage", "liveblog", "templates", "static", ".ci", "manage.py")

needs_gettext = pytest.mark.skipif(
    not shutil.which("xgettext") and not os.environ.get("CI"), reason="Debian's gettext is not here"
)


@pytest.fixture(scope="module")
def renewed(tmp_path_factory):
    """A copy of the house in which `.ci/words` has just run."""
    folder = tmp_path_factory.mktemp("house")
    for part in PARTS:
        source = ROOT / part
        (shutil.copytree if source.is_dir() else shutil.copy)(source, folder / part)
    env = {**os.environ, "PYTHON": sys.executable}
    subprocess.run([folder / ".ci" / "words"], env=env, check=True, capture_output=True, timeout=120)
    return folder / "coverage" / "locale"


@needs_gettext
def test_every_word_of_the_house_has_a_german_one(renewed):
    catalogue = renewed / "de" / "LC_MESSAGES" / "django.po"
    for what in ("--untranslated", "--only-fuzzy"):
        found = subprocess.run(
            ["msgattrib", what, catalogue], capture_output=True, text=True, check=True
        ).stdout
        missing = [line for line in found.splitlines() if line.startswith("msgid") and line != 'msgid ""']
        assert missing == [], f"{what[2:]}: run .ci/words, then write the German"


@needs_gettext
@pytest.mark.parametrize("language", ["de", "ar"])
def test_the_compiled_words_are_the_written_ones(renewed, language):
    kept = ROOT / "coverage" / "locale" / language / "LC_MESSAGES" / "django.mo"
    assert kept.read_bytes() == (renewed / language / "LC_MESSAGES" / "django.mo").read_bytes(), (
        "run .ci/words"
    )
