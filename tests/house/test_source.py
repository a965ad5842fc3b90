"""What our own source never does, because it is how others were broken into."""

import ast
import re
import subprocess

import pytest
from django.contrib import admin
from django.db import models

from tests.house.commands import ROOT

CODE = [path for folder in ("coverage", "liveblog") for path in sorted((ROOT / folder).rglob("*.py"))]
# Where HTML is declared safe: canonical bodies, and JSON without a "<".
DECLARED_SAFE = {
    "coverage/models/shown_body.py": 2,
    "coverage/models/live_page.py": 1,
    "coverage/models/site_face.py": 1,
    "coverage/reader/json_ld.py": 1,
}
# Who opens a connection to elsewhere, and where to: addresses that only the site's settings name.
SPEAKS_TO_OTHERS = {
    "coverage/models/purge.py": "PURGE_URLS",
    "coverage/models/websub.py": "WEBSUB_HUB",
}
GUARDED = {"coverage/embeds/client.py"}  # asks providers of a list alone: see tests/embeds/test_client.py
SPEAKS_TO_ITSELF = {"liveblog/capacity.py"}  # a self-test by command, against a process of its own
CLIENTS = {"http.client", "urllib.request", "urllib3", "httpx", "requests", "aiohttp", "ftplib", "smtplib"}
UNSAFE = {"pickle", "marshal", "shelve", "dill", "yaml", "telnetlib"}
XML_READERS = {"fromstring", "fromstringlist", "iterparse", "XML", "parseString"}
UNSAFE_CALLS = {"eval", "exec", "system", "popen", "csrf_exempt", "SafeString", "extra", "RawSQL"}
# The doors to public pages and pictures, which answer to GET alone: who posts is told so, and gets no cookie.
KNOWS_NO_FORMS = {"coverage/reader/asking.py"}
# The words in a picture, in the process of its own that knows no secret, in little memory and time.
READS_XML = {"coverage/pictures/words.py"}
# Strings that only a key looks like.
KEYS = re.compile(
    r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}\b|\bsk-[A-Za-z0-9_-]{32,}"
    r"|\bxox[baprs]-[0-9A-Za-z-]{20,}|\bglpat-[\w-]{20}|\bAIza[0-9A-Za-z_-]{35}\b|\beyJ[\w-]{20,}\.eyJ[\w-]{20,}"
    r"|django-insecur[e]-|(?i:(?:secret_key|password|token)\s*[:=]\s*[\"'][A-Za-z0-9+/_-]{32,}[\"'])"
)


def in_code():
    """(name, syntax tree) of each file of ours."""
    for path in CODE:
        yield path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))


def imports(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Import):
            yield from (one.name for one in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module:
            yield node.module


def calls(tree):
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            yield getattr(node.func, "id", getattr(node.func, "attr", ""))
        elif isinstance(node, ast.FunctionDef):
            yield from (getattr(one, "id", "") for one in node.decorator_list)


def test_html_is_declared_safe_only_where_it_is_canonical():
    found = {name: list(calls(tree)).count("mark_safe") for name, tree in in_code()}
    assert {name: count for name, count in found.items() if count} == DECLARED_SAFE
    for path in (ROOT / "templates").rglob("*.*"):
        text = path.read_text("utf-8")
        assert not re.search(r"\|\s*safe(seq)?\b", text), path
        assert path.suffix == ".txt" or "autoescape off" not in text, path  # letters are plain text


def test_nothing_is_called_that_runs_what_it_is_given():
    for name, tree in in_code():
        assert not UNSAFE & {module.split(".")[0] for module in imports(tree)}, name
        assert name in READS_XML or not XML_READERS & set(calls(tree)), name
        known = {"csrf_exempt"} if name in KNOWS_NO_FORMS else set()
        assert UNSAFE_CALLS & set(calls(tree)) == known, name
        shells = [node for node in ast.walk(tree) if isinstance(node, ast.keyword) and node.arg == "shell"]
        assert not shells, name


def test_the_site_asks_no_address_that_somebody_typed():
    speaking = {
        name: tree
        for name, tree in in_code()
        if CLIENTS & set(imports(tree)) and name not in SPEAKS_TO_ITSELF | GUARDED
    }
    assert set(speaking) == set(SPEAKS_TO_OTHERS)
    for name, tree in speaking.items():
        settings = {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}
        assert SPEAKS_TO_OTHERS[name] in settings, name


def test_no_form_of_many_rows_reaches_beyond_its_own():
    """CVE-2026-87975, -4277, -4292: keys that a form could forge, rows edited in a list."""
    for model, its_admin in admin.site._registry.items():
        assert isinstance(model._meta.pk, models.AutoField), model
        assert not its_admin.list_editable, model


def test_no_key_is_in_the_repository():
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    if names.returncode:
        pytest.skip("no repository here")
    for name in names.stdout.split("\0"):
        path = ROOT / name
        if name and path.is_file() and path.suffix not in (".lock", ".png", ".jpg", ".mo"):
            found = KEYS.search(path.read_text("utf-8", errors="ignore"))
            assert not found, f"{name}: {found[0][:20]}…"


def test_a_key_would_be_found():
    for key in ("AKIA" + "A" * 16, "-----BEGIN RSA " + "PRIVATE KEY-----", "token = '" + "k" * 40 + "'"):
        assert KEYS.search(key), key
