"""A house of several machines: three web processes, a replica of PostgreSQL that streams, files in an S3 store."""

import contextlib
import http.client
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from tests.faults.house import House, Process, free_port
from tests.house.postgres import PROGRAMS
from tests.serving import eventually

VERSION = re.compile(r'data-version="(\d+)"')
# A request with this can't be answered by ready bytes: Django reads the page.
PAST_READY = {"If-Modified-Since": "Thu, 01 Jan 1970 00:00:00 GMT"}


class ManyMachines(House):
    WEBS = 3

    def __init__(self, folder, stream_limit):
        self.replica, self.store = Replica(Path(folder)), Store(Path(folder))
        super().__init__(folder, stream_limit)

    @property
    def processes(self):
        return [*super().processes, self.replica, self.store]

    def more_env(self):
        return {"DATABASE_REPLICA_URL": self.replica.url, **self.store.settings}

    def start_others(self):
        self.replica.copy(self.database_port, self.database.more["user"])
        self.replica.start()
        self.store.start()
        eventually(self.store.is_open, 30, "the store")
        self.manage("shell", "-v0", "-c", MAKE_BUCKET)

    def until_answering(self, within=60):
        super().until_answering(within)
        eventually(self.replica.answers, within, "the replica")

    def older_than_told(self, path):
        """A sentence for each web process whose page is older than what it has told already."""
        for port in self.web_ports:
            for headers in ({}, PAST_READY):
                with contextlib.suppress(
                    OSError, http.client.HTTPException
                ):  # away: another fault's business
                    told = re.search(rb'"version":(\d+)', got(port, f"{path}changes")[1])
                    status, text = got(port, path, headers)
                    if told and status == 200 and int(VERSION.search(text.decode())[1]) < int(told[1]):
                        yield f"port {port} gave a page older than {int(told[1])}, which it had told of"

    def judged(self):
        """The picture is the same from everywhere, none of its files is on a disk, and the replica was asked."""
        pictures = {got(port, self.picture) for port in self.web_ports}
        if len(pictures) != 1 or min(pictures)[0] != 200:
            yield f"the picture is not the same everywhere: {[status for status, _bytes in pictures]}"
        if any((self.folder / "data").rglob("*.jpg")):
            yield "a picture is on a disk, not in the store"
        for _second in range(25):  # a process leaves a replica that failed alone for 5 (reader/replica.py)
            list(self.older_than_told(self.path))
            if self.replica.readers() >= self.WEBS:
                break
            time.sleep(1)
        else:
            yield f"of the web processes {self.replica.readers()} read the page from the replica"


class Replica(Process):
    """A hot standby on a copy of the primary's data."""

    def __init__(self, folder):
        self.port, self.data = free_port(), folder / "replica"
        settings = {"port": self.port, "listen_addresses": "127.0.0.1", "unix_socket_directories": ""}
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(PROGRAMS / "postgres"), "-D", str(self.data), *options, "--max_connections=60"]
        super().__init__("replica", command, folder / "replica.log")
        self.ends_by = signal.SIGINT

    @property
    def url(self):
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def copy(self, primary_port, user):
        """Begin as the primary is now, and follow it."""
        self.more["user"] = user
        if user:  # PostgreSQL does not start for root
            self.data.mkdir(mode=0o700)
            shutil.chown(self.data, user)
        source = f"host=127.0.0.1 port={primary_port} user=postgres"
        command = [
            PROGRAMS / "pg_basebackup",
            "-d",
            source,
            "-D",
            self.data,
            "-R",
            "-X",
            "stream",
            "-c",
            "fast",
        ]
        subprocess.run(command, check=True, user=user, cwd="/", capture_output=True)

    def ask(self, query):
        with psycopg.connect(self.url, autocommit=True, connect_timeout=5) as line:
            return line.execute(query).fetchall()

    def answers(self):
        with contextlib.suppress(psycopg.Error):
            return self.ask("SELECT 1")

    def readers(self):
        """How many connections last asked it for something of ours."""
        asked = "SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%coverage!_%' ESCAPE '!' AND pid <> pg_backend_pid()"
        return self.ask(asked)[0][0]


MAKE_BUCKET = """
from django.core.files.storage import default_storage
default_storage.connection.create_bucket(Bucket="liveblog")
"""


class Store(Process):
    """A server that speaks S3."""

    def __init__(self, folder):
        self.port = free_port()
        command = [
            str(Path(sys.executable).with_name("moto_server")),
            "-H",
            "127.0.0.1",
            "-p",
            str(self.port),
        ]
        super().__init__("store", command, folder / "store.log", dict(os.environ))

    @property
    def settings(self):
        return {
            "S3_BUCKET": "liveblog",
            "S3_REGION": "us-east-1",
            "S3_ACCESS_KEY": "key",
            "S3_SECRET_KEY": "secret",
            "S3_ENDPOINT_URL": f"http://127.0.0.1:{self.port}",
            "AWS_EC2_METADATA_DISABLED": "true",
        }

    def is_open(self):
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True


def got(port, path, headers=()):
    """(status, bytes)"""
    line = http.client.HTTPConnection("127.0.0.1", port, timeout=10)
    try:
        line.request("GET", path, headers=dict(headers))
        answer = line.getresponse()
        return answer.status, answer.read()
    finally:
        line.close()
