"""Media in a bucket that speaks S3 (``S3_BUCKET``), for blogs with several machines.

Readers never ask the bucket: its files have the same addresses as those of a folder, and this site
hands them out. This module is imported where there is a bucket and nowhere else: what it stands on
takes 55 MB, which a blog with a folder does not need.
"""

import errno
import os
import shutil
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache
from pathlib import Path, PurePosixPath
from tempfile import SpooledTemporaryFile
from typing import Any, BinaryIO
from urllib.parse import urljoin

from boto3 import Session
from boto3.exceptions import Boto3Error
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import BotoCoreError, ClientError
from django.conf import settings
from django.core.files import File
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage

from blog.media_store import StoreAway, StoredFile
from blog.models.media_room import RationedFiles

CONNECT_SECONDS, ANSWER_SECONDS, TRIES = 2, 5, 2
AWAY_SECONDS = 5.0
"""How long readers are answered without asking, after the bucket did not answer."""
YES_SECONDS, NO_SECONDS = 3600.0, 20.0
"""How long it is remembered for pages that a file was there, and that it was not."""
MOST_REMEMBERED = 20_000
LONGEST_NAME = 1024  # bytes, of any object
IN_MEMORY = 1024 * 1024
ALL_IN_ONE_THREAD = TransferConfig(use_threads=False)


class BucketFiles(RationedFiles, S3Storage):
    """See ``blog.media_store.MediaStore``."""

    def __init__(self, **given: Any) -> None:
        super().__init__(transfer_config=ALL_IN_ONE_THREAD, file_overwrite=False, **given)
        self._keys = given.get("access_key"), given.get("secret_key")
        self._asking = threading.Lock()
        self._away_until = 0.0
        self._seen: dict[str, tuple[bool, float]] = {}

    @property
    def connection(self) -> Any:
        """One for all threads, of which each would take 14 MB; of each process its own, since two
        would read each other's answers."""
        return open_service(os.getpid(), self.endpoint_url, self.region_name, *self._keys)

    @property
    def bucket(self) -> Any:
        return self.connection.Bucket(self.bucket_name)

    @contextmanager
    def asked(self, name: str = "") -> Iterator[None]:
        """What the bucket or the way to it says, as a file system would say it."""
        try:
            yield
        except ClientError as error:
            said = error.response.get("Error", {})
            if said.get("Code") in ("404", "NoSuchKey"):
                raise FileNotFoundError(errno.ENOENT, "not in the bucket", name) from error
            raise self.away(f"{said.get('Code')}: {said.get('Message')}") from error
        except (BotoCoreError, Boto3Error) as error:
            raise self.away(str(error)) from error

    def away(self, words: str) -> StoreAway:
        self._away_until = time.monotonic() + AWAY_SECONDS
        return StoreAway(errno.EIO, f"the bucket {self.bucket_name} failed: {words}")

    def key_of(self, name: str) -> str:
        """Raises ``FileNotFoundError`` for a name that no object can have."""
        key = self._normalize_name(PurePosixPath(name).as_posix())
        if not key or len(key.encode("utf-8", "replace")) > LONGEST_NAME:
            raise FileNotFoundError(errno.ENOENT, "not in the bucket", name)
        return key

    def find_file(self, name: str) -> StoredFile:
        if time.monotonic() < self._away_until:
            raise StoreAway(errno.EIO, f"the bucket {self.bucket_name} did not answer just now")
        with self.asked(name):
            found = self.connection.meta.client.head_object(
                Bucket=self.bucket_name, Key=self.key_of(name)
            )
        return stored_file(name, found["ContentLength"], found)

    def open_part(self, name: str, first: int = 0, length: int | None = None) -> BinaryIO:
        last = "" if length is None else first + length - 1
        wanted = {"Range": f"bytes={first}-{last}"} if first or length else {}
        with self.asked(name):
            found = self.connection.meta.client.get_object(
                Bucket=self.bucket_name, Key=self.key_of(name), **wanted
            )
        return ObjectStream(self, name, found["Body"])

    def all_files(self, below: str = "") -> Iterator[StoredFile]:
        with self.asked():
            pages = self.connection.meta.client.get_paginator("list_objects_v2")
            for page in pages.paginate(Bucket=self.bucket_name, Prefix=below):
                for found in page.get("Contents", ()):
                    if not found["Key"].endswith("/"):  # a folder that a program drew
                        yield stored_file(found["Key"], found["Size"], found)

    def file_sizes(self) -> Iterator[int]:
        return (file.bytes for file in self.all_files())

    def free_bytes(self) -> None:
        return None

    def put_file(self, name: str, source: Path) -> None:
        with source.open("rb") as stream:
            self._save(name, File(stream, name))

    def is_there_by_now(self, name: str) -> bool:
        """Asks at most by one thread: the others have something to show without it."""
        now = time.monotonic()
        is_there, until = self._seen.get(name, (False, 0.0))
        if now < max(until, self._away_until):
            return is_there
        if not self._asking.acquire(blocking=False):
            return is_there
        try:
            return self.exists(name)
        except OSError:
            return is_there
        finally:
            self._asking.release()

    def remember(self, name: str, is_there: bool) -> None:
        if len(self._seen) >= MOST_REMEMBERED:
            self._seen.clear()
        self._seen[name] = is_there, time.monotonic() + (YES_SECONDS if is_there else NO_SECONDS)

    def described(self) -> str:
        return f"in the bucket {self.bucket_name} at {self.endpoint_url or 'Amazon S3'}"

    def url(self, name: str, *args: Any, **kwargs: Any) -> str:
        return urljoin(settings.MEDIA_URL, filepath_to_uri(name).lstrip("/"))

    def exists(self, name: str) -> bool:
        """Asks whatever was remembered: who stores and deletes has to know."""
        try:
            with self.asked(name):
                key = self.key_of(name)
                self.connection.meta.client.head_object(Bucket=self.bucket_name, Key=key)
        except FileNotFoundError:
            self.remember(name, False)
            return False
        self.remember(name, True)
        return True

    def _open(self, name: str, mode: str = "rb") -> File:
        """A copy of it, which may be read to and fro."""
        if mode != "rb":
            raise ValueError("The files of a bucket are stored whole and only read here.")
        stream, copy = self.open_part(name), SpooledTemporaryFile(IN_MEMORY)  # noqa: SIM115
        shutil.copyfileobj(stream, copy)
        stream.close()
        copy.seek(0)
        return File(copy, name)

    def _save(self, name: str, content: Any) -> str:
        with self.asked(name):
            stored = super()._save(name, content)
        self.remember(stored, True)
        return stored

    def delete(self, name: str) -> None:
        with self.asked(name):
            super().delete(name)
        self.remember(name, False)

    def listdir(self, path: str) -> tuple[list[str], list[str]]:
        with self.asked(path):
            return super().listdir(path)

    def size(self, name: str) -> int:
        return self.find_file(name).bytes

    def get_modified_time(self, name: str) -> Any:
        with self.asked(name):
            return super().get_modified_time(name)


@lru_cache(maxsize=4)
def open_service(
    process: int, address: str | None, region: str, access_key: str | None, secret_key: str | None
) -> Any:
    """Without keys they are looked for where Amazon's programs look."""
    behaviour = Config(
        connect_timeout=CONNECT_SECONDS,
        read_timeout=ANSWER_SECONDS,
        retries={"total_max_attempts": TRIES, "mode": "standard"},
        max_pool_connections=50,
        s3={"addressing_style": "path" if address else "auto"},
        # Only Amazon's own service knows the sums that are sent and asked for otherwise.
        request_checksum_calculation="when_required",
        response_checksum_validation="when_required",
    )
    session = Session(aws_access_key_id=access_key, aws_secret_access_key=secret_key)
    return session.resource("s3", region_name=region, endpoint_url=address, config=behaviour)


class ObjectStream:
    """The bytes of an object on their way; what breaks them off is an ``OSError``."""

    def __init__(self, store: BucketFiles, name: str, body: Any) -> None:
        self.store, self.name, self.body = store, name, body

    def read(self, most: int = -1) -> bytes:
        with self.store.asked(self.name):
            return self.body.read(None if most < 0 else most)

    def close(self) -> None:
        self.body.close()


def stored_file(name: str, size: int, found: dict[str, Any]) -> StoredFile:
    changed_ns = int(found["LastModified"].timestamp()) * 10**9
    return StoredFile(name, size, changed_ns, found["ETag"])
