"""A disk and a clock of which programs are told what tests like (``disk_shim.c``): it is full, it
is read-only, the power goes. Needs a C compiler and Linux, and no rights."""

import random
import shutil
import struct
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

SOURCE = Path(__file__).with_name("disk_shim.c")
BLOCK = 4096


def build_shim(folder: Path) -> Path:
    library = folder / "disk_shim.so"
    subprocess.run(["cc", "-shared", "-fPIC", "-O1", "-o", library, SOURCE, "-ldl"], check=True)
    return library


class FaultyDisk:
    """``folder`` lies on it; ``environment`` is for the programs that are to believe it."""

    def __init__(self, library: Path, folder: Path, beside: Path) -> None:
        self.folder, self.kept = folder, beside / "kept"
        self.error, self.shift_file = beside / "disk-error", beside / "clock-shift"
        self.error.write_bytes(b"\0")
        self.shift_file.write_bytes(bytes(8))
        self.environment = {
            "LD_PRELOAD": str(library),
            "DISK_FOLDER": str(folder),
            "DISK_KEPT": str(self.kept),
            "DISK_ERROR": str(self.error),
            "CLOCK_SHIFT": str(self.shift_file),
        }

    @contextmanager
    def failing(self, number: int) -> Iterator[None]:
        """What would change something fails with this number of ``errno``."""
        self.write(self.error, bytes([number]))
        try:
            yield
        finally:
            self.write(self.error, b"\0")

    def shift_clock(self, seconds: int) -> None:
        self.write(self.shift_file, struct.pack("q", seconds))

    @staticmethod
    def write(file: Path, content: bytes) -> None:
        with file.open("r+b", buffering=0) as opened:  # in place: programs have it mapped
            opened.write(content)

    def sync(self) -> None:
        """Takes what stands there now as sure to stay."""
        shutil.rmtree(self.kept, ignore_errors=True)
        shutil.copytree(self.folder, self.kept)

    def cut_power(self, chance: random.Random) -> None:
        """Leaves in the folder what a disk has after it, all programs being killed: what was
        synced, and of all that was written since nothing, or some blocks of 4 KiB, not others."""
        share = chance.choice([0, 0.5])
        for file in [one for one in self.kept.rglob("*") if one.is_file()]:
            live = self.folder / file.relative_to(self.kept)
            if share and live.is_file():
                file.write_bytes(mixed(file.read_bytes(), live.read_bytes(), share, chance))
        shutil.rmtree(self.folder)
        shutil.copytree(self.kept, self.folder)


def mixed(synced: bytes, written: bytes, share: float, chance: random.Random) -> bytes:
    length = len(written) if chance.random() < share else len(synced)
    found = bytearray(synced[:length].ljust(length, b"\0"))
    for start in range(0, length, BLOCK):
        block = written[start : min(start + BLOCK, length)]
        if block and chance.random() < share:
            found[start : start + len(block)] = block
    return bytes(found)
