"""What a site says of itself: name, language, zone, licence, menu, feeds, and so on."""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path, PurePosixPath
from urllib.parse import urlsplit
from zoneinfo import available_timezones

from blog.transfer.sites.list_addresses import feed_paths, home_paths
from blog.transfer.sites.menus_and_profiles import navigation, social_addresses
from blog.transfer.source.authors import read_authors
from blog.transfer.source.config_files import Config
from blog.transfer.source.header_values import as_language, as_license, as_strings, without_tags
from blog.transfer.source.import_values import SiteDescription, SourceAuthor, Value

MAX_LINE = 1000
"""Characters of a name or a description."""

_NAMES = ("title", "sitename", "site_title", "name")
_TAGLINES = ("tagline", "subtitle", "sub_title", "sitesubtitle", "site_subtitle", "slogan", "motto")
_DESCRIPTIONS = ("description", "sitedescription", "site_description", "summary")
_LANGUAGES = (
    *("lang", "locale", "language", "default_language", "languagecode", "default_lang"),
    "defaultcontentlanguage",
)
_ZONES = ("timezone", "time_zone")
_LICENCES = ("license", "licence", "content_license", "default_license", "cc_license")
_AUTHORS = ("author", "authors")
_STYLES = ("csl", "citation_style", "citation_style_file")


def describe_site(
    root: Path, config: Config, people: dict[str, SourceAuthor] | None = None
) -> SiteDescription:
    """Reads a configuration, and the files beside it that hold menus, links and scripts.

    `people` are those whom the site describes by short names. Nothing is run, nothing is refused:
    what is not understood is not said.
    """
    return SiteDescription(
        name=_name(config),
        tagline=_line(config, _TAGLINES),
        description=_line(config, _DESCRIPTIONS),
        language=next(filter(None, map(as_language, _texts(config, _LANGUAGES))), ""),
        time_zone=iana_zone(next(_texts(config, _ZONES), "")),
        authors=_authors(config, people or {}),
        licence=next(filter(None, map(as_license, _values(config, _LICENCES))), ""),
        citation_style=_style(config),
        navigation=navigation(root, config),
        feed_paths=feed_paths(root, config),
        home_paths=home_paths(root, config),
        social=social_addresses(root, config),
        macros=_macros(config),
    )


def _values(config: Config, keys: tuple[str, ...]) -> Iterator[Value]:
    """What the keys hold: of the system's own settings first, then of its theme's."""
    tables = (config.values, config.extra)
    return (table[key] for table in tables for key in keys if table.get(key))


def _texts(config: Config, keys: tuple[str, ...]) -> Iterator[str]:
    lines = (without_tags(value) for value in _values(config, keys) if isinstance(value, str))
    return (line[:MAX_LINE] for line in lines if line)


def _line(config: Config, keys: tuple[str, ...]) -> str:
    return next(_texts(config, keys), "")


def _name(config: Config) -> str:
    """al-folio's title `blank` stands for its owner's name."""
    name = _line(config, _NAMES)
    if name and name != "blank":
        return name
    parts = (_line(config, (f"{part}_name",)) for part in ("first", "middle", "last"))
    return " ".join(filter(None, parts))


@cache
def _zones() -> dict[str, str]:
    return {name.casefold(): name for name in available_timezones()}


def iana_zone(text: str) -> str:
    """A zone's IANA name as it is spelled there; '' for an offset or what is none."""
    return _zones().get(text.strip().casefold(), "")


def _authors(config: Config, people: dict[str, SourceAuthor]) -> tuple[SourceAuthor, ...]:
    """Those of the whole site; a table of many by short names is no list of owners."""
    for key in _AUTHORS:
        for value in _values(config, (key,)):
            if key == "authors" and isinstance(value, dict) and "name" not in value:
                continue
            if found := read_authors(value, people)[0]:
                return found
    return ()


def _style(config: Config) -> str:
    """The name of a style that is given as `apa`, `styles/apa.csl` or an address."""
    scholar = config.values.get("scholar")
    stated = [scholar.get("style")] if isinstance(scholar, dict) else []
    for text in (*_texts(config, _STYLES), *as_strings(stated)):
        name = PurePosixPath(urlsplit(text).path if "://" in text else text).name
        if name := name.strip().removesuffix(".csl"):
            return name
    return ""


def _macros(config: Config) -> dict[str, str]:
    """MyST's `math`, `\\RR: \\mathbb{R}` or `\\RR: {macro: …}`; Hugo's and Quarto's have none."""
    table = config.values.get("math")
    found: dict[str, str] = {}
    for name, value in table.items() if isinstance(table, dict) else ():
        tex: Value = value.get("macro") if isinstance(value, dict) else value
        if isinstance(tex, str) and re.fullmatch(r"\\?[A-Za-z]+", name):
            found["\\" + name.lstrip("\\")] = tex
    return found
