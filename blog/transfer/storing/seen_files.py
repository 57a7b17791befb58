"""Tells by sizes and times that a post's files are those that it was imported from."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from django.db import transaction

from blog.models import Post, SeenFiles
from blog.transfer.posts.bibliographies import folder_files, site_files
from blog.transfer.sites.tex_definitions import site_macros
from blog.transfer.source.folder_metadata import folder_values
from blog.transfer.source.import_values import Found
from blog.transfer.source.looked_files import Stamp, is_settled, stamp_of

MOST_PATHS = 200
"""Of files beside a post's own; one that looks at more is read each time."""


@dataclass(frozen=True)
class SeenPaths:
    """What is kept of a post's files: a digest of their stamps and of what surrounds them, and the
    paths of those beside its own."""

    digest: str
    paths: tuple[str, ...] = ()


def seen_files(
    found: Found, around: str, digest: str, looked: Mapping[Path, Stamp | None], began: int
) -> SeenPaths | None:
    """What to keep of the files that a post was made from, which have the ``digest``; ``None``
    where one of them might change without being noticed, since it was written a moment before the
    reading ``began`` (nanoseconds since 1970)."""
    paths = tuple(str(path) for path in looked if path != found.file)
    is_plain = len(paths) <= MOST_PATHS and all(map(is_plain_path, paths))
    if not around or not is_plain or not all(is_settled(one, began) for one in looked.values()):
        return None
    stamps = [looked.get(found.file), *(looked[Path(path)] for path in paths)]
    return SeenPaths(digest_of_stamps(found, around, digest, stamps), paths)


def is_as_seen(found: Found, around: str, digest: str, seen: SeenPaths) -> bool:
    """Whether the files with a digest are as they were seen."""
    stamps = map(stamp_of, (found.file, *seen.paths))
    return seen.digest == digest_of_stamps(found, around, digest, stamps)


def digest_of_stamps(found: Found, around: str, digest: str, stamps: Iterable[Stamp | None]) -> str:
    facts = f"{around} {digest} {found.file} {list(stamps)}"
    return sha256(facts.encode("utf-8", "surrogateescape")).hexdigest()


def is_plain_path(path: str) -> bool:
    """Whether databases take a path: what is no UTF-8 they refuse."""
    return path.isprintable()


def surroundings(found: Found, options: Iterable[object], began: int) -> str:
    """A digest of what posts of one folder are made from besides their own files; ``""`` where it
    might change without being noticed. ``options`` are those of the import that matter."""
    site, folder = found.site, found.file.parent
    shared = dict.fromkeys([*folder_files(folder, site.root), *site_files(site.root)])
    stamps = [(str(file), stamp_of(file)) for file in shared]
    if not all(is_settled(stamp, began) for _, stamp in stamps):
        return ""
    macros = site_macros(site.root) if site.system else None
    facts = [site.digest, site.timezone, site.date_order, *options, found.copies]
    facts += [folder_values(found), macros, stamps]
    return sha256(repr(facts).encode("utf-8", "surrogateescape")).hexdigest()


@transaction.atomic
def keep_seen(seen: Mapping[int, SeenPaths]) -> None:
    """Keeps it for posts by their keys, as far as they are still there."""
    posts = Post.objects.select_for_update().filter(pk__in=seen).order_by("pk")
    there = [(pk, seen[pk]) for pk in posts.values_list("pk", flat=True)] if seen else []
    rows = [SeenFiles(post_id=pk, digest=one.digest, paths=one.paths) for pk, one in there]
    columns = {"unique_fields": ["post"], "update_fields": ["digest", "paths"]}
    SeenFiles.objects.bulk_create(rows, update_conflicts=True, **columns)
