"""Copies of the pictures that posts show from other hosts: from a folder, or through the one door.

Each is asked for once: what came is remembered by its address, and so is what is lost. A host gets
one question at a time with a pause between, and one that does not answer is left alone. Nothing
here runs in a transaction.
"""

import time
from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from blog.models import OutsidePicture
from blog.models.media_room import MediaFull
from blog.text.hosts import host_of
from blog.text.size_limits import MAX_FETCHED_IMAGE, MAX_IMAGE
from blog.transfer.pictures.host_copies import copy_at
from blog.transfer.pictures.images import Image
from blog.transfer.pictures.picture_check import checked_picture
from blog.transfer.source.site_files import NotRead, read_capped
from blog.transfer.storing.kept_files import keep_once
from papers.queries.batches import batches
from papers.registries.door_faults import (
    AddressRefused,
    AskedTooOften,
    DoorFault,
    InvalidReply,
    NotThere,
)
from papers.registries.http_door import ask_public_web

PAUSE = 0.5
"""Seconds between two questions to one host."""
AT_ONCE = 500  # addresses of one query
MOST_SILENT = 3
"""Questions without an answer, one after the other, after which a host is left alone."""
KINDS = ("image/", "application/octet-stream", "binary/octet-stream", "text/plain", "text/xml")
KINDS += ("application/xml",)
"""What pictures are sent as; what they are, their content says."""
ACCEPT = {"Accept": "image/*,*/*;q=0.5"}


@dataclass(frozen=True)
class PictureBudget:
    """The most that one run takes: pictures asked for, their bytes together, and seconds."""

    pictures: int
    bytes: int
    seconds: float


OF_RUN = PictureBudget(pictures=20_000, bytes=2 << 30, seconds=2 * 3600)
OF_POST = PictureBudget(pictures=200, bytes=100 << 20, seconds=300)


@dataclass
class TakenPictures:
    """What became of the pictures: the addresses that are kept now, why others are not, and those
    that the next run is to ask for."""

    came: set[str] = field(default_factory=set)
    failed: dict[str, str] = field(default_factory=dict)
    left: dict[str, str] = field(default_factory=dict)


@dataclass
class PictureRun:
    """One run over many posts. ``folders`` has copies by host; without ``asks`` nobody is asked.
    ``again`` asks also for what is lost. Once it is ``full``, as these words say, nobody is asked
    for more."""

    folders: Mapping[str, Path] = field(default_factory=dict)
    asks: bool = True
    again: bool = False
    budget: PictureBudget = OF_RUN
    pause: float = PAUSE
    clock: Callable[[], float] = time.monotonic
    taken: TakenPictures = field(default_factory=TakenPictures)
    asked_at: dict[str, float] = field(default_factory=dict)
    silent: Counter[str] = field(default_factory=Counter)
    resting: dict[str, str] = field(default_factory=dict)
    asked: int = 0
    size: int = 0
    began: float | None = None
    full: str = ""

    def take(self, addresses: Iterable[str]) -> Iterator[str]:
        """Takes pictures, one at each step, whose address it gives; ``taken`` says what became of
        them."""
        wanted = list(dict.fromkeys(addresses))
        rows: dict[str, OutsidePicture] = {}
        for some in batches(wanted, AT_ONCE):
            rows |= {row.address: row for row in OutsidePicture.objects.at(some)}
        for address in self._by_turns(wanted):
            row = rows.get(address)
            if row is not None and row.name:
                self.taken.came.add(address)
            elif row is not None and row.is_lost and not self._may_try_again(address):
                self.taken.failed[address] = row.problem
            else:
                self._take_one(address)
            yield address

    def _may_try_again(self, address: str) -> bool:
        return self.again or copy_at(self.folders, address) is not None

    def _by_turns(self, addresses: list[str]) -> Iterator[str]:
        """One of each host after the other, so that the pauses cost no time."""
        waiting: dict[str, deque[str]] = defaultdict(deque)
        for address in addresses:
            waiting[host_of(address)].append(address)
        while waiting:
            for host in list(waiting):
                yield waiting[host].popleft()
                if not waiting[host]:
                    del waiting[host]

    def _take_one(self, address: str) -> None:
        try:
            name = self._keep(self._image(address))
        except NotKept as fault:
            told = self.taken.left if fault.may_come else self.taken.failed
            told[address] = str(fault)
            if fault.is_told:
                OutsidePicture.objects.note(address, problem=str(fault), is_lost=not fault.may_come)
            return
        OutsidePicture.objects.note(address, name=name)
        self.taken.came.add(address)

    def _image(self, address: str) -> Image:
        file = copy_at(self.folders, address)
        name = file.name if file else unquote(PurePosixPath(urlsplit(address).path).name)
        data = read_copy(file) if file else self._asked_for(address)
        try:
            return checked_picture(data, name)
        except ValueError as error:
            raise NotKept(str(error)) from error

    def _keep(self, image: Image) -> str:
        try:
            return keep_once(image)
        except MediaFull as full:
            self.full = str(full)
            raise NotKept(self.full, may_come=True) from full

    def _asked_for(self, address: str) -> bytes:
        host = host_of(address)
        if not self.asks:
            raise NotKept("there is no copy of it in the folder", may_come=True, is_told=False)
        if self.full:
            raise NotKept(self.full, may_come=True)
        if host in self.resting:
            raise NotKept(self.resting[host], may_come=True)
        self._spend(host)
        try:
            answer = ask_public_web(address, KINDS, ACCEPT, most=MAX_FETCHED_IMAGE)
        except (NotThere, AddressRefused, InvalidReply) as fault:
            self.silent[host] = 0
            raise NotKept(str(fault)) from fault
        except DoorFault as fault:
            self.silent[host] += 1
            if isinstance(fault, AskedTooOften) or self.silent[host] >= MOST_SILENT:
                self.resting[host] = str(fault)
            raise NotKept(str(fault), may_come=True) from fault
        finally:
            self.asked_at[host] = self.clock()
        self.silent[host] = 0
        self.size += len(answer.body)
        return answer.body

    def _spend(self, host: str) -> None:
        """Waits for the host's turn, within the budget."""
        self.began = self.clock() if self.began is None else self.began
        is_spent = self.asked >= self.budget.pictures or self.size >= self.budget.bytes
        if is_spent or self.clock() - self.began >= self.budget.seconds:
            told = "this run has taken as much as one may; the next goes on"
            raise NotKept(told, may_come=True, is_told=False)
        self.asked += 1
        if host in self.asked_at:
            time.sleep(max(0.0, self.asked_at[host] + self.pause - self.clock()))


class NotKept(Exception):
    """Why a picture is not kept; whether another run may get it, and whether that is remembered."""

    def __init__(self, reason: str, *, may_come: bool = False, is_told: bool = True) -> None:
        super().__init__(reason)
        self.may_come = may_come
        self.is_told = is_told


def read_copy(file: Path) -> bytes:
    try:
        return read_capped(file, MAX_IMAGE)
    except NotRead as error:
        may_come = isinstance(error.__cause__, OSError)
        raise NotKept(f"its copy {error}", may_come=may_come) from error
