"""How much memory and CPU the largest picture takes that is accepted of each kind.

    python -m tests.benchmarks.picture_memory [NAME ...]

Draws each at its limit of pixels, turned and with a profile of colours where that makes it dearer,
and gives it to a fresh process three times: to be written anew as an upload of an author's, checked
as one from another host, and measured with its narrower copies. Prints the peak of each process
(its resident set, with Python and Pillow in it) and the CPU time.
"""

import argparse
import random
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from PIL import Image, ImageCms

from blog.posts.picture_copies import read_picture
from blog.text.pixel_limits import MOST_MOVING, MOST_PIXELS
from blog.transfer.pictures.picture_check import checked_picture
from blog.writing.picture_writing import written_anew

STILL: dict[str, tuple[str, str, dict[str, Any]]] = {
    "JPEG": ("JPEG", "RGB", {"quality": 85}),
    "progressive JPEG": ("JPEG", "RGB", {"quality": 90, "subsampling": 0, "progressive": True}),
    "PNG": ("PNG", "RGBA", {"compress_level": 6}),
    "GIF": ("GIF", "P", {}),
    "WebP": ("WEBP", "RGBA", {"quality": 80, "method": 0}),
    "AVIF": ("AVIF", "RGBA", {"quality": 60, "speed": 10}),
}
FRAME = (800, 600)
WAYS: dict[str, Callable[[bytes], object]] = {
    "written anew": lambda data: written_anew(data, "a"),
    "checked": lambda data: checked_picture(data, "a"),
    "copied": read_picture,
}


def drawn(size: tuple[int, int], mode: str, seed: int = 1) -> Image.Image:
    noise = Image.frombytes("RGB", (30, 20), random.Random(seed).randbytes(1800))
    picture = noise.resize(size, Image.BICUBIC)
    if mode == "RGBA":
        picture.putalpha(200)
    return picture.quantize(64) if mode == "P" else picture


def draw_still(kind: str, file: Path) -> None:
    written_as, mode, given = STILL[kind]
    width = int((MOST_PIXELS[kind] * 1.5) ** 0.5)
    turned = Image.Exif()
    turned[0x0112] = 6
    if written_as != "GIF":
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        given = given | {"exif": turned, "icc_profile": profile}
    size = (width, MOST_PIXELS[kind] // width)
    drawn(size, mode).save(file, written_as, **given)


def draw_moving(kind: str, file: Path) -> None:
    count = MOST_MOVING[kind] // (FRAME[0] * FRAME[1])
    frames = (drawn(FRAME, "P" if kind == "GIF" else "RGB", seed) for seed in range(count))
    first = next(frames)
    rest = frames if kind == "GIF" else list(frames)
    given = {"quality": 50, "method": 0} if kind == "WEBP" else {}
    first.save(file, kind, save_all=True, append_images=rest, duration=50, loop=0, **given)


def measure(way: str, file: str) -> None:
    """In this process."""
    data, begun = Path(file).read_bytes(), time.process_time()
    try:
        WAYS[way](data)
        said = ""
    except ValueError as error:
        said = f"refused: {error}"
    print(f"{peak_of_this_process():4.0f} MiB {time.process_time() - begun:5.1f} s {said}")


def peak_of_this_process() -> float:
    """MiB, as Linux tells it: what ``getrusage`` tells begins with the peak of the process that
    started this one."""
    status = Path("/proc/self/status").read_text()
    return int(re.search(r"VmHWM:\s+(\d+) kB", status)[1]) / 1024


def main(names: list[str]) -> None:
    drawers = {kind: lambda file, kind=kind: draw_still(kind, file) for kind in STILL}
    for kind in MOST_MOVING:
        drawers[f"moving {kind}"] = lambda file, kind=kind: draw_moving(kind, file)
    with tempfile.TemporaryDirectory() as folder:
        for name in names or drawers:
            file = Path(folder) / "picture"
            drawers[name](file)
            for way in WAYS:
                command = [sys.executable, "-m", __spec__.name, "--measure", way, str(file)]
                told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
                size = file.stat().st_size / 1e6
                print(f"{name:17} {size:5.1f} MB  {way:13} {told.strip()}", flush=True)


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*")
    parser.add_argument("--measure", nargs=2)
    asked = parser.parse_args()
    if asked.measure:
        measure(*asked.measure)
    else:
        main(asked.names)
