"""What goes wrong, by its number in FAULTS §2. Each fault breaks something, waits, and mends what does not mend itself."""

import contextlib
import http.client
import random
import signal
import socket
import time
from dataclasses import dataclass

import psycopg

from tests.faults import shortages
from tests.faults.house import kill_family
from tests.faults.places import PLACES_TO_DIE


@dataclass
class Done:
    """When it began, when it was mended (both monotonic), and how many seconds later every process answered."""

    name: str
    began: float
    mended: float
    answering_s: float


class Nemesis:
    def __init__(self, house, audience, editors, page_pk, seed):
        self.house, self.audience, self.editors, self.page_pk = house, audience, editors, page_pk
        self.chance = random.Random(f"{seed} nemesis")
        self.wrong = []  # what it found itself, a sentence each
        self.done = []

    def strike(self, name=None):
        """One fault, chosen by chance unless named; returns once every process answers again."""
        name = name or self.chance.choice(list(FAULTS))
        began = time.monotonic()
        self.fault(name)(self)
        mended = time.monotonic()
        self.house.keep()
        try:
            self.house.until_database_answers()
            self.house.until_answering()
        except AssertionError as late:
            self.wrong.append(f"after {name}: {late}")
        self.done.append(Done(name, began, mended, round(time.monotonic() - mended, 2)))

    def fault(self, name):
        return (FAULTS | AT_HOME | ELSEWHERE)[name]

    def web(self):
        return self.chance.choice(self.house.webs)

    def rest(self, least, most):
        time.sleep(self.chance.uniform(least, most))

    # Web processes

    def web_dies_in_a_publish(self):
        """F1, at one of the places of `killable`."""
        self.chance.choice(self.editors).die_at = self.chance.choice(PLACES_TO_DIE)
        self.rest(1, 3)

    def web_is_killed(self):
        """F1, at any moment."""
        self.web().kill()
        self.rest(0.2, 1)

    def web_is_frozen(self):
        """F32."""
        web = self.web()
        web.send(signal.SIGSTOP)
        self.rest(3, 8)
        web.send(signal.SIGCONT)

    def webs_roll(self):
        """F14: one after the other is asked to go and started again."""
        for number, web in enumerate(self.house.webs):
            web.stop()
            web.start()
            self.house.until_answering()
            assert number < 2

    # PostgreSQL and the lines to it

    def database_is_killed(self):
        """F2: SIGKILL for the postmaster and all its children."""
        self.house.kill_database()
        self.rest(0, 1)
        self.house.database.start()

    def database_restarts(self):
        """F3: a fast shutdown, and a start."""
        self.house.database.stop(signal.SIGINT)
        self.house.database.start()

    def listening_falls_silent(self):
        """F4: nothing comes through any more, and nobody says so."""
        self.house.swallower.is_swallowing.set()
        self.rest(4, 9)
        self.house.swallower.is_swallowing.clear()

    def listening_is_ended(self):
        """F5, again and again."""
        for _time in range(10):
            self._ask(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name = 'liveblog hub'"
            )
            self.rest(0.1, 0.5)

    def strangers_notify(self):
        """F6: nonsense, very long nonsense, and a version that is not there yet."""
        for text in ("garbage", "x" * 7999, f"{self.page_pk} 999999999", f"{self.page_pk} 1", "-1 -1", ""):
            self._ask("SELECT pg_notify('liveblog', %s)", text)
        self.rest(0.5, 2)

    def notices_are_held(self):
        """F7: somebody listens and sits in a transaction."""
        with self._line() as line:
            line.execute("LISTEN liveblog")
            line.commit()
            line.execute("SELECT 1")
            self.rest(2, 5)

    def every_backend_is_ended(self):
        self._ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid() AND backend_type = 'client backend'"
        )
        self.rest(0.2, 1)

    def page_is_locked(self):
        """F31: somebody holds the page's row."""
        with self._line() as line:
            line.execute("SELECT 1 FROM coverage_livepage WHERE id = %s FOR UPDATE", [self.page_pk])
            self.rest(3, 10)
            line.rollback()

    def connections_run_out(self):
        """F30: PostgreSQL takes nobody any more."""
        with contextlib.ExitStack() as lines:
            with contextlib.suppress(psycopg.Error):
                for _time in range(80):
                    lines.enter_context(self._line())
            self.rest(2, 5)

    # Readers

    def all_lines_are_cut(self):
        """F10: everybody comes back at once."""
        self.audience.loop.call_soon_threadsafe(self.audience.cut_all)
        self.rest(1, 2)

    def readers_never_read(self):
        """F8, F9: they ask for all there is and take nothing of it."""
        with contextlib.ExitStack() as lines:
            for _time in range(50):
                line = socket.socket()
                line.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 2048)
                line.connect(("127.0.0.1", self.house.nginx_port))
                lines.callback(line.close)
                line.sendall(
                    f"GET {self.audience.path}stream?after=0 HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode()
                )
            self.rest(3, 8)

    def cursors_are_wrong(self):
        """F12: from the future, of no page, no number at all."""
        for after in ("999999999999", "-1", "1e9", "", "1&after=2", "%00"):
            for what in ("stream", "changes"):
                with socket.create_connection(("127.0.0.1", self.house.nginx_port), timeout=15) as line:
                    line.sendall(
                        f"GET {self.audience.path}{what}?after={after} HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n".encode()
                    )
                    status = line.recv(12)[9:12]
                    assert status in (b"200", b"400"), f"after={after!r} is answered with {status}"

    # nginx and the worker

    def nginx_reloads(self):
        """F13."""
        self.house.nginx.send(signal.SIGHUP)
        self.rest(0.5, 2)

    def nginx_is_killed(self):
        self.house.nginx.kill()
        self.rest(0.2, 1)

    def both_webs_are_away(self):
        """F28: nobody is behind nginx for a while; no error may be kept."""
        for web in self.house.webs:
            web.stop(signal.SIGKILL)
        self.rest(1, 4)
        for web in self.house.webs:
            web.start()

    def worker_is_killed(self):
        """F27."""
        self.house.worker.kill()
        self.rest(0, 1)

    # The replica, in a house of many machines

    def replica_lags(self):
        """It stops where it is while editors go on: nobody gets an older page than that process has told of."""
        self.house.replica.ask("SELECT pg_wal_replay_pause()")
        until = time.monotonic() + self.chance.uniform(5, 9)
        while time.monotonic() < until:
            self.wrong += self.house.older_than_told(self.audience.path)
            self.rest(0.1, 0.4)
        self.house.replica.ask("SELECT pg_wal_replay_resume()")

    def replica_is_killed(self):
        kill_family(self.house.replica)
        until = time.monotonic() + self.chance.uniform(2, 5)
        while time.monotonic() < until:
            self.wrong += self.house.older_than_told(self.audience.path)
        self.house.replica.start()

    def read(self, path):
        """(status, bytes) as readers get it, through nginx; status 0 without an answer."""
        line = http.client.HTTPConnection("127.0.0.1", self.house.nginx_port, timeout=15)
        try:
            line.request("GET", path)
            answer = line.getresponse()
            return answer.status, answer.read()
        except (OSError, http.client.HTTPException):
            return 0, b""
        finally:
            line.close()

    def _line(self):
        return psycopg.connect(self.house.dsn, connect_timeout=5)

    def _ask(self, query, *values):
        with psycopg.connect(self.house.dsn, autocommit=True, connect_timeout=5) as line:
            line.execute(query, values)


FAULTS = {
    "F1 web dies in a publish": Nemesis.web_dies_in_a_publish,
    "F1 web is killed": Nemesis.web_is_killed,
    "F2 database is killed": Nemesis.database_is_killed,
    "F3 database restarts": Nemesis.database_restarts,
    "F4 LISTEN falls silent": Nemesis.listening_falls_silent,
    "F5 LISTEN is ended": Nemesis.listening_is_ended,
    "F5 every backend is ended": Nemesis.every_backend_is_ended,
    "F6 strangers notify": Nemesis.strangers_notify,
    "F7 notices are held": Nemesis.notices_are_held,
    "F8 F9 readers never read": Nemesis.readers_never_read,
    "F10 all lines are cut": Nemesis.all_lines_are_cut,
    "F12 cursors are wrong": Nemesis.cursors_are_wrong,
    "F13 nginx reloads": Nemesis.nginx_reloads,
    "F13 nginx is killed": Nemesis.nginx_is_killed,
    "F14 webs roll": Nemesis.webs_roll,
    "F17 a clock is wrong": shortages.clock_is_wrong,
    "F26 worker is away": shortages.worker_is_away_while_entries_are_due,
    "F27 worker is killed": Nemesis.worker_is_killed,
    "F28 both webs are away": Nemesis.both_webs_are_away,
    "F30 connections run out": Nemesis.connections_run_out,
    "F31 page is locked": Nemesis.page_is_locked,
    "F32 web is frozen": Nemesis.web_is_frozen,
    "F33 memory is short": shortages.memory_is_short,
    "F34 everything is killed": shortages.everything_is_killed,
    "F36 withdrawn meanwhile": shortages.withdrawn_meanwhile,
}

# With pictures on a disk of the house; a full one needs a small one, and that needs root.
AT_HOME = {
    "F15 pictures' disk is full": shortages.media_disk_is_full,
    "F16 database's disk is full": shortages.database_disk_is_full,
    "F25 renditions are lost": shortages.renditions_are_lost,
}

ELSEWHERE = {
    "replica lags": Nemesis.replica_lags,
    "replica is killed": Nemesis.replica_is_killed,
}
