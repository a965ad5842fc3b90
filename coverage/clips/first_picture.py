"""The first picture of a film, by ffmpeg where the machine has it: in a process of its own, with little time and room.

It reads one file and nothing else: no network, no other protocol, no container but the two that we take.
"""

import os
import shutil
import subprocess

SECONDS = 20
_LIMITS = {"-t": SECONDS, "-v": 1024**2, "-f": 0, "-c": 0}  # seconds of work, KiB of memory, no file, no core
_LIMITED = " && ".join([*(f"ulimit {what} {most}" for what, most in _LIMITS.items()), 'exec "$@"'])
_FORMATS = {".mp4": "mov", ".webm": "matroska"}


def is_possible():
    return shutil.which("ffmpeg") is not None


def first_picture(path, ending):
    """The bytes of a PNG, or nothing: no ffmpeg, no picture in it, or too much for the limits."""
    if not is_possible() or ending not in _FORMATS:
        return b""
    asked = [
        "ffmpeg", "-nostdin", "-loglevel", "quiet", "-threads", "1",
        "-protocol_whitelist", "file", "-f", _FORMATS[ending], "-i", f"file:{path}",
        "-map", "0:v:0", "-frames:v", "1", "-vf", "thumbnail=20,scale='min(1600,iw)':-2",
        "-f", "image2pipe", "-c:v", "png", "-",
    ]  # fmt: skip
    try:
        done = subprocess.run(  # noqa: S603 - our own words and a path
            ["/bin/sh", "-c", _LIMITED, "sh", *asked], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL, env={"PATH": os.environ.get("PATH", "")}, timeout=SECONDS + 10, check=False,
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return b""
    return done.stdout if done.returncode == 0 else b""
