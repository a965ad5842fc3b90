"""Every hostile and unusual picture file through the desk, the admin and an import.  python -m tests.bench.hostile_pictures

A real server takes them by HTTP while a reader asks it for a page every 20 ms: what became of each file, how long
that took, how long the reader waited, and the memory of the web process and of what decodes beside it. Then every
rendition of whatever came in is made and searched for metadata and marks. Exit status 1 where one is not as expected.
"""

import os
import statistics
import sys
import tempfile
import threading
import time
from collections import Counter
from contextlib import contextmanager
from http.client import HTTPConnection
from pathlib import Path

FOLDER = Path(tempfile.mkdtemp(prefix="liveblog-bench-"))
os.environ["LIVEBLOG_DATA_DIR"] = os.environ.get("LIVEBLOG_DATA_DIR", str(FOLDER))
os.environ["MEDIA_ROOT"], os.environ["ORIGINALS_ROOT"] = str(FOLDER / "media"), str(FOLDER / "originals")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "liveblog.settings")
os.environ.setdefault("DEBUG", "true")
import django

django.setup()

from django.core.management import call_command
from django.db import connection
from django.test import Client
from django.urls import reverse
from PIL import Image as Pillow

from coverage.models import Image
from tests.browser.conftest import Server
from tests.hostile_pictures import MARK, all_of_them
from tests.interchange.files import live_blog, update, write_json
from tests.make import make_editor, make_entry, make_page

EITHER_WAY = {
    "gif-10000-frames.gif",
    "ztxt-bomb.png",
    "polyglot-js.gif",
}  # taken as a still, without text: as good
MARKS = [
    MARK.encode(),
    b"<script",
    b"<?php",
    b"PK\x03\x04",
    b"Leaky Phone",
    b"Exif\0\0",
    b"http://ns.adobe.com",
]
DOORS = ["desk", "admin", "import"]
GOALS = {"seconds": 5, "p99": 0.2, "memory": 400}


class Sender:
    """An editor's browser: sends one file as a form does."""

    def __init__(self, server, session):
        self.server, self.cookie = server, f"sessionid={session}; csrftoken={'a' * 32}"

    def send(self, file, name, address, **fields):
        """(status, text) of the answer."""
        parts = [
            f'--x\r\nContent-Disposition: form-data; name="{key}"\r\n\r\n{value}\r\n'.encode()
            for key, value in {"csrfmiddlewaretoken": "a" * 32, **fields}.items()
        ]
        said = name.replace('"', "%22").replace("\r", "%0D").replace("\n", "%0A").encode()
        head = b'--x\r\nContent-Disposition: form-data; name="file"; filename="' + said + b'"\r\n'
        body = b"".join([*parts, head, b"Content-Type: image/jpeg\r\n\r\n", file, b"\r\n--x--\r\n"])
        line = HTTPConnection("127.0.0.1", self.server.port, timeout=60)
        headers = {"Content-Type": "multipart/form-data; boundary=x", "Cookie": self.cookie}
        line.request("POST", address, body, headers)
        answer = line.getresponse()
        text = answer.read().decode()
        line.close()
        return answer.status, text


@contextmanager
def reading(server, path):
    """A reader asks again and again meanwhile; yields the seconds that each answer took."""
    waits, is_over = [], threading.Event()

    def read():
        line = HTTPConnection("127.0.0.1", server.port, timeout=60)
        while not is_over.wait(0.02):
            began = time.perf_counter()
            line.request("GET", path)
            line.getresponse().read()
            waits.append(time.perf_counter() - began)

    thread = threading.Thread(target=read)
    thread.start()
    yield waits
    is_over.set()
    thread.join()


class Memory(threading.Thread):
    """The most that a process had, and the most that its children had together, in MiB."""

    def __init__(self, pid):
        super().__init__(daemon=True)
        self.pid, self.own, self.children = pid, 0, 0

    def run(self):
        while rss := _rss(self.pid):
            self.own = max(self.own, rss)
            self.children = max(self.children, sum(map(_rss, _family(self.pid))))
            time.sleep(0.02)


def _rss(pid):
    try:
        return int(Path(f"/proc/{pid}/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20
    except (OSError, IndexError):
        return 0


def _family(pid):
    try:
        children = [
            int(each)
            for task in Path(f"/proc/{pid}/task").iterdir()
            for each in (task / "children").read_text().split()
        ]
    except OSError:
        return []
    return children + [each for child in children for each in _family(child)]


def by_desk(sender, file):
    status, text = sender.send(file.data, _name(file), reverse("admin:desk_take_in"), alt=f"desk {file.name}")
    return {200: True, 422: False}.get(status, f"{status}: {text[:200]}")


def by_admin(sender, file):
    status, text = sender.send(
        file.data, _name(file), reverse("admin:coverage_image_add"), alt=f"admin {file.name}"
    )
    refused = 'class="errorlist"' in text
    return {302: True, 200: False if refused else "200 without a word"}.get(status, f"{status}: {text[:200]}")


def by_import(_sender, file):
    """Beside a document, under a name that a disk can hold; what has none is not named by it either."""
    folder = FOLDER / "source"
    folder.mkdir(exist_ok=True)
    name = file.name
    (folder / name).write_bytes(file.data)
    image = {
        "@type": "ImageObject",
        "contentUrl": name if _name(file) else "",
        "description": f"import {file.name}",
    }
    document = write_json(folder / "page.jsonld", live_blog(update(image=image)))
    with open(os.devnull, "w") as nowhere:
        call_command("import_page", str(document), stdout=nowhere, stderr=nowhere)
    (folder / name).unlink()
    return Image.objects.filter(alt=f"import {file.name}").exists()


def _name(file):
    return file.name if file.sent_as is None else file.sent_as


def search(image):
    """What a rendition of this image gives away: lines, none if all is well. And how many there are."""
    image.make_renditions()
    found = []
    paths = list(Path(FOLDER / "media" / image.folder).iterdir())
    for path in paths:
        data = path.read_bytes()
        found += [f"{image}: {path.name} holds {mark}" for mark in MARKS if mark in data]
        with Pillow.open(path) as opened:
            told = {"exif", "icc_profile", "xmp", "comment", "XML:com.adobe.xmp"} & set(opened.info)
            found += [f"{image}: {path.name} says {told}"] if told or dict(opened.getexif()) else []
    return found, len(paths)


def main():
    name = connection.settings_dict["NAME"]
    connection.creation.create_test_db(verbosity=0)
    server, wrong = None, []
    try:
        page, client = make_page(), Client()
        make_entry(page)
        client.force_login(make_editor())
        server = Server(FOLDER).start()
        sender = Sender(server, client.cookies["sessionid"].value)
        memory = Memory(server._process.pid)
        memory.start()
        table, slowest = Counter(), (0, "")
        with reading(server, page.get_absolute_url()) as waits:
            for group, file in all_of_them():
                answers = []
                for door, send in zip(DOORS, [by_desk, by_admin, by_import], strict=True):
                    began = time.perf_counter()
                    answers.append(send(sender, file))
                    took = time.perf_counter() - began
                    slowest = max(slowest, (took, f"{file.name} ({door})"))
                    table[group, door, answers[-1]] += 1
                is_right = set(answers) == {file.is_taken} or (
                    file.name in EITHER_WAY and len(set(answers)) == 1
                )
                said = ["taken" if each is True else "refused" if each is False else each for each in answers]
                print(f"{'  ' if is_right else '≠ '}{file.name:24} {file.what[:60]:60} {' · '.join(said)}")
                wrong += [] if is_right else [file.name]
        found = [search(image) for image in Image.objects.all()]
        wrong += [line for lines, _number in found for line in lines]
        told(table, waits, slowest, memory, found)
        p99 = statistics.quantiles(waits, n=100)[98]
        wrong += [f"p99 {p99:.3f} s"] if p99 > GOALS["p99"] else []
        wrong += [f"{memory.own:.0f} MiB"] if memory.own > GOALS["memory"] else []
        wrong += [f"{slowest[1]}: {slowest[0]:.1f} s"] if slowest[0] > GOALS["seconds"] else []
    finally:
        if server:
            server.stop()
        connection.creation.destroy_test_db(name, verbosity=0)
    print("\n".join(wrong) if wrong else "all is as expected")
    return 1 if wrong else 0


def told(table, waits, slowest, memory, found):
    groups = list(dict.fromkeys(group for group, _door, _answer in table))
    print(f"\n| | {' | '.join(DOORS)} |\n|---|{'---|' * len(DOORS)}")
    for group in groups:
        cells = [f"{table[group, door, True]} taken, {table[group, door, False]} refused" for door in DOORS]
        print(f"| {group} | {' | '.join(cells)} |")
    centiles = statistics.quantiles(waits, n=100)
    print(
        f"{len(waits)} answers to the reader: p50 {centiles[49] * 1000:.0f} ms, p99 {centiles[98] * 1000:.0f} ms, "
        f"slowest {max(waits) * 1000:.0f} ms; the slowest file: {slowest[1]}, {slowest[0]:.1f} s; web process "
        f"{memory.own:.0f} MiB at most, beside it {memory.children:.0f} MiB; {sum(number for _lines, number in found)} "
        f"renditions of {len(found)} pictures searched"
    )


if __name__ == "__main__":
    sys.exit(main())
