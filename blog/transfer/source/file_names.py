"""What a path says about a post: date, time of day, slug, language."""

import re
from dataclasses import dataclass
from datetime import date, time
from hashlib import sha256
from pathlib import PurePosixPath

from blog.transfer.source.content_places import INDEX_NAMES
from papers.records.address_forms import slugify

MAX_SLUG = 200
"""Characters; what the blog's column holds."""

_DATED = re.compile(r"(\d{4})([-_.]?)(\d{1,2})\2(\d{1,2})(?:[-_. ]+|\Z)")
_TIMED = re.compile(r"(\d{2})-(\d{2})-(\d{2})(?:-\d{6})?(?=-|\Z)")
_DATED_FOLDERS = re.compile(r"(?:\A|/)(\d{4})/(\d{1,2})/(\d{1,2})(?:/|\Z)")
_LANGUAGE = re.compile(r"(.+)\.([a-z]{2}(?:-[a-z]{2,4})?)\Z")


@dataclass(frozen=True)
class FileName:
    """stem is the name without date, extension and language; `index` gives its folder's name.

    day comes from the name, folder_day from the folders above (`2023/09/14/`, `2023-09-14-x/`).
    """

    stem: str
    day: date | None
    time_of_day: time | None
    folder_day: date | None
    language: str


def read_file_name(path: str, *, guesses_language: bool = True) -> FileName:
    """`path` is relative to the site, with slashes. `x.de.md` is a German text of the name `x`,
    unless somebody knows the site's languages and does not want them guessed."""
    pure = PurePosixPath(path)
    name, language = _without_endings(pure.name), ""
    if found := _LANGUAGE.match(name) if guesses_language else None:
        name, language = found[1], found[2]
    parent = pure.parent
    folder_day = _folder_day(str(parent))
    if name.lower() in INDEX_NAMES and parent.name and not parent.name.startswith("_"):
        name = parent.name
    day, rest = _split_date(name)
    return FileName(rest or name, day, _time_of_day(rest), folder_day, language)


def page_name(path: str) -> tuple[str, str]:
    """The name by which other files call a page, and the folder that it stands in: `post` and
    `notes` for `notes/post.md` and for `notes/post/index.md` alike."""
    pure = PurePosixPath(path).with_suffix("")
    pure = pure.parent if pure.name.lower() in INDEX_NAMES and pure.parent.name else pure
    return pure.name, pure.parent.as_posix()


def make_slug(text: str, path: str) -> str:
    """A slug that is never empty; a name without letters gives eight digits out of its path."""
    slug = slugify(text)[:MAX_SLUG].rstrip("-")
    return slug or "post-" + sha256(path.encode()).hexdigest()[:8]


def title_from_slug(slug: str) -> str:
    """Each word with a capital, as Jekyll's `Utils.titleize_slug`."""
    return " ".join(part[:1].upper() + part[1:] for part in re.split("[-_ ]+", slug) if part)


def _without_endings(name: str) -> str:
    """`x.html.md` is Middleman's way to say `x`."""
    stem = PurePosixPath(name).stem
    return stem.removesuffix(".html") or stem


def real_day(year: str, month: str, day: str) -> date | None:
    """A date that the calendar has, or None."""
    try:
        return date(int(year), int(month), int(day))
    except ValueError:
        return None


def _split_date(name: str) -> tuple[date | None, str]:
    found = _DATED.match(name)
    day = real_day(found[1], found[3], found[4]) if found else None
    return (day, name[found.end() :]) if found and day else (None, name)


def _time_of_day(rest: str) -> time | None:
    found = _TIMED.match(rest)
    if not found or int(found[1]) > 23 or int(found[2]) > 59 or int(found[3]) > 59:
        return None
    return time(int(found[1]), int(found[2]), int(found[3]))


def _folder_day(parents: str) -> date | None:
    for part in reversed(parents.split("/")):
        day, _ = _split_date(part)
        if day:
            return day
    found = _DATED_FOLDERS.search(parents)
    return real_day(found[1], found[2], found[3]) if found else None
