"""The files of share pictures: their names, and how they are removed.

A file's name says whose picture it is and what is drawn on it, so nothing of it is stored in the
database, and another title has another address.
"""

from collections import defaultdict
from collections.abc import Iterable
from functools import partial
from itertools import groupby

from django.core.files.storage import default_storage
from django.db import transaction

SHARES = "shares"
IN_FOLDER = 1000  # rows whose pictures stand in one folder


def share_name(kind: str, pk: int, digest: str) -> str:
    """Of a row of a ``kind`` ("posts", "papers", "site")."""
    return f"{SHARES}/{kind}/{pk // IN_FOLDER}/{pk}-{digest}.png"


def share_folders(kind: str) -> list[int]:
    """The numbers of the folders that are there."""
    try:
        folders, _files = default_storage.listdir(f"{SHARES}/{kind}")
    except FileNotFoundError:
        return []
    return sorted(int(name) for name in folders if name.isdecimal())


def stored_shares(kind: str, folder: int) -> dict[int, set[str]]:
    """The names of the pictures in a folder, by row."""
    place = f"{SHARES}/{kind}/{folder}"
    try:
        _folders, files = default_storage.listdir(place)
    except FileNotFoundError:
        return {}
    found = defaultdict(set)
    for file in files:
        pk = file.partition("-")[0]
        if pk.isdecimal():
            found[int(pk)].add(f"{place}/{file}")
    return found


def remove_shares(kind: str, pks: Iterable[int]) -> None:
    for folder, group in groupby(sorted(pks), key=lambda pk: pk // IN_FOLDER):
        stored = stored_shares(kind, folder)
        for name in (name for pk in group for name in stored.get(pk, ())):
            default_storage.delete(name)


def remove_shares_of_posts(pks: Iterable[int]) -> None:
    """As soon as the transaction holds that hides or deletes the posts."""
    if pks := list(pks):
        transaction.on_commit(partial(remove_shares, "posts", pks), robust=True)
