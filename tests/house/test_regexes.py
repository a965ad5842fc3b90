"""No text of 100 kB keeps a regular expression of ours busy: neither by trying again and again, nor by its length."""

import ast
import pkgutil
import re
import time
from importlib import import_module
from itertools import product

import pytest
from django.urls import get_resolver

import coverage
import liveblog
from tests.house.commands import ROOT

LENGTH, SECONDS = 100_000, 0.5
# Not asked about what others wrote, or only about a body that is canonical, where every "<" has its end:
# for those, see markup/test_scaling.py.
ELSEWHERE = {
    "coverage/markup/blocks.py",
    "coverage/reader/addresses.py",
    "coverage/interchange/source.py:_CHARSET",  # the first 2,048 bytes
    "liveblog/env.py",  # ops' own settings
    "liveblog/static_files.py",  # our own scripts
}
PARTS = ["a", "9", " ", "\n", "\t ", "-", "_", ".", "/", "//", "<", ">", "<p>", "<p ", "<a href=\"", "<img ", "<!--", "&",
         "a-", "A9", "a@", "'", "a'", "TK", "x", "?", "[", "]]>", "bytes=", "\u2028", "\xe9", "bytes=1-", "live/", "/a", "#a",
         "password/reset/"]  # fmt: skip
ENDS = ["", "!", "\x00", "\n"]
METHODS = {"match", "fullmatch", "search", "findall", "finditer", "sub", "subn", "split"}


def modules():
    for package in (coverage, liveblog):
        for found in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            path = ROOT / (found.name.replace(".", "/") + ("/__init__.py" if found.ispkg else ".py"))
            if ".migrations" not in found.name and path.exists():
                yield found.name, path


def expressions():
    """name → (pattern, how it is asked), of every expression in our source and our addresses."""
    found = {}
    for name, path in modules():
        where, tree = path.relative_to(ROOT).as_posix(), ast.parse(path.read_text("utf-8"))
        compiled = [
            node
            for node in tree.body
            if isinstance(node, ast.Assign) and "re.compile(" in ast.unparse(node.value)
        ]
        if compiled:
            module = import_module(name)
            for target in (ast.unparse(target) for node in compiled for target in node.targets):
                value = getattr(module, target)
                for key, pattern in value.items() if isinstance(value, dict) else [("", value)]:
                    found[f"{where}:{target}{key}"] = (
                        pattern,
                        "match" if isinstance(value, dict) else asked(tree, target),
                    )
        for node in ast.walk(tree):
            if (
                isinstance(node, ast.Call)
                and ast.unparse(node.func).startswith("re.")
                and node.func.attr in METHODS
            ):
                literal = node.args[0]
                if isinstance(literal, ast.Constant):
                    found[f"{where}:{node.lineno}"] = (re.compile(literal.value), node.func.attr)
    for pattern in get_resolver().url_patterns[-1].url_patterns:
        found[f"address {pattern.name}"] = (pattern.pattern.regex, "search")
    return found


def asked(tree, name):
    """The method by which an expression is used; `search`, which costs most, where that is elsewhere."""
    used = {
        node.func.attr
        for node in ast.walk(tree)
        if isinstance(node, ast.Call)
        and isinstance(node.func, ast.Attribute)
        and ast.unparse(node.func.value) == name
    }
    return "search" if used - {"match", "fullmatch"} or not used else used.pop()


def attacks(pattern):
    parts = [*PARTS, *re.findall(r"[a-z<\[]{2,12}", str(pattern.pattern))]
    for part, end in product(parts, ENDS):
        text = part * (LENGTH // len(part)) + end
        yield text.encode("utf-8", "replace") if isinstance(pattern.pattern, bytes) else text


EXPRESSIONS = {
    name: one for name, one in expressions().items() if not {name, name.rpartition(":")[0]} & ELSEWHERE
}


def test_every_expression_is_known_here():
    assert len(EXPRESSIONS) > 40


@pytest.mark.parametrize("name", EXPRESSIONS)
def test_no_text_keeps_an_expression_busy(name):
    pattern, method = EXPRESSIONS[name]
    method = method if method in ("match", "fullmatch") else "search"
    for text in attacks(pattern):
        began = time.thread_time()
        getattr(pattern, method)(text)
        assert time.thread_time() - began < SECONDS, text[:20]
