"""A server on this machine that answers as Zotero's web API does (version 3, the pages on basics
and on syncing): works by their keys, versions, conditional questions."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import parse_qs, urlsplit

from tests.support.registry_server import JSON, Handler, RegistryServer, registry_server


class ZoteroLibrary:
    """One library: works by their keys, in collections, with the version in which each changed."""

    def __init__(self) -> None:
        self.version = 1
        self.items: dict[str, dict] = {}
        self.collections: dict[str, set[str]] = {}
        self.backoff = ""
        self.asked: list[tuple[str, dict[str, str]]] = []

    def put(self, key: str, item_type: str = "journalArticle", extra: str = "", **csl: str) -> None:
        self.version += 1
        data = {"key": key, "itemType": item_type, "extra": extra}
        csljson = {"id": f"12/{key}", "type": "article-journal", "note": extra, **csl}
        one = {"key": key, "version": self.version, "data": data}
        self.items[key] = one | ({"csljson": csljson} if csl else {})

    def drop(self, key: str) -> None:
        self.version += 1
        del self.items[key]

    def answer(self, handler: Handler) -> None:
        parts = urlsplit(handler.path)
        query = {name: values[0] for name, values in parse_qs(parts.query).items()}
        self.asked.append((handler.path, dict(handler.headers)))
        headers = {"Last_Modified_Version": str(self.version)}
        headers |= {"Backoff": self.backoff} if self.backoff else {}
        since = handler.headers.get("If-Modified-Since-Version")
        if since and int(since) >= self.version:
            handler.send(304, JSON, b"", **headers)
        elif query.get("format") == "versions":
            mine = self.collections.get(parts.path.split("/collections/")[-1].split("/")[0])
            keys = [key for key in self.items if mine is None or key in mine]
            found = {key: self.items[key]["version"] for key in keys}
            handler.send(200, JSON, json.dumps(found).encode(), **headers)
        else:
            keys = query["itemKey"].split(",")
            assert len(keys) <= 50
            found = [self.items[key] for key in keys if key in self.items]
            handler.send(200, JSON, json.dumps(found).encode(), **headers)


class EveryPath(dict):
    """One behaviour for all paths."""

    def __init__(self, behaviour) -> None:
        self.behaviour = behaviour

    def get(self, _path: str, _default=None):
        return self.behaviour


@contextmanager
def zotero_server() -> Iterator[tuple[RegistryServer, ZoteroLibrary]]:
    library = ZoteroLibrary()
    with registry_server() as server:
        server.behaviours = EveryPath(library.answer)
        yield server, library
