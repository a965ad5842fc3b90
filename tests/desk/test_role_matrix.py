"""Every address × method × role × whose it is, against one table: FAULTS.md, “Who may”.

A new address needs a line in TABLE, or this fails: its name, who may look (GET, HEAD) and who may
do something (POST); `None` where that is no way to ask. Who: one of WHO. A noun in the admin has its
line in NOUNS. What else an address may hold is found in `World.arguments`: add it there.
"""

from collections import Counter
from contextlib import contextmanager

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.core.cache import cache
from django.db import connection, transaction
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse

from coverage.models import Author, Change, Entry, Image, LivePage, SiteFace, Tag
from tests.desk.desks import typed
from tests.make import (
    make_author,
    make_byline,
    make_captions,
    make_embed,
    make_entry,
    make_image,
    make_login,
    make_page,
    make_snippet,
    make_video,
)

ROLES = ["anon", "reporter", "assigned", "editor", "chief", "ops"]  # assigned: a reporter, on their page
METHODS = ["GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"]
OWN, THEIRS, ELSEWHERE = "own", "another's", "other page's"
ANY = {OWN, THEIRS}

WHO = {
    "everybody": dict.fromkeys(ROLES, ANY),
    "logged in": dict.fromkeys(ROLES[1:], ANY),
    "desk": dict.fromkeys(["reporter", "assigned", "editor", "chief"], ANY),
    "see": {"reporter": {OWN}, "assigned": ANY, "editor": ANY, "chief": ANY},
    "write": {"reporter": {OWN}, "assigned": {OWN}, "editor": ANY, "chief": ANY},
    "whole page": dict.fromkeys(["assigned", "editor", "chief"], ANY),
    "publish": dict.fromkeys(["editor", "chief"], ANY),
    "page": {"chief": ANY},
    "people": dict.fromkeys(["chief", "ops"], ANY),
    "superusers": {},
}

TABLE = {
    # Readers' pages, and what watches the processes
    "front": ("everybody", None),
    "live_page": ("everybody", None),
    "older": ("everybody", None),
    "at": ("everybody", None),
    "search": ("everybody", None),
    "corrections": ("everybody", None),
    "from_start": ("everybody", None),
    "entry": ("everybody", None),
    "embed": ("everybody", None),
    "entry_embed": ("everybody", None),
    "embed_script": ("everybody", None),
    "oembed": ("everybody", None),
    "player": ("everybody", None),
    "captions": ("everybody", None),
    "page_json_ld": ("everybody", None),
    "feed": ("everybody", None),
    "feed_json": ("everybody", None),
    "tag_feed": ("everybody", None),
    "tag_feed_json": ("everybody", None),
    "author_feed": ("everybody", None),
    "author_feed_json": ("everybody", None),
    "sitemap": ("everybody", None),
    "sitemap_part": ("everybody", None),
    "news_sitemap": ("everybody", None),
    "tag": ("everybody", None),
    "author": ("everybody", None),
    "robots": ("everybody", None),
    "site_style": ("everybody", None),
    "media": ("everybody", None),
    "healthz": ("everybody", None),
    "readyz": (
        "everybody",
        None,
    ),  # these three only without a proxy in between: tests/house/test_watching.py
    "readyz/web": ("everybody", None),
    "metrics": ("everybody", None),
    # One's login
    "account_login": ("everybody", "everybody"),
    "account_logout": ("everybody", "everybody"),
    "account_reset_password": ("everybody", "everybody"),
    "account_reset_password_done": ("everybody", None),
    "account_reset_password_from_key": ("everybody", "everybody"),
    "account_reset_password_from_key_done": ("everybody", None),
    "mfa_authenticate": ("everybody", "everybody"),
    "choose_language": (None, "everybody"),
    "account_change_password": ("logged in", "logged in"),
    "account_set_password": ("logged in", "logged in"),
    "account_reauthenticate": ("logged in", "logged in"),
    "mfa_index": ("logged in", None),
    "mfa_reauthenticate": ("logged in", "logged in"),
    "mfa_activate_totp": ("logged in", "logged in"),
    "mfa_deactivate_totp": ("logged in", "logged in"),
    "mfa_view_recovery_codes": ("logged in", None),
    "mfa_generate_recovery_codes": ("logged in", "logged in"),
    "mfa_download_recovery_codes": ("logged in", None),
    "usersessions_list": ("logged in", "logged in"),
    # The admin's own; its login and password pages are those above, which answer first
    "admin:index": ("logged in", None),
    "admin:password_change_done": ("logged in", None),
    "admin:autocomplete": ("desk", None),
    "admin:jsi18n": ("logged in", None),
    "admin:view_on_site": ("logged in", None),
    "admin:app_list": ("desk", None),
    "admin/(?P<url>.*)$": (None, None),
    # The desk of a page
    "admin:desk": ("desk", None),
    "admin:desk_now": ("desk", None),
    "admin:desk_older": ("desk", None),
    "admin:desk_corrections": ("desk", None),
    "admin:desk_find": ("desk", None),
    "admin:desk_find_filters": ("desk", None),
    "admin:desk_jump": ("desk", None),
    "admin:desk_check": (None, "desk"),
    "admin:desk_preview": (None, "desk"),
    "admin:desk_here": (None, "desk"),
    "admin:desk_in": ("desk", None),
    "admin:desk_page_edit": ("page", "page"),
    "admin:desk_page_announce": (None, "page"),
    "admin:desk_page_open": (None, "page"),
    "admin:desk_page_close": (None, "page"),
    "admin:desk_people": (None, "page"),
    "admin:desk_readers": ("desk", None),
    "admin:desk_summary": ("publish", "publish"),
    "admin:desk_summary_history": ("publish", None),
    "admin:desk_summary_bring_back": (None, "publish"),
    "admin:desk_note": ("publish", "publish"),
    "admin:desk_snippets": ("desk", None),
    "admin:desk_keep_snippet": (None, "publish"),
    "admin:desk_new": ("desk", None),
    "admin:desk_watch_new": ("whole page", None),
    "admin:desk_autosave": (None, "desk"),
    "admin:desk_kept": ("desk", None),
    "admin:desk_discard": (None, "desk"),
    "admin:desk_draft": (None, "desk"),
    "admin:desk_submit": (None, "desk"),
    "admin:desk_publish": (None, "publish"),
    "admin:desk_schedule": (None, "publish"),
    "admin:desk_when": ("publish", None),
    # One entry of it
    "admin:desk_more": ("see", None),
    "admin:desk_history": ("see", None),
    "admin:desk_watch": ("see", None),
    "admin:desk_duplicate": (None, "see"),
    "admin:desk_edit": ("write", "write"),
    "admin:desk_bring_back": (None, "write"),
    "admin:desk_move": (None, "write"),
    "admin:desk_delete": (None, "write"),
    "admin:desk_take_over": (None, "write"),
    "admin:desk_correct": ("publish", "publish"),
    "admin:desk_withdraw": (None, "publish"),
    "admin:desk_restore": (None, "publish"),
    "admin:desk_pin": (None, "publish"),
    "admin:desk_unpin": (None, "publish"),
    "admin:desk_pin_until": (None, "publish"),
    "admin:desk_mark": (None, "publish"),
    "admin:desk_unmark": (None, "publish"),
    "admin:desk_doubt": (None, "publish"),
    "admin:desk_confirm": (None, "publish"),
    "admin:desk_refute": (None, "publish"),
    "admin:desk_unmark_doubt": (None, "publish"),
    "admin:desk_retime": (None, "publish"),
    "admin:desk_receipt": ("publish", None),
    "admin:desk_told": ("publish", None),
    "admin:desk_send_back": (None, "publish"),
    "admin:desk_review": (None, "publish"),
    "admin:desk_let_go": (None, "publish"),
    "admin:desk_send_now": (None, "publish"),
    "admin:desk_unschedule": (None, "publish"),
    # Pictures and videos
    "admin:desk_take_in": (None, "desk"),
    "admin:desk_picture_words": (None, "desk"),
    "admin:desk_known": ("desk", None),
    "admin:desk_gallery": ("desk", None),
    "admin:desk_library": ("desk", None),
    "admin:desk_picture_page": ("publish", None),
    "admin:desk_picture_withdraw": (None, "publish"),
    "admin:desk_picture_restore": (None, "publish"),
    "admin:desk_picture_replace": (None, "publish"),
    "admin:desk_picture_told": ("publish", None),
    "admin:desk_image": ("see", None),
    "admin:desk_video": ("desk", None),
    "admin:desk_video_page": ("publish", None),
    "admin:desk_video_withdraw": (None, "publish"),
    "admin:desk_video_restore": (None, "publish"),
    "admin:desk_video_replace": (None, "publish"),
    "admin:desk_video_told": ("publish", None),
    "admin:desk_videos": ("desk", None),
    "admin:desk_take_in_video": (None, "publish"),
    "admin:desk_may_take_in_video": ("publish", None),
    "admin:desk_take_in_embed": (None, "desk"),
    "admin:desk_embed": ("desk", None),
}

# The nouns in the admin: who may see them, add one, change one, delete one.
NOUNS = {
    "coverage_livepage": ("desk", "page", "page", "page"),
    "coverage_entry": ("see", "superusers", "publish", "publish"),
    "coverage_author": ("desk", "page", "page", "page"),
    "coverage_image": ("see", "desk", "write", "page"),
    "coverage_video": ("desk", "publish", "publish", "page"),
    "coverage_embed": ("desk", "superusers", "publish", "page"),
    "coverage_tag": ("desk", "desk", "publish", "page"),
    "coverage_snippet": ("desk", "publish", "publish", "publish"),
    "coverage_siteface": ("page", "superusers", "page", "superusers"),
    "auth_user": ("people", "people", "people", "superusers"),
    "auth_group": ("superusers",) * 4,
    "procrastinate_procrastinatejob": ("superusers",) * 4,
}
for noun, (see, add, change, delete) in NOUNS.items():
    seen = "desk" if see == "see" else see  # a list shows what may be seen
    TABLE |= {
        f"admin:{noun}_changelist": (seen, None),
        f"admin:{noun}_add": (add, add),
        f"admin:{noun}_change": (see, change),
        f"admin:{noun}_history": (see, None),
        f"admin:{noun}_delete": (delete, delete),
        f"admin/{noun.replace('_', '/')}/<path:object_id>/": ("logged in", None),  # leads to its page
    }

# An entry that must be there, and in which state, for a deed to be one.
WITHDRAWN = {"admin:desk_receipt", "admin:desk_restore"}
DRAFTS = {"admin:desk_move", "admin:desk_delete", "admin:coverage_entry_delete", "admin:desk_send_now"}

ASKED = {
    "admin:autocomplete": {"app_label": "coverage", "model_name": "entry", "field_name": "tags"},
    "older": {"before": "1.1"},
    "at": {"time": "12:00"},
}
FORGED = {
    "status": "published", "state": "closed", "version": "999", "revision": "77", "published_at": "2001-01-01T00:00",
    "page": "0", "created_by": "0", "by": "0", "is_staff": "on", "is_superuser": "on", "groups": "1", "slug": "forged",
    "key": "77777777-7777-4777-8777-777777777777", "author": "0", "taken_in_by": "0", "user": "0",
}  # fmt: skip
# Deeds whose own field bears that name, so that those who may send it mean it.
MEANT = {
    "published_at": {"admin:desk_retime"},
    "slug": {f"admin:{noun}_{what}" for noun in NOUNS for what in ("add", "change")},
}


SECRETS = {THEIRS: "Secret of a colleague", ELSEWHERE: "Secret of another page", "note": "Secret of a shift"}
ASIDE = ("django_session", "usersessions_usersession", "liveblog_cache")


class World:
    """Two pages, with what one person made and what a colleague made on the first."""

    def __init__(self, role):
        self.role = role
        self.page, self.elsewhere = make_page(shift_note=SECRETS["note"]), make_page()
        self.page.summary = "<p>So far.</p>"
        self.page.edit()
        self.colleague = make_login("editor")
        self.me = None if role == "anon" else make_login("reporter" if role == "assigned" else role)
        if role == "assigned":
            self.page.assign([self.me], by=None)
        owners = {OWN: (self.page, self.me), THEIRS: (self.page, self.colleague)}
        owners[ELSEWHERE] = (self.elsewhere, self.colleague)
        self.entries = {
            (whose, state): self._entry(whose, page, by, state)
            for whose, (page, by) in owners.items()
            for state in ("draft", "published", "withdrawn")
        }
        self.person = make_login("reporter")
        self.unborn, self.unused = make_page(state="draft"), Tag.objects.named("Mars")
        self.video, self.tag = make_video(), Tag.objects.named("Moon")
        self.images = {whose: self._image(whose, *owners[whose]) for whose in owners}
        self.embed, self.loaded = make_embed(), make_embed()
        self.captions = make_captions(make_video())
        shown = f'<figure data-video="{self.captions.video_id}"></figure>'
        make_entry(self.page, body=f'{shown}<figure data-embed="{self.loaded.pk}"></figure>')
        self.author, self.snippet = make_author(), make_snippet(page=self.page)
        make_entry(self.page, tags=[self.tag], bylines=[make_byline(self.author)])
        self.facts, self.pages = facts(), [self.page.pk, self.elsewhere.pk]
        self.session = Client()
        if self.me:
            self.session.force_login(self.me)

    def _image(self, whose, page, by):
        """One in a draft, so that nobody sees it but by right."""
        image = make_image(by=by, alt=SECRETS.get(whose, "Open"))
        Entry.objects.draft(page=page, by=by, body=f'<figure data-image="{image.pk}"></figure>')
        return image

    def _entry(self, whose, page, by, state):
        secret = SECRETS.get(whose, "Open") if state == "draft" else "Open"
        entry = Entry.objects.draft(page=page, by=by, headline=f"{secret} {state}", body="<p>Words.</p>")
        if state != "draft":
            entry.publish(by=None)
        if state == "withdrawn":
            entry.withdraw(by=None)
        return entry

    def arguments(self, name, route, whose):
        """What stands in the address of a route."""
        state = "withdrawn" if name in WITHDRAWN else "published"
        if name in DRAFTS or {"see", "write"} & set(TABLE[name]):
            state = "draft"
        entry, image = self.entries[whose, state], self.images[whose]
        objects = {
            "livepage": self.unborn if name.endswith("_delete") else self.page, "entry": entry, "author": self.author, "image": image, "video": self.video, "embed": self.embed, "snippet": self.snippet,
            "tag": self.unused if name.endswith("_delete") else self.tag, "user": self.person, "group": self.person.groups.first(), "procrastinatejob": self.page, "siteface": SiteFace(pk=1),
        }  # fmt: skip
        model = route.split("/")[2] if route.startswith("admin/") and route.count("/") > 2 else ""
        slugs = {"author": self.author.slug, "tag": self.tag.slug}
        return {
            "page_pk": self.page.pk, "entry_pk": entry.pk, "number": 1, "image_pk": image.pk, "video_pk": self.video.pk, "embed_pk": self.embed.pk,
            "object_id": objects[model].pk if model in objects else self.page.pk, "app_label": "coverage", "url": "nothing-here",
            "content_type_id": ContentType.objects.get_for_model(LivePage).pk, "slug": slugs.get(name.split("_")[0], self.page.slug),
            "pk": {"player": self.loaded.pk, "captions": self.captions.video_id}.get(name, self.entries[THEIRS, "published"].pk), "uidb36": "1", "key": "set-password", "digest": "0" * 12,
            "language": "en", "name": image.addresses[0].partition("/media/")[2],
        }  # fmt: skip

    def secrets(self):
        """What this person must never read, wherever they look."""
        if self.role in ("editor", "chief"):
            return []
        of_the_page = [] if self.role == "assigned" else [SECRETS[THEIRS], SECRETS["note"]]
        return [SECRETS[ELSEWHERE], *of_the_page]


def addresses():
    """(name, or the route where it has none; route; names of its arguments) of everything that can be asked."""

    def walk(patterns, prefix, spaces, above):
        for pattern in patterns:
            route = prefix + str(pattern.pattern)
            names = [*above, *pattern.pattern.converters, *pattern.pattern.regex.groupindex]
            if isinstance(pattern, URLResolver):
                space = [pattern.namespace] if pattern.namespace else []
                yield from walk(pattern.url_patterns, route, [*spaces, *space], names)
            else:
                name = route if pattern.name is None else ":".join([*spaces, pattern.name])
                yield name, route, dict.fromkeys(names)

    here = {}
    for name, route, names in walk(get_resolver().url_patterns, "", [], []):
        here.setdefault(route, (name, route, names))  # the first one answers
    return list(here.values())


ALL = addresses()


def is_somebodys(name, names):
    """Whether it matters to whom it belongs what this address is of: an entry or a picture."""
    in_admin = name.startswith(("admin:coverage_entry_", "admin:coverage_image_")) and "object_id" in names
    return in_admin or bool({"entry_pk", "image_pk"} & set(names))


def path_of(name, route, names, known):
    if name == "admin/(?P<url>.*)$":
        return "/admin/nothing-here"
    if name == route:
        return f"/{route.replace('<path:object_id>', str(known['object_id']))}"
    return reverse(name, kwargs={argument: known[argument] for argument in names})


def may(who, role, whose):
    return who is not None and whose in WHO[who].get(role, ())


@contextmanager
def writes():
    """What is written meanwhile, apart from what keeps track of who asks."""
    written = []

    def watch(execute, sql, params, many, context):
        if sql.startswith(("INSERT", "UPDATE", "DELETE")) and not any(table in sql for table in ASIDE):
            written.append(sql[:100])
        return execute(sql, params, many, context)

    with connection.execute_wrapper(watch):
        yield written


class Case:
    """One request: what came, what it wrote, what stands in the database after it; then all is as before."""

    def __init__(self, world, name, path, method, data=None):
        client = Client()
        client.cookies = world.session.cookies.copy()
        data = data or ASKED.get(name)
        if name == "oembed":
            data = {"url": f"{settings.SITE_URL}{world.page.get_absolute_url()}"}
        with transaction.atomic():
            with writes() as self.written:
                ask = getattr(client, method.lower())
                self.answer = ask(path, data) if data else ask(path)
            self.facts = facts() if self.written else world.facts
            transaction.set_rollback(True)
        self.status = self.answer.status_code
        location = self.answer.headers.get("Location", "")
        self.is_sent_to_login = self.status == 302 and location.startswith("/admin/login/?next=")
        self.is_sent_away = (
            self.status == 302 and location == "/admin/"
        )  # as the admin does from what is not there

    @property
    def is_refused(self):
        return self.status in (401, 403, 404, 405) or self.is_sent_to_login or self.is_sent_away

    def reads(self, secrets):
        if self.answer.streaming:
            return []
        return [secret for secret in secrets if secret in self.answer.text]


def facts():
    """What nobody may forge: of people, of entries, of pages."""
    return {
        "people": sorted(User.objects.values_list("pk", "is_staff", "is_superuser")),
        "entries": sorted(
            Entry.objects.values_list("pk", "key", "page", "created_by", "status", "published_at")
        ),
        "pictures": sorted(Image.objects.values_list("pk", "taken_in_by")),
        "authors": sorted(Author.objects.values_list("pk", "user")),
        "pages": sorted(LivePage.objects.values_list("pk", "slug", "version", "state")),
        "changes": Counter(Change.objects.values_list("page", flat=True)),
    }


@pytest.fixture(autouse=True)
def _first_factor_alone(settings):
    settings.REQUIRE_SECOND_FACTOR = False  # tests/desk/test_accounts_second_factor.py


def test_every_address_has_a_line():
    known, here = set(TABLE), {name for name, _route, _names in ALL}
    assert not here - known, (
        f"Nobody has said who may ask {sorted(here - known)}. Add a line for each to TABLE in {__file__}: "
        '"name": (who may GET it, who may POST to it), each one of WHO or None.'
    )
    assert not known - here, f"These are gone; take their lines out of TABLE: {sorted(known - here)}"


@pytest.mark.parametrize("role", ROLES)
def test_nobody_may_more_or_less_than_their_role(db, role):
    world, wrong, cases = World(role), [], 0
    for name, route, names in ALL:
        if name not in TABLE:
            continue  # said above
        looks, does = TABLE[name]
        for whose in (OWN, THEIRS, ELSEWHERE) if is_somebodys(name, names) else (THEIRS,):
            path = path_of(name, route, names, world.arguments(name, route, whose))
            is_there = whose != ELSEWHERE or "page_pk" not in names
            for method in METHODS:
                cases += 1
                if name.startswith("account_"):
                    cache.clear()  # it counts what is asked too often
                data = {**typed(), **FORGED} if method == "POST" else None
                case = Case(world, name, path, method, data)
                who = looks if method in ("GET", "HEAD") else does if method == "POST" else None
                is_allowed = is_there and may(
                    who,
                    *(
                        ("reporter" if role == "assigned" else role, THEIRS)
                        if whose == ELSEWHERE
                        else (role, whose)
                    ),
                )
                fault = _fault(world, case, name, method, is_allowed, who)
                if fault:
                    wrong.append(f"{role} {method} {name} ({whose}): {case.status}, {fault}")
    print(f"\n{role}: {cases} cases")
    assert not wrong, "\n".join(wrong)


def _fault(world, case, name, method, is_allowed, who):
    """What is wrong with this answer; "" if nothing."""
    if found := case.reads(world.secrets()):
        return f"it shows {found}"
    if name.startswith("readyz"):
        return ""  # 503 in here, where neither hub nor worker runs
    if case.status >= 500:
        return "it broke"
    if is_allowed:
        if case.status in (401, 403, 405) or (case.is_sent_to_login and who != "everybody"):
            return "but the table allows it"
        if case.status == 404 and not name.startswith(("mfa_", "account_", "usersessions_")):
            return "but it is there"
        return _forged(world, case, name)
    if method in ("GET", "HEAD", "POST") and who is not None and not case.is_refused:
        return "but the table does not allow it"
    if case.written:
        return f"refused, and yet it wrote {case.written}"
    return ""


def _forged(world, case, name):
    """Which of FORGED got through."""
    before, now = world.facts, case.facts
    if any(is_superuser for _pk, _is_staff, is_superuser in now["people"]):
        return "it made a superuser"
    old = {pk for pk, *_more in before["people"]}
    if [row for row in now["people"] if row[0] in old] != before["people"]:
        return "it changed what people may"
    was = {row[0]: row for row in before["entries"]}
    for pk, key, page, created_by, status, published_at in now["entries"]:
        if created_by not in (world.me and world.me.pk, world.colleague.pk, None):
            return "it forged who made an entry"
        if published_at and published_at.year == 2001 and name not in MEANT["published_at"]:
            return "it forged a time"
        if status == "published" and world.role not in WHO["publish"] and was.get(pk, (0,) * 5)[4] != status:
            return "it published"
        if pk in was and (key, created_by) != (was[pk][1], was[pk][3]):
            return "it changed whose an entry is"
        if pk in was and page != was[pk][2] and name != "admin:desk_move":
            return "it moved an entry"
    if [version for _pk, _slug, version, _state in now["pages"]] != [
        now["changes"][pk] for pk, *_more in now["pages"]
    ]:
        return "it forged a version"
    for noun in ("pictures", "authors"):
        theirs = dict(before[noun])
        if any(theirs.get(pk, whose) != whose for pk, whose in now[noun]):
            return f"it changed whose {noun} are"
    if {by for pk, by in now["pictures"] if pk not in dict(before["pictures"])} - {world.me and world.me.pk}:
        return "it forged who brought a picture"
    slugs = {slug for _pk, slug, _version, _state in now["pages"]}
    if "forged" in slugs and name not in MEANT["slug"]:
        return "it forged an address"
    if name not in ("admin:desk_page_close", "admin:desk_page_open", "admin:desk_page_announce"):
        states = [
            (pk, state) for pk, _slug, _version, state in now["pages"] if pk in dict.fromkeys(world.pages)
        ]
        if (
            states != [(pk, "live") for pk in sorted(world.pages)]
            and name != "admin:coverage_livepage_delete"
        ):
            return "it forged a state"
    return ""
