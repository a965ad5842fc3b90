"""Between a web process and PostgreSQL: hands everything on, until it is told to swallow the hub's line."""

import contextlib
import socket
import threading

HUB = b"liveblog hub"  # stands in the first message of the line that LISTENs


class Swallower:
    def __init__(self, database_port):
        self.database_port = database_port
        self.door = socket.create_server(("127.0.0.1", 0), backlog=64)
        self.port = self.door.getsockname()[1]
        self.is_swallowing = threading.Event()
        threading.Thread(target=self._take_in, daemon=True).start()

    def close(self):
        self.door.close()

    def _take_in(self):
        while True:
            try:
                near, _address = self.door.accept()
            except OSError:
                return
            threading.Thread(target=self._between, args=[near], daemon=True).start()

    def _between(self, near):
        try:
            far = socket.create_connection(("127.0.0.1", self.database_port), timeout=5)
            far.settimeout(None)
        except OSError:
            near.close()
            return
        is_hubs = threading.Event()
        back = threading.Thread(target=self._hand_on, args=[far, near, is_hubs], daemon=True)
        back.start()
        self._hand_on(near, far, is_hubs)

    def _hand_on(self, source, target, is_hubs):
        with contextlib.suppress(OSError):
            while data := source.recv(65536):
                if HUB in data:
                    is_hubs.set()
                if not (is_hubs.is_set() and self.is_swallowing.is_set()):
                    target.sendall(data)
        for line in (source, target):
            with contextlib.suppress(OSError):
                line.shutdown(socket.SHUT_RDWR)
            line.close()
