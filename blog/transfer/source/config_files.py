"""The files in which a site's configuration stands, of any system, as one table of plain values."""

import ast
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from hashlib import sha256
from itertools import product
from pathlib import Path

from blog.text.size_limits import MAX_CONFIG
from blog.transfer.source.encoding import decode
from blog.transfer.source.front_matter import fold_key, json_values, plain_values, toml_values
from blog.transfer.source.header_values import as_text, as_url
from blog.transfer.source.import_values import Refused, Value
from blog.transfer.source.site_files import NotRead, read_capped
from blog.transfer.source.yaml_reader import Hostile, Malformed, read_yaml

MAX_TOML_CONFIG = 16 * 1024

_ENDINGS = ("toml", "yaml", "yml", "json")
_PARTS = "config/_default"
_MARKERS = (
    ("_config.yml", "jekyll", ""),
    ("_config.yaml", "jekyll", ""),
    ("_config.toml", "jekyll", ""),
    ("_quarto.yml", "quarto", ""),
    ("_quarto.yaml", "quarto", ""),
    ("_site.yml", "distill", ""),
    ("myst.yml", "myst", ""),
    ("myst.yaml", "myst", ""),
    ("pelicanconf.py", "pelican", ""),
    *((f"hugo.{ending}", "hugo", "") for ending in _ENDINGS),
    *((f"config.{ending}", "hugo", "content") for ending in _ENDINGS),
    *(
        (f"{_PARTS}/{name}.{ending}", "hugo", "content")
        for name, ending in product(("hugo", "config"), _ENDINGS)
    ),
    *((f"astro.config.{ending}", "astro", "") for ending in ("mjs", "js", "ts", "mts", "cjs")),
    ("config.rb", "middleman", "source"),
)
"""File, system, and the folder that must stand beside it for the file to mean that."""

_TABLES = {
    "quarto": (("website", "book"), ("project", "format.html")),
    "myst": (("site", "project"), ("site.options", "site.site_options")),
    "hugo": (("languages.*",), ("languages.*.params", "params")),
    "zola": ((), ("extra",)),
}
"""Where a system keeps its settings besides the top of its file, and where those of its theme.
`*` is the site's language."""

_URLS = ("url", "baseurl", "base_url", "siteurl", "site_url", "site")
_SCRIPTS = {".mjs", ".cjs", ".js", ".ts", ".mts"}
_PROPERTY = re.compile(r"^[ \t]*(site|base)[ \t]*:[ \t]*(['\"])([^'\"\n]*)\2", re.MULTILINE)
"""What Astro's configuration says of the site's address."""

_ASSIGNMENT = re.compile(r"([A-Z][A-Z_]*)[ \t]*=[ \t]*(['\"])(.*?)\2[ \t]*(?:#.*)?\Z")


@dataclass(frozen=True)
class Config:
    """A site's configuration: its system, and what it says, by folded keys (`site_url`).

    values are the system's own settings, those of the site's language first; extra are what its
    theme or its pages are told (Hugo's `params`, Zola's `extra`, Quarto's `format: html:`).
    digest is the SHA-256 of the bytes of its files. whole is all that they say, by the keys as
    they are written; language is Hugo's code for what readers see first.
    """

    system: str
    values: dict[str, Value]
    extra: dict[str, Value]
    digest: str
    whole: dict[str, Value] = field(default_factory=dict)
    language: str = ""

    @property
    def url(self) -> str:
        """The site's own address; '' where it states none that is whole."""
        return as_url(next((text for key in _URLS if (text := as_text(self.values.get(key)))), ""))


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


def read_config(root: Path) -> Config | None:
    """The configuration of the site whose root is `root`; None where there is none.

    Hugo's parts below `config/_default` are put together. Raises Refused where a file is too
    big, hostile or malformed.
    """
    config = config_of(root)
    if config is None:
        return None
    file, system = config
    data = read_limited(file)
    values = values_of(file, data)
    if file.name == "config.toml" and "base_url" in values:
        system = "zola"
    if system == "hugo":
        for part in sorted((root / _PARTS).glob("*")):
            if part != file and part.suffix.lstrip(".") in _ENDINGS:
                more = read_limited(part)
                data += more
                _add_part(values, part.stem, values_of(part, more))
    own, extra = _TABLES.get(system, ((), ()))
    language = _language_of(values)
    return Config(
        system,
        _merged(values, (*own, ""), language),
        _merged(values, extra, language),
        sha256(data).hexdigest(),
        values,
        language,
    )


def _language_of(values: dict[str, Value]) -> str:
    """The key in Hugo's `languages` of what readers see first."""
    stated = next((v for k, v in values.items() if k.lower() == "defaultcontentlanguage"), "en")
    languages = values.get("languages")
    only = list(languages) if isinstance(languages, dict) else []
    return only[0] if len(only) == 1 else str(stated)


def _merged(values: dict[str, Value], paths: Iterable[str], language: str) -> dict[str, Value]:
    """The tables at these paths as one, the first to count."""
    merged: dict[str, Value] = {}
    for path in paths:
        table: Value = values
        for step in filter(None, path.split(".")):
            step = language if step == "*" else step
            table = table.get(step) if isinstance(table, dict) else None
        for key, value in table.items() if isinstance(table, dict) else ():
            merged.setdefault(fold_key(key), value)
    return merged


def _add_part(values: dict[str, Value], name: str, part: dict[str, Value]) -> None:
    """`params.toml` has what the key `params` has, `menus.en.toml` what `languages.en.menus` has,
    and `languages.en.toml` what `languages.en` has.
    Source: Hugo's documentation, "Configuration directory"."""
    key, _, language = name.partition(".")
    path = ["languages", language, key] if language else [key]
    path = path[:2] if key == "languages" else path
    inner = values
    for step in [] if name in {"hugo", "config"} else path:
        below = inner.get(step)
        if not isinstance(below, dict):
            below = inner[step] = {}
        inner = below
    for one, value in part.items():
        inner.setdefault(one, value)


def read_limited(file: Path, most: int = MAX_CONFIG) -> bytes:
    """A file of configuration or data; Refused where it is too big or no ordinary file."""
    limit = MAX_TOML_CONFIG if file.suffix == ".toml" else most
    try:
        return read_capped(file, limit)
    except NotRead as error:
        raise Refused(file.name, None, f"the file {error}") from error


def values_of(file: Path, data: bytes) -> dict[str, Value]:
    """The keys of a file of YAML, TOML, JSON or Python; of a program only its constants.

    Raises Refused with the line of a mistake.
    """
    text, _ = decode(data)
    if file.suffix == ".py":
        return _constants(text)
    if file.suffix in _SCRIPTS:
        return {match[1]: match[3] for match in _PROPERTY.finditer(text)}
    if file.suffix not in {".toml", ".yml", ".yaml", ".json"}:
        return {}
    readers = {".toml": toml_values, ".json": json_values}
    try:
        value = readers[file.suffix](text) if file.suffix in readers else read_yaml(text)[0]
    except (Hostile, Malformed) as error:
        raise Refused(file.name, error.line, error.reason) from error
    return value if isinstance(value, dict) else {}


def _constants(text: str) -> dict[str, Value]:
    """What a program assigns to names at its top, as far as that is written out.

    Nothing is run. A program of another Python gives only its strings of one line.
    """
    found: dict[str, Value] = {}
    try:
        rows = ast.parse(text).body
    except (SyntaxError, ValueError, RecursionError, MemoryError):
        matches = (_ASSIGNMENT.match(row) for row in text.split("\n"))
        return {match[1]: match[3] for match in matches if match}
    for row in rows:
        targets = row.targets if isinstance(row, ast.Assign) else [getattr(row, "target", None)]
        if not isinstance(row, ast.Assign | ast.AnnAssign) or row.value is None:
            continue
        try:
            value = plain_values(ast.literal_eval(row.value))
        except (ValueError, TypeError, SyntaxError, RecursionError, MemoryError):
            continue  # a call, a name, or deeper than anybody writes
        found |= {target.id: value for target in targets if isinstance(target, ast.Name)}
    return found
