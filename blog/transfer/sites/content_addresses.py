"""The addresses that Hugo and Zola give to texts, by where these stand and what they are called."""

import re
import unicodedata
from datetime import datetime
from pathlib import PurePosixPath

from blog.transfer.source.content_places import INDEX_NAMES, ContentPlace
from blog.transfer.source.file_names import read_file_name
from blog.transfer.source.header_values import as_path, as_text
from blog.transfer.source.import_values import Value
from papers.records.address_forms import slugify

POST_SECTIONS = {
    *("post", "posts", "blog", "blogs", "article", "articles", "news", "note", "notes", "essays"),
    *("entries", "writing", "writings", "journal", "log", "weblog", "micro"),
}
"""What folders of posts are called, where a text without a date waits for one."""

_SIGNS = frozenset("./\\_#+~-@")


def hugo_name(text: str) -> str:
    """A name or a path as Hugo has it in addresses (its `PathSpec.MakePathSanitized`): in small
    letters, a hyphen for blanks, without signs; hyphens that stand there stay as many."""
    kept: list[str] = []
    has_blank = False
    for sign in text.strip().lower():
        if sign in _SIGNS or unicodedata.category(sign)[0] in "LM" or sign.isdecimal():
            if has_blank and sign != "-" and kept and kept[-1] != "-":
                kept.append("-")
            has_blank = False
            kept.append(sign)
        elif sign.isspace():
            has_blank = True
    return "".join(kept)


def content_path(
    place: ContentPlace, values: dict[str, Value], when: datetime | None, is_hugo: bool
) -> str:
    """The path at which a text stood, with its language's prefix: by Hugo's pattern for its
    section, else by its folders below the language's and by its slug or its name; or ''."""
    path = _by_pattern(place, values, when) if is_hugo else ""
    path = path or _by_folders(place, as_text(values.get("slug")), is_hugo)
    return as_path(place.language.prefix + (path or "/"))


def _by_pattern(place: ContentPlace, values: dict[str, Value], when: datetime | None) -> str:
    """Source: Hugo's documentation, "Configure permalinks", its tokens."""
    parts = PurePosixPath(place.inner).with_suffix("").parts
    pattern = place.language.permalinks.get(parts[0], "") if len(parts) > 1 else ""
    if not pattern or parts[-1] == "_index":
        return ""
    name = hugo_name(parts[-2] if parts[-1] == "index" else parts[-1])
    title, slug = hugo_name(as_text(values.get("title"))), hugo_name(as_text(values.get("slug")))
    folders = parts[:-2] if parts[-1] == "index" else parts[:-1]
    known = {
        **(_of_day(when) if when else {}),
        "section": hugo_name(parts[0]),
        "sections": hugo_name("/".join(folders)),
        "title": title,
        "slug": slug or title,
        **dict.fromkeys(("filename", "contentbasename"), name),
        **dict.fromkeys(("slugorfilename", "slugorcontentbasename"), slug or name),
    }
    filled = re.sub(r":([a-z]+)", lambda m: known.get(m[1], m[0]), pattern)
    return "" if ":" in filled else "/" + filled.strip("/") + "/"


def _of_day(when: datetime) -> dict[str, str]:
    return {
        "year": f"{when:%Y}",
        "month": f"{when:%m}",
        "monthname": f"{when:%B}".lower(),
        "day": f"{when:%d}",
        "weekday": f"{when:%w}",
        "weekdayname": f"{when:%A}".lower(),
        "yearday": f"{when:%j}".lstrip("0"),
    }


def _by_folders(place: ContentPlace, slug: str, is_hugo: bool) -> str:
    parts = list(PurePosixPath(place.inner).with_suffix("").parts)
    if parts[-1:] and parts[-1] in INDEX_NAMES:
        parts.pop()
    if parts and not is_hugo:
        parts[-1] = slug or _zola_name(parts[-1])
    elif parts:
        parts[-1] = slug or parts[-1]
    path = "/".join(parts)
    return f"/{hugo_name(path) if is_hugo else path}/" if parts else ""


def _zola_name(name: str) -> str:
    """Zola takes the date off a name and makes a slug of the rest."""
    rest = read_file_name(name + ".md", guesses_language=False).stem
    return slugify(rest) or rest
