"""Whoever asks and does not wait for the answer."""

import random
import socket
import time

from django.db import connection
from django.urls import reverse

from tests.make import make_entry, make_page
from tests.serving import eventually, serving


def test_who_leaves_before_the_answer_takes_no_connection_along(transactional_db):
    page, pool, chance = make_page(), connection.pool, random.Random(1)
    make_entry(page)
    paths = [page.get_absolute_url(), reverse("feed", args=[page.slug]), reverse("sitemap"), "/admin/", "/"]
    with serving() as site:
        for _turn in range(4):
            lines = [asked(site, path) for path in paths * 10]
            chance.shuffle(lines)
            for line in lines:
                time.sleep(0.004)
                line.close()
        eventually(lambda: not site.server.server_state.tasks, within=30, what="all requests have ended")
        taken = pool.get_stats()["pool_size"] - pool.get_stats()["pool_available"]
        assert taken <= 2, "the test's own, and the hub's"


def asked(site, path):
    line = socket.create_connection(("127.0.0.1", site.port))
    line.sendall(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1:{site.port}\r\n\r\n".encode())
    return line
