"""A server that speaks S3 on this machine, and a site whose media are in a bucket of it."""

import logging
import os
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import pytest

from tests.support.serving import free_port

REGION = "us-east-1"
KEYS = {"access_key": "key", "secret_key": "secret"}


@dataclass(frozen=True)
class Bucket:
    """``away`` is an address at which nobody answers."""

    name: str
    address: str
    away: str

    @property
    def options(self) -> dict[str, Any]:
        at = {"endpoint_url": self.address, "region_name": REGION}
        return {"bucket_name": self.name, **at, **KEYS}

    @property
    def environment(self) -> dict[str, str]:
        keys = {f"S3_{name.upper()}": value for name, value in KEYS.items()}
        return {"S3_BUCKET": self.name, "S3_URL": self.address, **keys}


@pytest.fixture(scope="session")
def bucket_server() -> Iterator[str]:
    """Its address."""
    from moto.server import ThreadedMotoServer  # 42 MB, and half a second

    logging.getLogger("werkzeug").setLevel(logging.ERROR)
    server = ThreadedMotoServer(ip_address="127.0.0.1", port=0, verbose=False)
    server.start()
    host, port = server.get_host_and_port()
    address = f"http://{host}:{port}"
    yield address
    service(address).meta.client.close()
    server.stop()


def service(address: str) -> Any:
    """As the storage has it, which keeps its connections."""
    from config.bucket_files import open_service  # 55 MB

    return open_service(os.getpid(), address, REGION, *KEYS.values())


@pytest.fixture
def new_bucket(bucket_server: str) -> Callable[[], Bucket]:
    """Makes an empty bucket."""

    def make() -> Bucket:
        name = f"media-{uuid4().hex[:12]}"
        service(bucket_server).Bucket(name).create()
        return Bucket(name, bucket_server, f"http://127.0.0.1:{free_port()}")

    return make


def stored_in(bucket: Bucket, **other: Any) -> dict[str, Any]:
    """``STORAGES`` for a site whose media are there."""
    options = bucket.options | other
    media = {"BACKEND": "config.bucket_files.BucketFiles", "OPTIONS": options}
    plain = "django.contrib.staticfiles.storage.StaticFilesStorage"
    return {"default": media, "staticfiles": {"BACKEND": plain}}


@pytest.fixture
def media_bucket(new_bucket, settings) -> Bucket:
    """The media of this test are there."""
    made = new_bucket()
    settings.STORAGES = stored_in(made)
    return made
