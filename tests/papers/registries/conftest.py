"""A server in the registries' place, asked without pauses and with little patience."""

from collections.abc import Iterator

import pytest
from django.core.cache import cache

from tests.support.registry_server import RegistryServer, registry_server


@pytest.fixture
def registries(settings) -> Iterator[RegistryServer]:
    with registry_server() as server:
        settings.PAPERS_REGISTRY_URLS = server.base_addresses()
        settings.PAPERS_REGISTRY_PAUSES = dict.fromkeys(settings.PAPERS_REGISTRY_PAUSES, 0)
        settings.PAPERS_DOOR_SECONDS = 0.5
        cache.clear()
        yield server
        cache.clear()
