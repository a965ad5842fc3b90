"""One JSON line each, with the request's id, from the proxy to the statement, and nothing secret in them."""

import json
import logging
import re

import pytest
from django.db import IntegrityError, connection, transaction

from coverage.models import Entry
from liveblog.logs import JsonLine
from liveblog.requests import request_id
from tests.make import make_draft, make_login, make_page
from tests.serving import serving

TOKEN = "zanzibar-token-7319"


@pytest.fixture
def lines():
    """What the whole house logs at its most talkative, as a site writes it."""
    import liveblog.asgi  # noqa: F401  it sets the log up anew, and would take our handler away

    kept = []

    class Keep(logging.Handler):
        def emit(self, record):
            kept.append(self.format(record))

    handler, root = Keep(), logging.getLogger()
    handler.setFormatter(JsonLine())
    before = root.level
    root.addHandler(handler)
    root.setLevel(logging.DEBUG)
    yield kept
    root.removeHandler(handler)
    root.setLevel(before)


def test_a_line_is_json_with_the_request_s_id_and_where_it_broke(transactional_db, lines, monkeypatch):
    page = make_page()
    monkeypatch.setattr("coverage.reader.views.render", lambda *args, **more: 1 / 0)
    with serving(log_level="debug", log_config=None) as site:
        assert site.get(page.get_absolute_url(), X_Request_ID="abcdef0123456789")[0] == 500
    said = [json.loads(line) for line in lines]
    broken = next(line for line in said if line["message"].startswith("Internal Server Error"))
    assert broken["request"] == "abcdef0123456789"
    assert (broken["level"], broken["logger"]) == ("ERROR", "django.request")
    assert broken["error"][-1]["kind"] == "builtins.ZeroDivisionError"
    assert "test_logs.py" in broken["error"][-1]["at"][-1]
    assert all("\n" not in line for line in lines)


def test_a_statement_carries_the_id_and_none_that_could_be_more_than_one(transactional_db):
    asked = []
    page = make_page()

    def listen(execute, sql, params, many, context):
        asked.append(sql)
        return execute(sql, params, many, context)

    from django.db.backends.signals import connection_created

    def hear(connection, **more):
        connection.execute_wrappers.append(listen)

    connection_created.connect(hear)
    try:
        with serving() as site:
            site.get(page.get_absolute_url(), X_Request_ID="abcdef0123456789")
            assert any(sql.startswith("/* abcdef0123456789 */ SELECT") for sql in asked)
            asked.clear()
            site.get(page.get_absolute_url(), X_Request_ID="*/ DROP TABLE auth_user; /*")
            heads = {sql.split(" SELECT")[0] for sql in asked if " SELECT" in sql}
            assert any(re.fullmatch(r"/\* [0-9a-f]{32} \*/", head) for head in heads)
            assert not any("DROP" in sql for sql in asked)
    finally:
        connection_created.disconnect(hear)


def test_no_line_repeats_a_draft_a_password_or_a_link_that_is_good_once(transactional_db, lines, client):
    page, chief = make_page(), make_login("chief")
    draft = make_draft(page, headline=TOKEN, body=f"<p>{TOKEN}</p>")
    client.force_login(chief)
    desk = f"/admin/coverage/livepage/{page.pk}/desk/"
    client.get(desk)
    client.get(f"{desk}?q={TOKEN}")
    client.post("/admin/login/", {"login": chief.username, "password": TOKEN})
    client.get(f"/admin/password/reset/1-{TOKEN}/")
    client.get(f"/admin/password/reset/1-{TOKEN}/nothing")
    log = logging.getLogger("coverage")
    for spoil in ({"status": "nonsense", "headline": TOKEN}, {"headline": TOKEN * 200}):
        try:
            with transaction.atomic():
                Entry.objects.filter(pk=draft.pk).update(**spoil)
                with connection.cursor() as cursor:
                    cursor.execute("INSERT INTO coverage_entry (headline) VALUES (%s)", [TOKEN])
        except Exception:
            log.exception("could not save")
    try:
        int(TOKEN)
    except ValueError:
        log.exception("no number")
    assert len(lines) > 5
    for line in lines:
        json.loads(line)
        assert TOKEN not in line


def test_of_an_error_of_postgresql_the_line_says_which_rule_it_broke(db, lines):
    page = make_page()
    with pytest.raises(IntegrityError) as broken, transaction.atomic():
        page.changes.create(version=0, kind="page")
    request_id.set("")
    logging.getLogger("coverage").error("could not save", exc_info=broken.value)
    told = json.loads(lines[-1])["error"]
    assert told[0] | {"at": None} == {
        "kind": "psycopg.errors.CheckViolation", "sqlstate": "23514", "at": None,
        "table_name": "coverage_change", "constraint_name": "change_version_from_1",
    }  # fmt: skip
