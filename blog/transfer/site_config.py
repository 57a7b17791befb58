"""What a site's own configuration says: zone, addresses, language, defaults for its posts."""

import re
import stat
from dataclasses import replace
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

from blog.transfer.authors import read_authors
from blog.transfer.dates import read_zone
from blog.transfer.encoding import decode
from blog.transfer.front_matter import fold_key, toml_values
from blog.transfer.header_values import as_flag, as_language, as_line, as_path, as_text, as_url
from blog.transfer.import_values import Default, Note, Refused, Site, SourceAuthor, Value
from blog.transfer.yaml_reader import Hostile, Malformed, read_yaml

MAX_CONFIG = 128 * 1024
"""Bytes."""
MAX_TOML_CONFIG = 16 * 1024

_HUGO = ("hugo.toml", "hugo.yaml", "config.toml", "config.yaml")
_MARKERS = (
    ("_config.yml", "jekyll", ""),
    ("_config.yaml", "jekyll", ""),
    ("_config.toml", "jekyll", ""),
    ("_quarto.yml", "quarto", ""),
    ("_quarto.yaml", "quarto", ""),
    ("_site.yml", "distill", ""),
    ("myst.yml", "myst", ""),
    ("pelicanconf.py", "pelican", ""),
    ("hugo.toml", "hugo", ""),
    ("hugo.yaml", "hugo", ""),
    ("hugo.yml", "hugo", ""),
    ("config.toml", "hugo", "content"),
    ("config.yaml", "hugo", "content"),
    ("config.yml", "hugo", "content"),
    *((f"config/_default/{name}", "hugo", "content") for name in _HUGO),
    ("config.rb", "middleman", "source"),
)
"""File, system, and the folder that must stand beside it for the file to mean that."""

_PEOPLE = ("_data/authors.yml", "_data/authors.yaml", "data/authors.yml", "data/authors.yaml")
_ASSIGNMENT = re.compile(r"([A-Z][A-Z_]*)[ \t]*=[ \t]*(['\"])(.*?)\2[ \t]*(?:#.*)?\Z")


def config_of(folder: Path) -> tuple[Path, str] | None:
    """The configuration that makes a folder a site's root, and its system; or None."""
    for name, system, beside in _MARKERS:
        file = folder / name
        try:
            if file.is_file() and (not beside or (folder / beside).is_dir()):
                return file, system
        except OSError:
            return None
    return None


def read_site(root: Path) -> Site:
    """The site whose root is `root`.

    A folder with `_posts` or `_drafts` and no configuration is a Jekyll site by default values.
    Raises Refused where the configuration is too big, hostile or malformed: with a wrong
    zone or permalink every post would come in wrong.
    """
    config = config_of(root)
    if config is None:
        is_jekyll = (root / "_posts").is_dir() or (root / "_drafts").is_dir()
        return Site(root, "jekyll" if is_jekyll else "")
    file, system = config
    data = _bytes(file)
    values = _values(file, data)
    if file.name == "config.toml" and "base_url" in values:
        system = "zola"
    values = {key.lower(): value for key, value in values.items()}
    site = _site(root, system, values, sha256(data).hexdigest())
    return _with_people(site, values)


def _bytes(file: Path) -> bytes:
    limit = MAX_TOML_CONFIG if file.suffix == ".toml" else MAX_CONFIG
    try:
        if not stat.S_ISREG(file.stat().st_mode):
            raise Refused(file.name, None, "it is no ordinary file")
        with file.open("rb") as stream:
            data = stream.read(limit + 1)
    except OSError as error:
        raise Refused(file.name, None, error.strerror or "it cannot be read") from error
    if len(data) > limit:
        raise Refused(file.name, None, f"the configuration is bigger than {limit // 1024} kB")
    return data


def _values(file: Path, data: bytes) -> dict[str, Value]:
    """The file's top keys; of Pelican's only plain strings (its file is a program)."""
    text, _ = decode(data)
    if file.suffix == ".py":
        rows = (_ASSIGNMENT.match(row) for row in text.split("\n"))
        return {found[1]: found[3] for found in rows if found}
    if file.suffix == ".rb":
        return {}
    try:
        value = toml_values(text) if file.suffix == ".toml" else read_yaml(text)[0]
    except (Hostile, Malformed) as error:
        raise Refused(file.name, error.line, error.reason) from error
    return value if isinstance(value, dict) else {}


def _first(values: dict[str, Value], *keys: str) -> str:
    return next((as_line(values[key]) for key in keys if as_line(values.get(key))), "")


def _site(root: Path, system: str, values: dict[str, Value], digest: str) -> Site:
    for part in ("website", "site", "project", "book"):  # Quarto and MyST nest them
        inner = values.get(part)
        values = {**values, **inner} if isinstance(inner, dict) else values
    stated = _first(values, "timezone", "time_zone")
    zone = stated if not stated or read_zone(stated) else ""
    wrong = Note(None, f"the site's time zone “{stated}” is unknown: UTC is taken")
    url = as_url(_first(values, "url", "baseurl", "base_url", "siteurl", "site_url", "site-url"))
    collections = values.get("collections")
    shown = _shown(collections)
    language = _first(
        values, "lang", "locale", "language", "default_language", "languagecode", "default_lang"
    ) or _first(values, "defaultcontentlanguage")
    return Site(
        root=root,
        system=system,
        title=_first(values, "title", "name", "sitename"),
        url=url,
        baseurl=as_text(values.get("baseurl")) if system == "jekyll" else as_path(url, "*"),
        timezone=zone,
        language=as_language(language),
        permalink=_permalink(system, values),
        permalinks=_sections(values.get("permalinks")) if system == "hugo" else {},
        excerpt_separator=as_text(values.get("excerpt_separator")),
        defaults=_defaults(values.get("defaults")),
        collections=shown,
        notes=(wrong,) if stated and not zone else (),
        digest=digest,
    )


def _permalink(system: str, values: dict[str, Value]) -> str:
    if system == "pelican":
        return as_text(values.get("article_url"))
    collections = values.get("collections")
    posts = collections.get("posts") if isinstance(collections, dict) else None
    own = as_text(posts.get("permalink")) if isinstance(posts, dict) else ""
    return own or as_text(values.get("permalink")) if system == "jekyll" else ""


def _shown(collections: Value) -> tuple[str, ...]:
    """Jekyll's collections whose documents are pages of their own (`output: true`)."""
    if not isinstance(collections, dict):
        return ()
    tables = {name: one for name, one in collections.items() if isinstance(one, dict)}
    return tuple(name for name, one in tables.items() if as_flag(one.get("output")))


def _sections(value: Value) -> dict[str, str]:
    """Hugo's `[permalinks]`, or `[permalinks.page]` of newer ones: pattern by section."""
    if not isinstance(value, dict):
        return {}
    inner = value.get("page")
    table = inner if isinstance(inner, dict) else value
    return {key: text for key, one in table.items() if (text := as_text(one))}


def _defaults(value: Value) -> tuple[Default, ...]:
    """Jekyll's `defaults`, the more exact ones last (its `FrontmatterDefaults#has_precedence?`)."""
    found: list[Default] = []
    for item in value if isinstance(value, list) else []:
        if not isinstance(item, dict) or not isinstance(values := item.get("values"), dict):
            continue
        scope = item.get("scope")
        scope = scope if isinstance(scope, dict) else {}
        path = as_text(scope.get("path")).strip("/")
        folded = {fold_key(key): inner for key, inner in values.items()}
        found.append(Default(path, as_text(scope.get("type")), folded))
    return tuple(sorted(found, key=lambda entry: (len(entry.path), bool(entry.type))))


def default_values(site: Site, path: str, is_draft: bool) -> dict[str, Value]:
    """What the site's `defaults` say about one post; its own header goes before them."""
    merged: dict[str, Value] = {}
    for entry in site.defaults:
        if entry.type in {"", "posts", "post", "drafts" if is_draft else "posts"} and _is_in(
            path, entry.path
        ):
            merged |= entry.values
    return merged


def _is_in(path: str, scope: str) -> bool:
    if "*" in scope:
        return fnmatchcase(path, scope + "*")
    return not scope or path == scope or path.startswith(scope + "/")


def _with_people(site: Site, values: dict[str, Value]) -> Site:
    """Authors whom the site describes by short names, in its configuration or its data."""
    described: dict[str, Value] = {}
    digests, notes = [site.digest], list(site.notes)
    for file in (site.root / name for name in _PEOPLE):
        if not file.is_file():
            continue
        try:
            data = _bytes(file)
            described |= _values(file, data)
            digests.append(sha256(data).hexdigest())
        except Refused as error:
            notes.append(Note(None, f"the site's authors cannot be read ({error})"))
    inner = values.get("authors")
    described |= inner if isinstance(inner, dict) else {}
    people: dict[str, SourceAuthor] = {}
    for key, value in described.items():
        if isinstance(value, dict):
            found, _ = read_authors({"name": key, **value}, {})
            people |= {key: found[0]} if found else {}
    digest = sha256("".join(digests).encode()).hexdigest()
    return replace(site, people=people, notes=tuple(notes), digest=digest)
