"""Films and sounds of a second, made by ffmpeg, which writes a secret into each."""

import os
import shutil
import subprocess
import tempfile
from functools import cache
from pathlib import Path

import pytest

SECRET = "Kept by a source"
_PICTURE = "-f lavfi -i testsrc=size=64x36:rate=4:duration=1"
_SOUND = "-f lavfi -i sine=220:duration=1"
_MADE = {
    "mp4": f"{_PICTURE} {_SOUND} -c:v libx264 -pix_fmt yuv420p -c:a aac",
    "webm": f"{_PICTURE} {_SOUND} -c:v libvpx -c:a libopus",
    "m4a": f"{_SOUND} -c:a aac",
    "mp3": f"{_SOUND} -write_id3v1 1",
    "ogg": f"{_SOUND} -c:a libopus",
}
KINDS = list(_MADE)
_MADE["pieces"] = f"{_MADE['mp4']} -movflags frag_keyframe+empty_moov -f mp4"
PLACE = "52.5200 N 13.4050 E"  # thrice in the subtitles of a drone's film


def ffmpeg():
    """Where it is; without it a test is skipped, and fails in CI."""
    if not (found := shutil.which("ffmpeg")):
        (pytest.fail if os.environ.get("CI") == "true" else pytest.skip)(
            "ffmpeg is missing: install Debian's."
        )
    return found


@cache
def clip(kind):
    """The bytes of one. An MP4 also has a place."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"clip.{kind}"
        if kind == "drone":
            return _drone(path.with_suffix(".mp4"))
        told = ["-metadata", f"comment={SECRET}", "-metadata", "location=+52.5200+013.4050/"]
        subprocess.run([ffmpeg(), "-loglevel", "error", *_MADE[kind].split(), *told, str(path)], check=True)
        return path.read_bytes()


def _drone(path):
    """A film with subtitles that tell where it was taken."""
    words = path.with_suffix(".srt")
    words.write_text("".join(f"{n}\n00:00:00,{n}00 --> 00:00:00,{n}90\n{PLACE} {n}\n\n" for n in (1, 3, 5)))
    film = path.with_suffix(".film.mp4")
    film.write_bytes(clip("mp4"))
    given = ["-i", str(film), "-i", str(words), "-c", "copy", "-c:s", "mov_text"]
    subprocess.run([ffmpeg(), "-loglevel", "error", *given, str(path)], check=True)
    return path.read_bytes()


def streams_of(data):
    """What its tracks are, as ffprobe names them."""
    asked = [ffmpeg().replace("ffmpeg", "ffprobe"), "-loglevel", "error", "-show_entries", "stream=codec_type", "-of", "csv=p=0", "-"]  # fmt: skip
    return subprocess.run(asked, input=data, capture_output=True, check=True).stdout.decode().split()


def plays(data):
    """Whether all of it can be decoded without a complaint."""
    asked = [ffmpeg(), "-loglevel", "error", "-i", "-", "-f", "null", "-"]
    return subprocess.run(asked, input=data, capture_output=True, check=False).stderr == b""
