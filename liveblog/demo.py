"""The whole site in one process on the embedded PostgreSQL, with a story that goes on by itself."""

import asyncio
import fcntl
import secrets
import shutil
import socket
import threading
from contextlib import contextmanager, suppress
from pathlib import Path

import uvicorn
from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.files.storage import FileSystemStorage, storages
from django.core.management import call_command
from django.db import close_old_connections, connection, connections
from django.urls import reverse

import coverage
from coverage.interchange.importing import import_page
from coverage.models import Author, LivePage, Snippet
from liveblog.env import Misconfigured

SAMPLE = Path(coverage.__file__).parent / "interchange" / "sample"
SLUG = "moon-landing"
# The sample's authors, so that what one writes is signed.
LOGINS = {"reporter": ("Ruth", "Pemberton"), "editor": ("Ida", "Okafor"), "chief": ("Daniel", "Aske")}
SNIPPETS = {  # offered on every page by typing “/”
    "If you are just joining us": "<p>If you are just joining us, here is what we know so far:</p><ul><li>…</li></ul>",
    "How to watch": "<p>You can watch live at the top of this page. The times of today's events are in the summary.</p>",
    "Helpline": (
        "<p>If you have been affected by this news, Samaritans can be contacted free, at any time, on "
        '<a href="tel:116123">116 123</a> in the UK and Ireland.</p>'
    ),
}
SECONDS_BETWEEN = 6


def run(*, host, port, is_fresh, is_still, say):
    """Serve the sample until Ctrl+C. Misconfigured, in a sentence, when something stands in the way."""
    if not settings.IS_EMBEDDED:
        raise Misconfigured("The demo has a database of its own; unset DATABASE_URL to run it.")
    with _only_one(), _listening(host, port) as door:
        _know_address(host, port)
        if is_fresh:
            _start_over()
        say("Preparing the database, the styles and the story…")
        call_command("migrate", verbosity=0)
        call_command("collectstatic", verbosity=0, interactive=False)
        waiting = import_page(
            SAMPLE / "page.jsonld", slug=SLUG, publish=True, leave_arriving=True, report=say
        ).arriving
        _keep_snippets()
        password = _logins()
        say(_welcome(password, is_still))
        over = threading.Event()
        if not is_still:
            threading.Thread(target=_let_arrive, args=(waiting, over, say), daemon=True).start()
        threading.Thread(target=_work, daemon=True).start()
        with suppress(KeyboardInterrupt):  # uvicorn hands the signal on when it has stopped
            _serve(door)
        over.set()
    say(f"Stopped. The data stays in {settings.DATA_DIR}.")


@contextmanager
def _only_one():
    with (settings.DATA_DIR / "demo.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            raise Misconfigured(
                f"A demo is already running on {settings.DATA_DIR}; stop it first, or name another LIVEBLOG_DATA_DIR."
            ) from None
        yield


@contextmanager
def _listening(host, port):
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as door:
        door.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            door.bind((host, port))
            door.listen(1024)
        except OSError as error:
            raise Misconfigured(
                f"{host}:{port} cannot be used ({error.strerror}); try another --port."
            ) from None
        yield door


def _know_address(host, port):
    name = "127.0.0.1" if host in ("0.0.0.0", "::") else host  # noqa: S104
    settings.SITE_URL = f"http://[{name}]:{port}" if ":" in name else f"http://{name}:{port}"
    settings.CSRF_TRUSTED_ORIGINS = [settings.SITE_URL]
    settings.ALLOWED_HOSTS = ["*"] if name != host else [*settings.ALLOWED_HOSTS, name]


def _start_over():
    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    connections.close_all()
    for store in (storages["default"], storages["originals"]):
        if isinstance(store, FileSystemStorage):
            shutil.rmtree(store.location, ignore_errors=True)


def _keep_snippets():
    for order, (name, body) in enumerate(SNIPPETS.items()):
        Snippet.objects.get_or_create(name=name, page=None, defaults={"body": body, "order": order})


def _logins():
    """One for each role, all with the password of this run."""
    password = secrets.token_urlsafe(9)
    for role, (first_name, last_name) in LOGINS.items():
        name = {"first_name": first_name, "last_name": last_name}
        user, _is_new = User.objects.get_or_create(username=role, defaults={"is_staff": True, **name})
        user.groups.set(Group.objects.filter(name=role))
        user.set_password(password)
        user.save()
        Author.objects.filter(name=user.get_full_name(), user=None).update(user=user)
    return password


def _welcome(password, is_still):
    page = LivePage.objects.get(slug=SLUG)
    lines = [
        "",
        f"  The page   {settings.SITE_URL}{page.get_absolute_url()}",
        f"  The desk   {settings.SITE_URL}{reverse('admin:desk', args=[page.pk])}",
        f"  Logins     {', '.join(LOGINS)}",
        f"  Password   {password}   (for all three, made for this run)",
        "",
        "  Open both side by side, write at the desk and press Ctrl+Enter (⌘+Enter on a Mac) to publish.",
        "  Press Ctrl+C here to stop.",
        "",
    ]
    if not is_still:
        lines.insert(-1, f"  Until the story is told, an entry arrives every {SECONDS_BETWEEN} seconds.")
    return "\n".join(lines)


def _let_arrive(waiting, over, say):
    for arrival in waiting:
        if arrival.is_out:
            continue
        if over.wait(SECONDS_BETWEEN):
            return
        close_old_connections()
        say(f"  {arrival.publish()}")
    say("  The story is told; the next entry is yours.")
    close_old_connections()


def _work():
    """The worker, in a thread of this process: it ends with us."""
    from procrastinate.contrib.django import app

    worker = app.replace_connector(app.connector.get_worker_connector())
    with worker as jobs:
        asyncio.run(_until_the_end(jobs))


async def _until_the_end(jobs):
    async with jobs.open_async():
        await jobs.run_worker_async(install_signal_handlers=False)


def _serve(door):
    from liveblog.asgi import application

    config = uvicorn.Config(application, log_level="warning", access_log=False, timeout_graceful_shutdown=3)
    uvicorn.Server(config).run(sockets=[door])
