"""Editors at real desks over real HTTP: each publishes, changes, withdraws and brings back entries of its own.

A request without an answer is sent again with the same key, as the desk's composer does.
"""

import http.client
import random
import re
import threading
import time
import urllib.parse
import uuid

from tests.faults.laws import OK, REFUSED, UNKNOWN, Attempt

BASED_ON = re.compile(r'name="based_on"[^>]*value="(\d+)"|value="(\d+)"[^>]*name="based_on"')
SAID = re.compile(r"<title>\s*(.*?)\s*</title>", re.S)
SEE_IT = re.compile(r'href="[^"]*/live/[^"]*/entries/(\d+)/')
EDGE = b"an-edge-of-parts"
PASSWORD = "correct horse battery"


def new_token():
    return f"tok-{uuid.uuid4().hex[:12]}"


class Editor:
    """`gone`: shared with the readers, token → when it was withdrawn or replaced."""

    def __init__(self, name, port, page_pk, gone, seed):
        self.name, self.port, self.desk, self.gone = (
            name,
            port,
            f"/admin/coverage/livepage/{page_pk}/desk/",
            gone,
        )
        self.chance, self.cookies = random.Random(f"{seed} {name}"), {}
        self.attempts, self.entries, self.secrets, self.retries = [], [], [], 0
        self.refusals = []  # what was answered with a 4xx, in words
        self.asked_at = {}  # token → when it was last asked to be published
        self.delays, self.is_over, self.die_at, self.next_deed = [], threading.Event(), None, None

    def log_in(self):
        self.ask("GET", "/admin/login/")
        status, _text = self.ask("POST", "/admin/login/", {"login": self.name, "password": PASSWORD})
        assert status == 302, f"{self.name} is not let in: {status}"

    def work(self, seconds_between):
        deeds = (
            [self.publish] * 5
            + [self.edit] * 3
            + [self.withdraw, self.restore, self.save_draft, self.publish_twice]
        )
        while not self.is_over.is_set():
            deed, self.next_deed = self.next_deed or self.chance.choice(deeds), None
            deed()
            time.sleep(self.chance.uniform(0.2, 1.8) * seconds_between)

    # Deeds

    def publish(self):
        entry = Entry(str(uuid.uuid4()), new_token())
        began = time.monotonic()
        outcome = self.insist(entry)
        self.note(entry.key, "publish", outcome, entry.token)
        if outcome == OK:
            self.delays.append(time.monotonic() - began)
            self.entries.append(entry)

    def publish_twice(self):
        """The same key from two hands at once: one entry."""
        entry = Entry(str(uuid.uuid4()), new_token())
        outcomes = []
        other = threading.Thread(target=lambda: outcomes.append(self.insist(entry)))
        other.start()
        outcomes.append(self.insist(entry))
        other.join()
        outcome = OK if OK in outcomes else UNKNOWN if UNKNOWN in outcomes else REFUSED
        self.note(entry.key, "publish", outcome, entry.token)
        if outcome == OK:
            self.entries.append(entry)

    def edit(self):
        entry = self.one_of_mine(is_out=True)
        if entry is None or (address := self.address_of(entry)) is None:
            return
        status, form = self.ask("GET", f"{address}edit/")
        found = BASED_ON.search(form) if status == 200 else None
        if found is None:
            return
        old, entry.token = entry.token, new_token()
        fields = {**entry.fields(), "based_on": found[1] or found[2]}
        outcome = self.once(f"{address}edit/", fields)
        self.note(entry.key, "edit", outcome, entry.token)
        if outcome == OK:
            self.gone[old] = time.monotonic()
        else:
            self.entries.remove(entry)  # what stands there now is not known: another is taken next time

    def withdraw(self):
        self.move("withdraw", is_out=True)

    def restore(self):
        self.move("restore", is_out=False)

    def save_draft(self):
        secret = f"secret-{uuid.uuid4().hex[:12]}"
        self.secrets.append(secret)
        fields = {"key": str(uuid.uuid4()), "headline": secret, "body": f"<p>{secret}</p>"}
        self.once(f"{self.desk}entries/draft/", fields)

    def move(self, verb, *, is_out):
        entry = self.one_of_mine(is_out=is_out)
        if entry is None or (address := self.address_of(entry)) is None:
            return
        if verb == "restore":
            self.gone.pop(entry.token, None)  # readers may have it before the answer is here
        outcome = self.once(f"{address}{verb}/", {})
        self.note(entry.key, verb, outcome)
        if outcome != OK:
            self.entries.remove(entry)
            return
        entry.is_out = not is_out
        if verb == "withdraw":
            self.gone[entry.token] = time.monotonic()

    # How

    def one_of_mine(self, *, is_out):
        mine = [entry for entry in self.entries if entry.is_out == is_out]
        return self.chance.choice(mine) if mine else None

    def address_of(self, entry):
        return entry.pk and f"{self.desk}entries/{entry.pk}/"

    def note(self, key, verb, outcome, token=""):
        self.attempts.append(Attempt(key, verb, outcome, token))

    def insist(self, entry, tries=40):
        """Publish until it is answered; with a key, again is harmless."""
        for _try in range(tries):
            self.asked_at[entry.token] = time.monotonic()
            status, text = self.ask("POST", f"{self.desk}entries/publish/", entry.fields())
            outcome = outcome_of(status)
            if outcome != UNKNOWN:
                found = SEE_IT.search(text)
                entry.pk = found and int(found[1])
                return outcome
            self.retries += 1
            time.sleep(0.3)
        return UNKNOWN

    def once(self, path, fields):
        return outcome_of(self.ask("POST", path, fields)[0])

    def upload(self, picture):
        """(status, text) of a picture's way in."""
        parts = {'name="alt"': b"A field of noise", 'name="file"; filename="noise.jpg"': picture}
        body = b"".join(
            b"--%s\r\nContent-Disposition: form-data; %s\r\n\r\n%s\r\n" % (EDGE, name.encode(), part)
            for name, part in parts.items()
        )
        kind = f"multipart/form-data; boundary={EDGE.decode()}"
        return self.ask("POST", "/admin/coverage/image/take-in/", body + b"--%s--\r\n" % EDGE, kind)

    def ask(self, method, path, fields=None, kind="application/x-www-form-urlencoded"):
        """(status, text), logged in again where that is missing; status 0 without an answer."""
        status, text = self._ask(method, path, fields, kind)
        if status == 401 and self._log_in_again():
            status, text = self._ask(method, path, fields, kind)
        if outcome_of(status) == REFUSED:
            said = SAID.search(text)
            self.refusals.append(
                f"{method} {path.rpartition('desk/')[2]} {status}: {said[1] if said else text[:120]}"
            )
        return status, text

    def _log_in_again(self):
        """As one does in place, when a clock has ended the login."""
        self.cookies.pop("sessionid", None)
        try:
            self.log_in()
        except AssertionError:
            return False  # the next request asks again
        return True

    def _ask(self, method, path, fields, kind):
        headers = {"HX-Request": "true", "Cookie": "; ".join(f"{n}={v}" for n, v in self.cookies.items())}
        if fields is not None:
            headers |= {
                "X-CSRFToken": self.cookies.get("csrftoken", ""),
                "Content-Type": kind,
            }
            if self.die_at and "publish" in path:
                headers["X-Die-At"], self.die_at = self.die_at, None
        line = http.client.HTTPConnection("127.0.0.1", self.port, timeout=12)
        try:
            body = urllib.parse.urlencode(fields) if isinstance(fields, dict) else fields
            line.request(method, path, body, headers)
            answer = line.getresponse()
            text = answer.read().decode()
        except (OSError, http.client.HTTPException):
            return 0, ""
        finally:
            line.close()
        for cookie in answer.headers.get_all("Set-Cookie", []):
            name, _, value = cookie.partition(";")[0].partition("=")
            self.cookies[name] = value
        return answer.status, text


def outcome_of(status):
    if status in (200, 204):
        return OK
    return REFUSED if 400 <= status < 500 and status not in (408, 429) else UNKNOWN


class Entry:
    def __init__(self, key, token):
        self.key, self.token, self.pk, self.is_out = key, token, None, True

    def fields(self):
        return {
            "key": self.key,
            "headline": f"Entry {self.key[:8]}",
            "body": f"<p>It says {self.token} now.</p>",
        }
