"""A day at the house of faults: editors write, readers follow, the nemesis strikes; then the laws are asked.

    tests/faults/run [--seconds 60] [--readers 100] [--between 5] [--seed N] [--only "F2 database"]
    tests/faults/run --long             30 minutes, 500 readers, a fault every 15 seconds
    tests/faults/run --each 20          each fault alone, 20 times, in a house of its own
    tests/faults/run --strikes 8        ends after so many faults, not after so long
    tests/faults/run --machines         three web processes, files in an S3 store, pages read from a replica

Prints one JSON object for each house; exit status 1 when a law is broken, with a sentence for each.
"""

import argparse
import asyncio
import json
import random
import re
import sys
import tempfile
import threading
import time
import xml.etree.ElementTree as ElementTree

from tests.faults.disks import may_mount
from tests.faults.editors import PASSWORD, Editor
from tests.faults.house import House
from tests.faults.laws import History, Row
from tests.faults.machines import ManyMachines
from tests.faults.nemesis import AT_HOME, ELSEWHERE, FAULTS, Nemesis
from tests.faults.readers import SECRET, TOKEN, Audience, get
from tests.faults.report import complaints, report
from tests.stream.reader import Reader

SLUG = "faults"
REST_SECONDS = 1
SET_UP = f"""
from django.contrib.auth.models import Group, User
from coverage.models import LivePage
for number in range(EDITORS):
    user = User.objects.create_user(f"editor-{{number}}", password="{PASSWORD}", is_staff=True)
    user.groups.set(Group.objects.filter(name="editor"))
page = LivePage.objects.create(slug="{SLUG}", title="A day of faults")
page.open(by=None)
print(page.pk)
"""


def main(asked):
    if not asked.each:
        return one_house(asked)
    failed = 0
    for name in names_of(asked):
        asked.only, asked.strikes = name, asked.each
        failed |= one_house(asked)
    return failed


def one_house(asked):
    kind = ManyMachines if asked.machines else House
    with (
        tempfile.TemporaryDirectory(prefix="liveblog-faults-") as folder,
        kind(folder, asked.streams) as house,
    ):
        said = asyncio.run(play(house, asked))
        for process in house.processes:
            said["logs"][process.name] = complaints(process.log)
    print(json.dumps(said, indent=1), flush=True)
    return 1 if said["broken"] else 0


async def play(house, asked):
    loop, began = asyncio.get_running_loop(), time.monotonic()
    page_pk = int(
        house.manage("shell", "-v0", "-c", SET_UP.replace("EDITORS", str(asked.editors))).split()[-1]
    )
    await loop.run_in_executor(None, house.furnish, SLUG)
    gone = {}
    editors = [
        Editor(f"editor-{n}", house.nginx_port, page_pk, gone, asked.seed) for n in range(asked.editors)
    ]
    audience = Audience(f"/live/{SLUG}/", house.nginx_port, house.web_ports, gone)
    audience.loop = loop
    for editor in editors:
        await loop.run_in_executor(None, editor.log_in)
    await audience.gather(asked.readers)
    nemesis = Nemesis(house, audience, editors, page_pk, asked.seed)
    working = [threading.Thread(target=editor.work, args=[asked.editors / asked.rate]) for editor in editors]
    for thread in working:
        thread.start()
    keeper = asyncio.create_task(keep(house))
    try:
        await loop.run_in_executor(None, haunt, nemesis, asked, began)
    finally:
        for editor in editors:
            editor.is_over.set()
    for thread in working:
        await loop.run_in_executor(None, thread.join)
    keeper.cancel()
    await loop.run_in_executor(None, house.keep)
    await loop.run_in_executor(None, house.until_database_answers)
    await loop.run_in_executor(None, house.until_answering)
    version = house.ask("SELECT version FROM coverage_livepage WHERE id = %s", page_pk)[0][0]
    behind = await audience.until_all_are_at(version, within=90)
    history = await told(house, audience, editors, page_pk, version)
    nemesis.wrong += await loop.run_in_executor(None, house.judged)
    audience.leave()
    return report(history, nemesis, editors, audience, behind, asked, began)


async def keep(house):
    """The restart policy, for what dies by itself (`X-Die-At`)."""
    while True:
        await asyncio.sleep(0.3)
        for web in house.webs:
            web.keep()


def haunt(nemesis, asked, began):
    """A fault every `between` seconds, after a moment's rest from the one before."""
    until = time.monotonic() + (86_400 if asked.strikes else asked.seconds)
    names, order, due = names_of(asked), [], time.monotonic()
    while not 0 < asked.strikes <= len(nemesis.done):
        due += asked.between
        time.sleep(min(max(REST_SECONDS, due - time.monotonic()), max(0, until - time.monotonic())))
        if time.monotonic() >= until:
            break
        order = order or nemesis.chance.sample(names, len(names))  # each once before any comes again
        name = order.pop()
        print(f"{time.monotonic() - began:6.1f} s  {name}", file=sys.stderr, flush=True)
        nemesis.strike(name)


def names_of(asked):
    every = FAULTS | (ELSEWHERE if asked.machines else AT_HOME)
    return [
        name for name in every if asked.only in name and (may_mount() or not name.endswith("disk is full"))
    ]


async def told(house, audience, editors, page_pk, version):
    """The history, from the table, every public format and every reader."""
    rows, revisions = {}, {}
    for pk, body in house.ask("SELECT entry_id, body FROM coverage_revision ORDER BY entry_id, number"):
        revisions.setdefault(pk, []).append(token_in(body))
    entries = house.ask(
        "SELECT id, key::text, status, body FROM coverage_entry WHERE page_id = %s AND status <> 'draft'"
        " ORDER BY published_at DESC, id DESC", page_pk,
    )  # fmt: skip
    for pk, key, status, body in entries:
        rows.setdefault(key, []).append(Row(pk, status, token_in(body), distinct(revisions.get(pk, []))))
    changes = [
        row[0]
        for row in house.ask(
            "SELECT version FROM coverage_change WHERE page_id = %s ORDER BY version", page_pk
        )
    ]
    out = [pk for pk, _key, status, _body in entries if status == "published"]
    texts = {}
    for name in ("", "feed.atom", "page.jsonld", f"changes?after={max(0, version - 50)}"):
        status, texts[name] = await get(house.web_ports[0], audience.path + name)
        assert status == 200, f"{name} answers {status}"
    leaked = audience.leaked + [
        (name or "page", found) for name, text in texts.items() for found in SECRET.findall(text)
    ]
    fresh = Reader(lambda: texts[""])
    numbers = re.compile(r"entries/(\d+)/")
    atom = [entry.findtext("{*}id") for entry in ElementTree.fromstring(texts["feed.atom"]).iter("{*}entry")]  # noqa: S314
    updates = json.loads(texts["page.jsonld"])["liveBlogUpdate"]
    formats = {
        "table": out,
        "page": [pk for pk, _place, _html in fresh.entries],
        "feed": [int(re.search(r"(\d+)/?$", one)[1]) for one in atom],
        "json-ld": [int(numbers.search(one.get("@id") or one["url"])[1]) for one in updates],
    }
    attempts = [attempt for editor in editors for attempt in editor.attempts]
    readers = [reader.ended() for reader in audience.readers]
    # A long-open page keeps what a fresh one has on its second page: compared is what both show.
    shown = len(fresh.entries)
    for reader in readers:
        if reader.shown:
            reader.shown = (reader.shown[0][:shown], reader.shown[1])
    return History(attempts, rows, changes, version, readers, fresh.shown, formats, leaked)


def distinct(tokens):
    """A revision of another thing than the text (its status, a byline) repeats the text: that is none of its own."""
    return [token for token, before in zip(tokens, [None, *tokens], strict=False) if token != before]


def token_in(body):
    found = TOKEN.search(body) or SECRET.search(body)
    return found and found[0]


def arguments(texts=None):
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--seconds", type=float, default=60, help="how long the nemesis is about")
    parser.add_argument("--between", type=float, default=5, help="seconds between two faults")
    parser.add_argument("--readers", type=int, default=100)
    parser.add_argument("--editors", type=int, default=4)
    parser.add_argument("--rate", type=float, default=2, help="deeds a second, by all editors together")
    parser.add_argument("--seed", type=int, default=random.randrange(10**6))
    parser.add_argument("--only", default="", help="faults whose name has this")
    parser.add_argument("--streams", type=int, default=10_000, help="that a web process takes; others poll")
    parser.add_argument("--machines", action="store_true", help="a house of several machines")
    parser.add_argument(
        "--strikes", type=int, default=0, help="end after so many faults, however long it takes"
    )
    parser.add_argument("--each", type=int, default=0, help="each fault alone, so many times")
    parser.add_argument(
        "--long", action="store_true", help="30 minutes, a fault every 15 seconds, 500 readers"
    )
    asked = parser.parse_args(texts)
    if asked.long:
        asked.seconds, asked.between, asked.readers = 1800, 15, 500
    return asked


if __name__ == "__main__":
    sys.exit(main(arguments()))
