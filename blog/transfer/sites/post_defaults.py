"""What a site's own configuration says: zone, addresses, language, defaults for its posts."""

from dataclasses import replace
from fnmatch import fnmatchcase
from hashlib import sha256
from pathlib import Path

from blog.transfer.sites.content_languages import content_languages, language_hosts
from blog.transfer.sites.list_addresses import label_pages
from blog.transfer.sites.self_description import describe_site
from blog.transfer.source.authors import read_authors
from blog.transfer.source.config_files import Config, read_config, read_limited, values_of
from blog.transfer.source.dates import read_zone
from blog.transfer.source.front_matter import fold_key
from blog.transfer.source.header_values import as_flag, as_line, as_path, as_text
from blog.transfer.source.import_values import (
    Default,
    Note,
    Refused,
    SourceAuthor,
    SourceSite,
    Value,
)

_PEOPLE = ("_data/authors.yml", "_data/authors.yaml", "data/authors.yml", "data/authors.yaml")


def read_site(root: Path) -> SourceSite:
    """The site whose root is `root`.

    A folder with `_posts` or `_drafts` and no configuration is a Jekyll site by default values.
    Raises Refused where the configuration is too big, hostile or malformed: with a wrong
    zone or permalink every post would come in wrong.
    """
    config = read_config(root)
    if config is None:
        is_jekyll = (root / "_posts").is_dir() or (root / "_drafts").is_dir()
        return SourceSite(root, "jekyll" if is_jekyll else "")
    site = _with_people(_site(root, config), config.values)
    description = describe_site(root, config, site.people)
    first = site.languages[0].tag if site.languages else ""
    language = first or description.language
    return replace(site, description=description, language=language)


def _first(values: dict[str, Value], *keys: str) -> str:
    return next((as_line(values[key]) for key in keys if as_line(values.get(key))), "")


def _site(root: Path, config: Config) -> SourceSite:
    system, values = config.system, config.values
    stated = _first(values, "timezone", "time_zone")
    zone = stated if not stated or read_zone(stated) else ""
    wrong = Note(None, f"the site's time zone “{stated}” is unknown: UTC is taken")
    url = config.url
    collections = values.get("collections")
    shown = _shown(collections)
    return SourceSite(
        root=root,
        system=system,
        url=url,
        baseurl=as_path(as_text(values.get("baseurl")) if system == "jekyll" else url, "*"),
        timezone=zone,
        permalink=_permalink(system, values),
        languages=content_languages(config),
        hosts=language_hosts(config),
        excerpt_separator=as_text(values.get("excerpt_separator")),
        defaults=_defaults(values.get("defaults")),
        collections=shown,
        notes=(wrong,) if stated and not zone else (),
        digest=config.digest,
        label_pages=label_pages(config),
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


def default_values(site: SourceSite, path: str, is_draft: bool) -> dict[str, Value]:
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


def _with_people(site: SourceSite, values: dict[str, Value]) -> SourceSite:
    """Authors whom the site describes by short names, in its configuration or its data."""
    described: dict[str, Value] = {}
    digests, notes = [site.digest], list(site.notes)
    for file in (site.root / name for name in _PEOPLE):
        if not file.is_file():
            continue
        try:
            data = read_limited(file)
            described |= values_of(file, data)
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
