"""The main menu of a site of Hugo, of which its pages' own headers say a part.

Source: Hugo's documentation, "Menus".
"""

from itertools import chain, islice
from pathlib import Path

from blog.transfer.sites.content_addresses import content_path
from blog.transfer.sites.content_languages import content_languages
from blog.transfer.source.config_files import Config, read_limited
from blog.transfer.source.content_places import ContentLanguage, Languages, content_place
from blog.transfer.source.encoding import decode
from blog.transfer.source.front_matter import fold_key, split_document
from blog.transfer.source.header_values import as_line, as_strings, as_text
from blog.transfer.source.import_values import Refused, Value
from blog.transfer.source.site_files import is_inside

MOST_HEADERS = 300
"""Files near the root in whose headers a menu is looked for."""
_NEAR = ("*.md", "*/_index*.md", "*/index*.md", "*/*.md")
_MAIN = "main"
_KEYS = ("menus", "menu")
_TITLES = ("linktitle", "title")


def main_menu(root: Path, config: Config) -> list[Value]:
    """The entries of the main menu in the site's first language, as its configuration would list
    them."""
    languages = content_languages(config)
    if config.system != "hugo":
        return []
    stated = [_main_of(config.values.get(key)) for key in _KEYS]
    rows = [_with_address(one, languages[0]) for table in stated for one in table]
    return rows + _of_headers(root, languages)


def _main_of(menus: Value) -> list[Value]:
    folded = {key.lower(): value for key, value in menus.items()} if isinstance(menus, dict) else {}
    main = folded.get(_MAIN)
    return main if isinstance(main, list) else []


def _with_address(entry: Value, language: ContentLanguage) -> Value:
    """An entry with the address of the page that it names (`pageRef`)."""
    if not isinstance(entry, dict):
        return entry
    folded = {key.lower(): value for key, value in entry.items()}
    page = as_text(folded.get("pageref"))
    if not page or as_text(folded.get("url")):
        return folded
    return folded | {"url": f"{language.prefix}/{page.strip('/')}"}


def _of_headers(root: Path, languages: Languages) -> list[Value]:
    files = chain.from_iterable(
        sorted((root / folder).glob(near)) for folder in languages[0].folders for near in _NEAR
    )
    found: list[Value] = []
    for file in islice(dict.fromkeys(files), MOST_HEADERS):
        place = content_place(languages, file.relative_to(root).as_posix())
        if place.language != languages[0] or not is_inside(file, root):
            continue
        header = _header(file)
        if entry := _entry_of(header):
            own = as_text(header.get("url"))
            found.append({"url": own or content_path(place, header, None, is_hugo=True), **entry})
    return found


def _header(file: Path) -> dict[str, Value]:
    try:
        return split_document(decode(read_limited(file))[0], file.name).header.values
    except Refused:
        return {}


def _entry_of(header: dict[str, Value]) -> dict[str, Value]:
    """What a header says of the main menu: `menus: main`, a list with it, or a table for it."""
    menus = next((header[key] for key in _KEYS if header.get(key)), None)
    named = _folded(menus) if isinstance(menus, dict) else dict.fromkeys(as_strings(menus))
    if _MAIN not in named:
        return {}
    told = _folded(named[_MAIN])
    title = next(filter(None, map(as_line, (told.get("name"), *map(header.get, _TITLES)))), "")
    weight = as_text(told.get("weight")) or as_text(header.get("weight"))
    return {"name": title, "weight": weight} if title else {}


def _folded(value: Value) -> dict[str, Value]:
    return {fold_key(key): one for key, one in value.items()} if isinstance(value, dict) else {}
