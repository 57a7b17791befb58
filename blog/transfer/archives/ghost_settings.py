"""What an owner of a Ghost blog keeps beside its export: `routes.yaml` and `redirects.yaml`.

Source: Ghost's documentation, "Routing" and "Redirects".
"""

import json
import re
from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import Path

from blog.text.size_limits import MAX_GHOST_SETTINGS
from blog.transfer.source.encoding import decode
from blog.transfer.source.header_values import as_path, as_text
from blog.transfer.source.import_values import Value
from blog.transfer.source.site_files import NotRead, read_capped
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

PLAIN = re.compile(r"/[^\s()\[\]{}*+?|^$\\]*")
PLACE = re.compile(r"\{([a-z_]+)\}")


@dataclass(frozen=True)
class GhostCollection:
    """Posts of one kind: the pattern of their addresses, and what a filter asks of them."""

    permalink: str
    asked: tuple[str, ...]


@dataclass(frozen=True)
class GhostSettings:
    """collections in their order; former has the paths that lead to a path here; tag_pages is the
    pattern of tags' pages; problems say what of the files is not understood."""

    collections: tuple[GhostCollection, ...] = ()
    former: dict[str, list[str]] = field(default_factory=dict)
    tag_pages: str = "/tag/:name/"
    problems: tuple[str, ...] = ()

    def path_of(
        self, slug: str, tags: list[str], author: str, is_featured: bool, when: datetime | None
    ) -> str:
        """The path of a post, '' where it has none yet; `tags` are slugs."""
        patterns = (one.permalink for one in self.collections if _takes(one, tags, is_featured))
        pattern = next(patterns, "/{slug}/")
        known = {"slug": slug, "primary_tag": tags[0] if tags else "all", "primary_author": author}
        if when:
            known |= {"year": f"{when:%Y}", "month": f"{when:%m}", "day": f"{when:%d}"}
        filled = PLACE.sub(lambda one: known.get(one[1], one[0]), pattern)
        return as_path(filled) if slug and "{" not in filled else ""


def _takes(collection: GhostCollection, tags: Collection[str], is_featured: bool) -> bool:
    return all(_is_so(one, tags, is_featured) for one in collection.asked)


def _is_so(asked: str, tags: Collection[str], is_featured: bool) -> bool:
    key, _, value = asked.partition(":")
    if key in {"tag", "tags", "primary_tag"}:
        wanted = value.strip("[]'\"")
        listed = list(tags)[:1] if key == "primary_tag" else tags
        return wanted[1:] not in listed if wanted.startswith("-") else wanted in listed
    return key != "featured" or (value == "true") is is_featured


def read_ghost_settings(folder: Path) -> GhostSettings:
    problems: list[str] = []
    routes = _values(folder / "routes.yaml", problems)
    collections, tag_pages = _routes(routes if isinstance(routes, dict) else {})
    former = _redirects(folder, problems)
    return GhostSettings(collections, former, tag_pages, tuple(problems))


def _values(file: Path, problems: list[str]) -> Value:
    if not file.is_file():
        return None
    try:
        text = decode(read_capped(file, MAX_GHOST_SETTINGS))[0]
        if file.suffix == ".json":
            return json.loads(text)
        return read_yaml(text)[0]
    except (NotRead, Hostile, Malformed, ValueError, RecursionError) as error:
        problems.append(f"{file.name} cannot be read: {error}")
        return None


def _routes(routes: dict[str, Value]) -> tuple[tuple[GhostCollection, ...], str]:
    found = []
    stated = routes.get("collections")
    for one in stated.values() if isinstance(stated, dict) else []:
        if isinstance(one, dict) and (permalink := as_text(one.get("permalink"))):
            asked = as_text(one.get("filter")).split("+")
            found.append(GhostCollection(permalink, tuple(part.strip() for part in asked if part)))
    taxonomies = routes.get("taxonomies")
    pattern = as_text(taxonomies.get("tag")) if isinstance(taxonomies, dict) else ""
    return tuple(found), pattern.replace("{slug}", ":name") or "/tag/:name/"


def _redirects(folder: Path, problems: list[str]) -> dict[str, list[str]]:
    """The old paths by those to which they lead; patterns that mean many are told."""
    former: dict[str, list[str]] = defaultdict(list)
    pairs: list[tuple[str, str]] = []
    listed = _values(folder / "redirects.json", problems)
    for row in listed if isinstance(listed, list) else []:
        if isinstance(row, dict):
            pairs.append((as_text(row.get("from")), as_text(row.get("to"))))
    table = _values(folder / "redirects.yaml", problems)
    for rows in table.values() if isinstance(table, dict) else []:
        for old, new in rows.items() if isinstance(rows, dict) else []:
            pairs.append((old, as_text(new)))
    many = 0
    for old, new in pairs:
        path = as_path(_plain(old))
        if path and as_path(new, "*"):
            former[as_path(new, "*").rstrip("/")].append(path)
        else:
            many += 1
    if many:
        problems.append(f"{many} redirects are patterns, or lead nowhere, and were left out")
    return former


def _plain(pattern: str) -> str:
    """The one path that a pattern without choices means; '' for another."""
    text = re.sub(r"/\?\$?\Z|\$\Z", "/", pattern.removeprefix("^").replace("\\/", "/"))
    text = text.replace("\\.", ".").replace("\\-", "-")
    return text if PLAIN.fullmatch(text) else ""
