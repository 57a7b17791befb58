"""One value of a header as text, list, flag, language, address or licence."""

import html
import re
from urllib.parse import unquote, urlsplit

from blog.markup.reading.html_tags import ELEMENTS
from blog.transfer.source.encoding import header_text
from blog.transfer.source.import_values import Value

MAX_PATH = 500
"""Characters; what the blog's column of old addresses holds."""

_TRUE = {"true", "yes", "on", "1", "y", "enabled", "enable", "open"}
_FALSE = {"false", "no", "off", "0", "n", "disabled", "disable", "closed", "close", "none"}
_TAG = re.compile(r"</?([A-Za-z][\w:-]*+)[^<>]*+>|<!--(?:(?!<!--).)*?-->", re.DOTALL)
_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{2,8}){0,3}\Z")


def as_text(value: Value) -> str:
    """A scalar, or a list of scalars joined by commas; '' for nothing and for mappings."""
    if isinstance(value, list):
        return ", ".join(filter(None, (as_text(item) for item in value)))
    return value if isinstance(value, str) else ""


def as_line(value: Value) -> str:
    """One line of plain text with entities decoded once; markup is kept as text."""
    return " ".join(header_text(html.unescape(as_text(value))).split())


def as_strings(value: Value) -> list[str]:
    """A scalar as a list of one, a nested list flat; blanks and mappings left out."""
    if isinstance(value, list):
        return [text for item in value for text in as_strings(item)]
    return [value] if isinstance(value, str) and value.strip() else []


def as_flag(value: Value) -> bool | None:
    """YAML 1.1's booleans, as text too (`"true"`, `no`); a mapping with settings means yes."""
    if isinstance(value, dict):
        return True if value else None
    word = as_text(value).strip().lower()
    return True if word in _TRUE else False if word in _FALSE else None


def without_tags(text: str) -> str:
    """HTML as one line of plain text: tags dropped, entities decoded. What only looks like a tag
    is text (`Vec<T>`)."""
    return " ".join(header_text(html.unescape(_TAG.sub(_blank_for, text))).split())


def _blank_for(tag: re.Match[str]) -> str:
    is_tag = tag[1] is None or "-" in tag[1] or tag[1].lower() in ELEMENTS
    return " " if is_tag else tag[0]


def as_language(value: Value) -> str:
    """A BCP 47 tag (`en_us` gives `en-US`), or '' where it is a word such as `English`."""
    text = as_text(value).strip().split(".")[0].replace("_", "-")
    if not _LANGUAGE.match(text) or len(text) > 35:
        return ""
    first, *rest = text.split("-")
    return "-".join([first.lower(), *(_subtag(part) for part in rest)])


def _subtag(part: str) -> str:
    if len(part) == 2:
        return part.upper()
    return part.title() if len(part) == 4 and part.isalpha() else part.lower()


def as_url(text: str) -> str:
    """An absolute http(s) address with a host, or ''."""
    text = text.strip()
    try:
        parts = urlsplit(text)
        is_url = parts.scheme in {"http", "https"} and bool(parts.hostname)
    except ValueError:
        return ""
    return text if is_url and not re.search(r"[\s<>\"]", text) else ""


def as_path(text: str, host: str | None = None) -> str:
    """The path by which this site knew a post, beginning with '/', decoded; or ''.

    An absolute address counts where its host is `host` (any host for `*`). Query and fragment
    are dropped; a path that climbs (`..`), is the home page or is too long is none.
    """
    try:
        parts = urlsplit(text.strip().replace("\\", "/"))
        foreign = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return ""
    if (parts.scheme or parts.netloc) and host != "*" and (not foreign or foreign != host):
        return ""
    path = header_text(unquote(parts.path, errors="replace"))
    pieces = [piece for piece in path.split("/") if piece not in {"", "."}]
    joined = "/" + "/".join(pieces) + ("/" if path.endswith("/") and pieces else "")
    is_usable = pieces and ".." not in pieces and "�" not in joined and len(joined) <= MAX_PATH
    return joined if is_usable and not re.search(r"[\n\t?#]", joined) else ""


def as_license(value: Value) -> str:
    """A licence's name: `CC BY`, or the `text`, `name` or `content` of a mapping."""
    if isinstance(value, dict):
        named = (value.get(key) for key in ("text", "name", "content", "id", "type", "url"))
        return next((as_line(item) for item in named if as_line(item)), "")
    text = as_line(value)
    return "" if text.lower() in _TRUE | _FALSE | {"null"} else text
