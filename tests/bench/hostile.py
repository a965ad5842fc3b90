"""Every hostile row into every field of the desk and the admin, and out by every address, in Chromium.

    uv run python -m tests.bench.hostile [ROW…]

Takes 25 to 60 minutes. Each form is sent with the value in all its fields of words; where that is refused,
once more without those that take only an address, a name or a time, and each of these alone where the row
is meant for one. What runs is trapped, what the policy refuses is collected, what is stored and shown is
held against the row's rule. Ends with 1 if anything ran, was refused by the policy, broke a rule or was
answered with 500.
"""

import json
import os
import re
import subprocess
import sys
import time
from collections import Counter
from urllib.parse import urlencode
from xml.etree import ElementTree

import pytest

if __name__ == "__main__":  # before Django is asked for anything: pytest sets it up
    os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "true"
    sys.exit(
        pytest.main([__file__, "-n0", "-q", "-s", "-p", "tests.browser.conftest", "-c", "pyproject.toml"])
    )

from django.contrib.auth.models import User
from django.urls import reverse
from playwright.sync_api import Error as PlaywrightError

from coverage.interchange.archiving import archive_page
from coverage.interchange.exporting import export_page
from coverage.markup.canonical import TooLong, canonical
from coverage.markup.lines import line
from coverage.models import LivePage, Tag
from coverage.models.public_addresses import PUBLIC_ADDRESSES
from tests.desk.desks import Desk
from tests.forms import Forms
from tests.hostile_rows import rows
from tests.make import (
    make_author,
    make_byline,
    make_draft,
    make_editor,
    make_entry,
    make_image,
    make_page,
    make_picture_file,
    make_snippet,
    make_video,
)

ONLY = sys.argv[1:]
TRAP = """
window.ran = []
for (const name of ["alert", "confirm", "prompt"]) window[name] = () => window.ran.push(name)
document.addEventListener("securitypolicyviolation", (event) => window.ran.push(`policy: ${event.violatedDirective} ${event.blockedURI}`))
"""
# Rows of these fields are texts like any other; for others, each field that takes only its own kind is tried alone.
ANYWHERE = {"headline", "body", "alt", "credit", "caption", "standfirst", "title", "kicker", "tag"}
CHOOSY = re.compile(r"slug|url|link|name$|email|_at|until|zone|order|language|focal|_[0-9]$")
OF_ADMIN = {"slug", "url"}  # each of their values goes through the admin's forms, of others the first
UNDONE_BY = {"withdraw": "restore", "close": "open"}
TOGETHER, SHOWN = 20, 20  # values on one page, and how many of its entries are looked at by each address


class Run:
    """One chief's browser, and what happened in it."""

    def __init__(self, context, url):
        self.context, self.url, self.tab = context, url, context.new_page()
        self.counts, self.wrong, self.slow, self.row = Counter(), [], [], None
        self.told = 0
        context.add_init_script(TRAP)
        self.tab.on("pageerror", lambda error: self.note(f"error in a script: {error}"))
        self.tab.on("console", self._heard)
        context.on("response", self._answered)

    def _heard(self, message):
        if "Content Security Policy" in message.text:
            self.note(f"policy: {message.text[:150]}")

    def _answered(self, response):
        if response.status >= 500:
            self.note(f"{response.status} {response.url[:120]}")

    def note(self, what):
        self.wrong.append(f"{self.row and self.row.name}: {what}")

    def get(self, path):
        answer = self.context.request.get(self.url + path, headers={"HX-Request": "true"}, max_redirects=0)
        self.counts["asked"] += 1
        if answer.status >= 500:
            self.note(f"{answer.status} {path[:120]}")
        return answer

    def post(self, path, fields):
        """True if it was taken."""
        token = next(one["value"] for one in self.context.cookies() if one["name"].endswith("csrftoken"))
        headers = {
            "X-CSRFToken": token,
            "Referer": self.url,
            "Content-Type": "application/x-www-form-urlencoded",
        }
        if "/desk/" in path:
            headers["HX-Request"] = "true"
        began = time.monotonic()
        answer = self.context.request.post(
            self.url + path,
            data=urlencode(fields, doseq=True),
            headers=headers,
            max_redirects=0,
            timeout=120_000,
        )
        self.slow.append((round(time.monotonic() - began, 1), self.row.name, path))
        self.counts["sent"] += 1
        if answer.status >= 500:
            self.note(f"{answer.status} to {path}")
        taken = answer.status in ((200, 204) if "/desk/" in path else (302,))
        self.counts["taken" if taken else "refused"] += 1
        return taken

    def fill(self, place, value):
        """Send the form that stands at a place: (its address, where it is sent, a field that it has)."""
        fields, words = self.form_at(place)
        plain = [name for name in words if not CHOOSY.search(name)]
        alone = [] if self.row.field in ANYWHERE else [[name] for name in words if name not in plain]
        if not self.send(place[1], fields, words, value):
            for names in filter(None, [plain, *alone]):
                self.send(place[1], self.form_at(place)[0], names, value)

    def form_at(self, place):
        shown_at, _sent_to, has = place
        forms = [form for form in Forms(self.get(shown_at).text()).found if has in form[1]]
        if not forms:
            self.note(f"no form with {has} at {shown_at}")
        return forms[0] if forms else ({}, [])

    def send(self, address, fields, names, value):
        """True if it was taken. What would be in the way of the next one is undone."""
        is_taken = self.post(address, {**fields, **dict.fromkeys(names, value)})
        verb = address.split("/")[-2]
        if is_taken and verb in UNDONE_BY:
            self.post(address.replace(f"/{verb}/", f"/{UNDONE_BY[verb]}/"), {})
        return is_taken

    def visit(self, address):
        self.counts["visited"] += 1
        try:
            self.tab.goto(address, wait_until="load")
            ran = self.tab.evaluate("window.ran")
        except PlaywrightError as error:  # a finding, not the end
            ran = [str(error)[:150]]
        for what in ran:
            self.note(f"{address}: {what}")

    def parse(self, address):
        """Feeds and data: any parser can read them."""
        answer = self.get(address)
        self.counts["parsed"] += 1
        read = json.loads if "json" in answer.headers["content-type"] else ElementTree.fromstring
        try:
            read(answer.body())
        except (ValueError, SyntaxError) as error:
            self.note(f"{address}: {error}")

    def hold_against_rule(self, entry, value):
        try:
            took = entry.body == canonical(value) if self.row.is_rich else entry.headline == line(value)
        except TooLong:
            return
        if took:
            self.counts["held against their rule"] += 1
            html = self.context.request.get(self.url + entry.get_absolute_url()).text()
            for broken in self.row.broken_by(entry.body if self.row.is_rich else entry.headline, html):
                self.note(broken)


def places(page, entry, draft, admin):
    """Every form of words that a chief finds, with the entry and draft of its own that it is about."""

    def at(name, *more):
        return reverse(f"admin:{name}", args=[page.pk, *more])

    for name in ("desk_publish", "desk_draft", "desk_schedule", "desk_preview", "desk_check"):
        yield at("desk_new"), at(name), "headline"
    for name, has in (("desk_edit", "headline"), ("desk_correct", "note")):
        yield at(name, entry.pk), at(name, entry.pk), has
    for name, has in (("desk_page_edit", "title"), ("desk_note", "shift_note"), ("desk_summary", "summary")):
        yield at(name), at(name), has
    for name, has in (
        ("desk_retime", "published_at"),
        ("desk_pin_until", "pinned_until"),
        ("desk_withdraw", "note"),
    ):
        yield at("desk_more", entry.pk), at(name, entry.pk), has
    yield at("desk_more", draft.pk), at("desk_send_back", draft.pk), "comment"
    yield at("desk_page_edit"), at("desk_page_close"), "closing_line"
    for one in admin:
        address = reverse(f"admin:{one._meta.app_label}_{one._meta.model_name}_change", args=[one.pk])
        has = {"livepage": "title", "image": "alt", "user": "username", "video": "title"}.get(
            one._meta.model_name, "name"
        )
        yield address, address, has


def asked(page, value):
    """What is asked with a text."""
    base = page.get_absolute_url()
    for path, name in (
        (f"{base}search", "q"), (f"{base}changes", "after"), (f"{base}older", "before"), (f"{base}at", "time"),
        (f"/admin/coverage/livepage/{page.pk}/desk/find/", "words"), (f"/admin/coverage/livepage/{page.pk}/desk/find/", "tag"),
        (f"/admin/coverage/livepage/{page.pk}/desk/find/jump/", "until"), ("/admin/coverage/entry/", "q"),
        ("/admin/coverage/image/gallery/", "words"), ("/oembed", "url"), ("/admin/login/", "next"),
    ):  # fmt: skip
        yield f"{path}?{urlencode({name: value[:3000]})}"


def public(page, entries):
    """Every public address of these entries, as a withdrawal would ask them, and a few of the site's."""
    for entry in entries:
        for address in PUBLIC_ADDRESSES:
            yield from address.paths(entry)
    base = page.get_absolute_url()
    yield from (f"{base}search?q=alert", f"{base}changes?after=0", "/sitemap.xml", "/news-sitemap.xml")


def at_the_desk(page, entries):
    for name in (
        "desk",
        "desk_corrections",
        "desk_find",
        "desk_summary",
        "desk_summary_history",
        "desk_snippets",
        "desk_page_edit",
    ):
        yield reverse(f"admin:{name}", args=[page.pk])
    for entry in entries:
        for name in ("desk_history", "desk_more"):
            yield reverse(f"admin:{name}", args=[page.pk, entry.pk])
    for model in ("livepage", "entry", "author", "image", "video", "tag", "snippet", "embed"):
        yield f"/admin/coverage/{model}/?o=-1"
    yield from (
        "/admin/auth/user/",
        "/admin/",
        f"/admin/coverage/livepage/{page.pk}/change/",
        f"/admin/coverage/livepage/{page.pk}/history/",
    )


class Scene:
    """A page with something of everything, for a few values one after the other."""

    def __init__(self, run, chief):
        self.run, self.chief, self.page = run, chief, make_page()
        self.image, self.author, self.tag = (
            make_image(file=make_picture_file(16, 9)),
            make_author("Ida Okafor"),
            Tag.objects.named("Harbour"),
        )
        self.person = make_editor(f"person{self.page.pk}")
        self.admin = [
            make_page(),
            self.author,
            self.tag,
            make_video(poster=self.image),
            self.image,
            make_snippet(page=self.page),
            self.person,
        ]

    def play(self, value):
        figure = f'<figure data-image="{self.image.pk}"></figure>'
        entry = make_entry(
            self.page, bylines=[make_byline(self.author)], tags=[self.tag], body=f"<p>T.</p>{figure}"
        )
        draft = make_draft(self.page)
        draft.submit(by=self.chief)
        last = entry.pk
        for place in places(self.page, entry, draft, self.admin):
            if "/desk/" in place[1] or value == self.run.row.values[0] or self.run.row.field in OF_ADMIN:
                self.run.fill(place, value)
        for address in asked(self.page, value):
            self.run.get(address)
        for entry in self.page.entries.published().filter(pk__gt=last):
            self.run.hold_against_rule(entry, value)
        for address in (self.page.get_absolute_url(), reverse("admin:desk", args=[self.page.pk])):
            self.run.visit(self.run.url + address)

    def end(self, folder):
        """Everything that can be seen of it, and what it is as files."""
        entries = list(self.page.entries.order_by("-pk"))
        for address in dict.fromkeys(public(self.page, [one for one in entries if one.is_published][:SHOWN])):
            if re.search(r"\.(atom|json|jsonld|xml)$|/changes\?|/oembed", address):
                self.run.parse(address)
            else:
                self.run.visit(self.run.url + address)
        for address in at_the_desk(self.page, entries[:SHOWN]):
            self.run.visit(self.run.url + address)
        page = LivePage.objects.for_display().get(pk=self.page.pk)
        export_page(page, folder / "export")
        archive_page(page, folder / "archive")
        self.run.visit((folder / "archive" / "index.html").as_uri())
        self.run.counts["files"] += 2


@pytest.fixture
def site(other_server, tmp_path):
    """As a newsroom runs it: what DEBUG shows of a mistake is not what anybody is shown there."""
    as_there = {"DEBUG": "false", "STATIC_ROOT": str(tmp_path / "static")}
    collect = [sys.executable, "manage.py", "collectstatic", "-v0", "--noinput"]
    subprocess.run(collect, env={**os.environ, **as_there}, check=True)
    return other_server(**as_there)


def test_rows(site, chromium, tmp_path):
    chief = User.objects.create_superuser("root", "root@example.org", "correct horse battery")
    context = chromium.new_context()
    cookie = Desk(make_page(), chief).client.cookies["sessionid"].value
    context.add_cookies([{"name": "sessionid", "value": cookie, "url": site.url}])
    run = Run(context, site.url)
    run.visit(f"{site.url}/admin/password_change/")  # which brings the token
    todo = [(row, value) for row in rows() if not ONLY or row.name in ONLY for value in row.values]
    for start in range(0, len(todo), TOGETHER):
        scene = Scene(run, chief)
        for run.row, value in todo[start : start + TOGETHER]:
            scene.play(value)
        scene.end(tmp_path / str(start))
        print(
            f"{min(start + TOGETHER, len(todo))} of {len(todo)}: {dict(run.counts)}",
            *run.wrong[run.told :],
            sep="\n",
            flush=True,
        )
        run.told = len(run.wrong)
    print(f"{len({row.name for row, _value in todo})} rows, {len(todo)} values, {len(run.wrong)} wrong")
    print("slowest:", *sorted(run.slow)[-8:], sep="\n  ")
    assert run.wrong == []
