"""What a picture costs: first rendition and all of them, beside vipsthumbnail where it is there.

    python -m tests.bench.pictures [times]

A 24-megapixel JPEG and PNG with the grain of a photo. Prints medians of wall-clock and CPU seconds and the
memory of the process that decodes, above what it has while it waits. Exit status 1 where a goal is missed.
"""

import io
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image as Pillow

from coverage.pictures import workshop
from coverage.pictures.renditions import WIDTHS, Wanted, all_for

SIDES = (6000, 4000)
GOALS = {"first": 1.0, "twelve": 4.0, "JPEG": 120, "PNG": 300}


def main():
    times = int(sys.argv[1]) if len(sys.argv) > 1 else 3
    pictures = {"JPEG": photo("JPEG", quality=90), "PNG": photo("PNG", compress_level=1)}
    twelve = [Wanted(width, format) for format in ("jpeg", "webp", "avif") for width in WIDTHS]
    four = [each for each in twelve if each.format == "jpeg"]
    idle = made(pictures["JPEG"], "nothing")["idle"]
    print(
        f"{SIDES[0]} × {SIDES[1]}: JPEG {len(pictures['JPEG']) >> 20} MB, PNG {len(pictures['PNG']) >> 20} MB"
    )
    print(f"{'':34}{'first file s':>13}{'all s':>9}{'CPU s':>9}{'peak MiB above idle':>22}")
    found = {}
    for name, data in pictures.items():
        for label, make in {
            "first two, as at the desk": "first",
            "JPEG set": four,
            "twelve files": twelve,
            "all, with crops": all_for(*SIDES, (50, 50)),
        }.items():
            rounds = [made(data, make) for _ in range(times)]
            mean = {key: statistics.median(each[key] for each in rounds) for key in rounds[0]}
            found[name, label] = mean
            peak = (mean["peak"] - idle) / 2**20
            print(
                f"{name + ', ' + label:34}{mean['first']:13.2f}{mean['all']:9.2f}{mean['cpu']:9.2f}{peak:22.0f}"
            )
    missed = []
    if shutil.which("vipsthumbnail"):
        theirs = statistics.median(vips(pictures["JPEG"]) for _ in range(times))
        ours = found["JPEG", "first two, as at the desk"]["all"]
        print(f"vipsthumbnail, JPEG set: {theirs:.2f} s; our first two: {ours / theirs:.2f} ×")
        missed += ["first"] if ours > theirs * GOALS["first"] else []
    else:
        print("vipsthumbnail is not here (Debian: libvips-tools)")
    missed += ["twelve"] if found["JPEG", "twelve files"]["cpu"] > GOALS["twelve"] else []
    for name in pictures:
        peak = max(mean["peak"] for (kind, _label), mean in found.items() if kind == name) - idle
        missed += [name] if peak > GOALS[name] * 2**20 else []
    print(f"missed: {', '.join(missed)}" if missed else "every goal is met")
    return 1 if missed else 0


def photo(format, **options):
    """Soft shapes with some grain: neither flat, which is too easy, nor noise, which no camera makes."""
    soft = Pillow.effect_noise((60, 40), 90).resize(SIDES, Pillow.Resampling.BICUBIC)
    grain = Pillow.effect_noise(SIDES, 40)
    grey = Pillow.blend(soft, grain, 0.4)
    out = io.BytesIO()
    Pillow.merge("RGB", (grey, soft, Pillow.linear_gradient("L").resize(SIDES))).save(out, format, **options)
    return out.getvalue()


def made(data, make):
    began, first = time.perf_counter(), None
    used = {"cpu": 0, "peak": 0, "idle": 0}
    for head, content in workshop.look_into(data, make=make, seconds=120):
        if content and first is None:
            first = time.perf_counter() - began
        used |= {key: head[key] for key in used if key in head}
    return {"first": first or 0, "all": time.perf_counter() - began, **used}


def vips(data):
    """Seconds for the four JPEGs, the way its own manual makes thumbnails: a call for each size."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "photo.jpg"
        path.write_bytes(data)
        began = time.perf_counter()
        for width in WIDTHS:
            command = [
                "vipsthumbnail",
                path,
                "--size",
                f"{width}x",
                "-o",
                f"{folder}/{width}.jpg[Q=80,strip]",
            ]
            subprocess.run(command, check=True)
        return time.perf_counter() - began


if __name__ == "__main__":
    sys.exit(main())
