"""What runs out or goes astray: room on a disk, time, files, a worker; and everything at once."""

import http.client
import io
import os
import resource
import signal
import time
from contextlib import suppress
from pathlib import Path

import psycopg
from PIL import Image as Pillow

from tests.faults.editors import new_token
from tests.faults.house import Process
from tests.serving import eventually

HOUR, DAY = 3600, 86_400
FULL = "no room"  # what the desk says of it
AWAY = (0, 502, 503, 504)  # another fault has not passed yet
DUE = """
from datetime import timedelta
from django.utils import timezone
from coverage.models import Entry, LivePage
page = LivePage.objects.get(pk={page})
for number, token in enumerate({tokens}):
    entry = Entry.objects.draft(page=page, by=None, body=f"<p>{{token}}</p>")
    entry.schedule(by=None, at=timezone.now() + timedelta(seconds=1.5 - number / 5))
"""


def media_disk_is_full(nemesis):
    """F15: an upload is refused in a sentence and leaves no file; with room again it is taken."""
    disk, editor = nemesis.house.media_disk, nemesis.editors[0]
    before = _kept(nemesis.house)
    disk.fill()
    try:
        status, said = editor.upload(_picture(nemesis))
        if status == 422 and FULL in said:
            if (after := _kept(nemesis.house)) != before:
                nemesis.wrong.append(f"F15 left something of a refused upload: {before} became {after}")
        elif status not in AWAY:
            nemesis.wrong.append(f"F15 an upload to a full disk is answered {status}: {said[:200]}")
    finally:
        disk.clear()
    try:
        eventually(lambda: editor.upload(_picture(nemesis))[0] == 200, within=40, what="an upload")
    except AssertionError as late:
        nemesis.wrong.append(f"F15 with room again: {late}")


def database_disk_is_full(nemesis):
    """F16: not even a new piece of its log can be written; readers go on, and it stands up again with room."""
    house = nemesis.house
    nemesis.read(nemesis.audience.path)  # so that nginx has it
    house.database_disk.fill()
    try:
        for _piece in range(60):  # more than the pieces that it keeps to write over
            try:
                house.ask(
                    "SELECT pg_switch_wal(), pg_logical_emit_message(true, 'faults', repeat('x', 100000))"
                )
            except psycopg.Error:
                break
        nemesis.rest(2, 5)
        if 200 in (said := [_readiness(port) for port in house.web_ports]):
            nemesis.wrong.append(f"F16 /readyz/web says {said} while the database's disk is full")
        status, _text = nemesis.read(nemesis.audience.path)
        if status != 200:
            nemesis.wrong.append(f"F16 readers get {status} through nginx while the database's disk is full")
    finally:
        house.database_disk.clear()


def clock_is_wrong(nemesis):
    """F17: of one web process, by an hour back or forward, or a day forward."""
    clock = nemesis.house.clock(nemesis.chance.randrange(len(nemesis.house.webs)))
    clock.write_text(str(nemesis.chance.choice([-HOUR, HOUR, DAY])))
    nemesis.rest(3, 6)
    clock.unlink()


def renditions_are_lost(nemesis):
    """F25: files of a picture that readers see; each is made again when it is asked for."""
    for file in nemesis.house.renditions():
        file.unlink()
    status, _bytes = nemesis.read(nemesis.house.picture)
    if status not in (200, *AWAY):
        nemesis.wrong.append(f"F25 a picture whose file was lost is answered {status}")
    nemesis.rest(0.5, 1)


def worker_is_away_while_entries_are_due(nemesis):
    """F26: two workers come back; each entry is out once, in the order of its moment."""
    house, tokens = nemesis.house, [new_token() for _entry in range(5)]
    house.worker.stop()
    house.manage("shell", "-v0", "-c", DUE.format(page=nemesis.page_pk, tokens=tokens))
    nemesis.rest(2, 3)
    second = Process("second worker", house.worker.command, house.worker.log, house.worker.env)
    house.worker.start()
    second.start()
    try:
        eventually(lambda: len(_out(house, tokens)) == len(tokens), within=40, what="what was due")
    except AssertionError as late:
        nemesis.wrong.append(f"F26 {late}")
    second.stop()
    if _out(house, tokens) != tokens[::-1]:
        nemesis.wrong.append("F26 what was due together did not go out in its order")


def memory_is_short(nemesis):
    """F33: not a page more for a web process and the worker; then the kernel takes one of PostgreSQL's processes."""
    house = nemesis.house
    squeezed = [process.child.pid for process in (nemesis.web(), house.worker)]
    for pid in squeezed:
        _let_have(pid, pages=int(Path(f"/proc/{pid}/statm").read_text().split()[0]))
    nemesis.rest(3, 6)
    for pid in squeezed:
        with suppress(ProcessLookupError):  # it ended of it, and was started again
            _let_have(pid)
    with suppress(psycopg.Error):
        asked = "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND pid <> pg_backend_pid()"
        os.kill(nemesis.chance.choice(house.ask(asked))[0], signal.SIGKILL)


def everything_is_killed(nemesis):
    """F34, without containers: as when a machine goes down and comes up."""
    house = nemesis.house
    for process in (*house.webs, house.worker, house.nginx):
        process.kill()
    house.kill_database()
    nemesis.rest(0, 1)
    house.keep()


def withdrawn_meanwhile(nemesis):
    """F36: each editor withdraws something just as another fault strikes."""
    for editor in nemesis.editors:
        editor.next_deed = editor.withdraw
    name = nemesis.chance.choice(["F1 web is killed", "F2 database is killed", "F3 database restarts",
        "F4 LISTEN falls silent", "F10 all lines are cut", "F28 both webs are away"])  # fmt: skip
    nemesis.fault(name)(nemesis)


def _readiness(port):
    """As whatever sends readers to this web process hears it: a status, 0 without an answer."""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=15)
    try:
        line.request("GET", "/readyz/web")
        return line.getresponse().status
    except OSError:
        return 0
    finally:
        line.close()


def _let_have(pid, pages=None):
    """So much memory and no more; all there is unless a number is given."""
    _soft, hard = resource.prlimit(pid, resource.RLIMIT_AS)
    soft = hard if pages is None else pages * resource.getpagesize()
    resource.prlimit(pid, resource.RLIMIT_AS, (soft, hard))


def _kept(house):
    """Of uploads: how many rows, and which files."""
    originals = house.folder / "data" / "originals"
    rows = house.ask("SELECT count(*) FROM coverage_image")[0][0]
    return rows, {path.name for path in originals.rglob("*") if path.is_file()}


def _picture(nemesis):
    """A new one each time: the same again would be the same file."""
    picture = io.BytesIO()
    Pillow.frombytes("RGB", (400, 300), nemesis.chance.randbytes(360_000)).save(picture, "JPEG")
    return picture.getvalue()


def _out(house, tokens):
    """Those of these texts that are published, in the order in which they went out."""
    asked = "SELECT body FROM coverage_entry WHERE status = 'published' AND body LIKE ANY(%s) ORDER BY published_at"
    until = time.monotonic() + 20
    while True:
        try:
            rows = house.ask(asked, [f"%{token}%" for token in tokens])
        except psycopg.Error:  # another fault left it a moment
            if time.monotonic() > until:
                raise
            continue
        return [next(token for token in tokens if token in body) for (body,) in rows]
