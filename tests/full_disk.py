"""A database whose disk is full, as far as some tables go."""

from contextlib import contextmanager

from django.db import connection

REFUSE = """
CREATE FUNCTION no_room() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
  RAISE EXCEPTION 'could not extend file: No space left on device' USING ERRCODE = 'disk_full';
END $$
"""


@contextmanager
def full_disk(*tables):
    """PostgreSQL refuses every new or changed row of these tables as it would with no room left (SQLSTATE 53100)."""
    with connection.cursor() as cursor:
        cursor.execute(REFUSE)
        for table in tables:
            cursor.execute(
                f"CREATE TRIGGER no_room BEFORE INSERT OR UPDATE ON {table} FOR EACH ROW EXECUTE FUNCTION no_room()"
            )
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute("DROP FUNCTION no_room CASCADE")
