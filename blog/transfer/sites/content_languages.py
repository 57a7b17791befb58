"""The languages in which a site of Hugo or Zola has texts, as its configuration tells them.

Sources: Hugo's documentation, "Configure languages" and "Configure modules" (mounts); Zola's,
"Multilingual sites".
"""

from dataclasses import replace
from posixpath import normpath

from blog.text.hosts import host_of
from blog.transfer.source.config_files import Config
from blog.transfer.source.content_places import ContentLanguage, Languages
from blog.transfer.source.front_matter import fold_key
from blog.transfer.source.header_values import as_flag, as_language, as_strings, as_text
from blog.transfer.source.import_values import Value

MAX_LANGUAGES = 100
_CONTENT = "content"


def content_languages(config: Config) -> Languages:
    """A site's languages, the one that readers see first before the others; () where the system
    has none."""
    if config.system == "zola":
        return _of_zola(config)
    return _of_hugo(config) if config.system == "hugo" else ()


def language_hosts(config: Config) -> tuple[str, ...]:
    """The hosts of languages that have their own."""
    tables = _tables(config).values() if config.system == "hugo" else ()
    hosts = (host_of(as_text(table.get("baseurl"))) for table in tables)
    return tuple(dict.fromkeys(filter(None, hosts)))


def _folded(value: Value) -> dict[str, Value]:
    pairs = value.items() if isinstance(value, dict) else ()
    return {fold_key(key): inner for key, inner in pairs}


def _tables(config: Config) -> dict[str, dict[str, Value]]:
    languages = _folded(config.whole).get("languages")
    if isinstance(languages, list):  # Zola before 0.16: `[[languages]]` with their codes
        listed = [_folded(one) for one in languages[:MAX_LANGUAGES]]
        return {as_text(one.get("code")).casefold(): one for one in listed if one.get("code")}
    pairs = list(languages.items() if isinstance(languages, dict) else ())
    return {code.casefold(): _folded(one) for code, one in pairs[:MAX_LANGUAGES]}


def _of_zola(config: Config) -> Languages:
    first = as_text(_folded(config.whole).get("default_language")).casefold() or "en"
    others = [code for code in _tables(config) if code != first]
    made = [ContentLanguage(code, as_language(code), prefix=f"/{code}") for code in others]
    tag = as_language(first) if others or config.values.get("default_language") else ""
    return (ContentLanguage(first, tag), *made)


def _of_hugo(config: Config) -> Languages:
    values, tables = _folded(config.whole), _tables(config)
    first = config.language.casefold()
    is_below = as_flag(values.get("defaultcontentlanguageinsubdir")) is True
    has_hosts = bool(tables) and all(as_text(one.get("baseurl")) for one in tables.values())
    off = {code.casefold() for code in as_strings(values.get("disablelanguages"))}
    mounts = _mounts(values)
    made = []
    for code in dict.fromkeys([first, *tables]):
        table = tables.get(code, {})
        stated = table.get("contentdir") or values.get("contentdir")
        folder = _folder(as_text(stated)) or _CONTENT
        is_plain = has_hosts or (code == first and not is_below)
        made.append(
            ContentLanguage(
                code=code,
                tag=_tag(config, code, table),
                folders=mounts.get(code, (folder,)),
                prefix="" if is_plain else f"/{code}",
                permalinks=permalink_patterns(table.get("permalinks") or values.get("permalinks")),
                is_off=as_flag(table.get("disabled")) is True or code in off,
            )
        )
    if mounted := mounts.get(""):
        made = [one if mounts.get(one.code) else replace(one, folders=mounted) for one in made]
    return tuple(made)


def _tag(config: Config, code: str, table: dict[str, Value]) -> str:
    """What the language's table says, else its code; where no table names it and nothing says that
    it is the site's, ''."""
    stated = _first(table or config.values, "locale", "languagecode", "lang")
    is_said = bool(table or stated or config.values.get("defaultcontentlanguage"))
    return as_language(stated) or (as_language(code) if is_said else "")


def _first(values: dict[str, Value], *keys: str) -> str:
    return next((text for key in keys if (text := as_text(values.get(key)))), "")


def _mounts(values: dict[str, Value]) -> dict[str, tuple[str, ...]]:
    """The folders that Hugo's modules mount as `content`, by language ('' is all)."""
    mounts = _folded(values.get("module")).get("mounts")
    found: dict[str, tuple[str, ...]] = {}
    for one in map(_folded, mounts if isinstance(mounts, list) else []):
        folder = _folder(as_text(one.get("source")))
        if folder and _folder(as_text(one.get("target"))) == _CONTENT:
            code = as_text(one.get("lang")).casefold()
            found[code] = (*found.get(code, ()), folder)
    return found


def _folder(text: str) -> str:
    """A folder inside of the site, without slashes around it; '' for one that leaves it."""
    folder = normpath(text.strip().replace("\\", "/").strip("/")) if text.strip() else ""
    return "" if folder.startswith((".", "..")) or "\0" in folder else folder


def permalink_patterns(value: Value) -> dict[str, str]:
    """Hugo's `[permalinks]`, and `[permalinks.page]` of newer ones: pattern by section."""
    if not isinstance(value, dict):
        return {}
    inner = value.get("page")
    tables = (value, inner if isinstance(inner, dict) else {})
    return {key: text for table in tables for key, one in table.items() if (text := as_text(one))}
