"""What a path of another system's list of posts means."""

import re
from dataclasses import dataclass

from blog.text.path_forms import INDEX

_PAGE = re.compile(r"(?:/page[/:_-]?\d{1,6}|/p/\d{1,6})(?:\.html?)?/?\Z")
_FEED = re.compile(
    r"(?:feed|rss2?|atom|index|posts|all)(?:\.(?:xml|atom|rss|rdf))|feed\.json|[\w.-]+\.(?:atom|rss)\.xml"
    r"|(?:index|blog|posts|feed|news)-[^/]+\.xml|feed|rss2?|atom"
)
_FEED_FOLDERS = {"feed", "feeds"}
_LABELS = {
    *("tag", "tags", "tagged", "category", "categories", "topic", "topics"),
    *("label", "labels", "keyword", "keywords", "subject", "subjects"),
}
_ARCHIVES = {"archive", "archives"}
_HOMES = {
    "index",
    "home",
    "blog",
    "blogs",
    "post",
    "posts",
    "article",
    "articles",
    "writing",
    "news",
}
_OURS = {
    "papers",
    "people",
    "authors",
    "series",
    "comments",
    "mail",
    "subscribe",
    "admin",
    "media",
    "static",
    "accounts",
}
"""What our own addresses begin with that are no list of posts: nothing is guessed below them."""


@dataclass(frozen=True)
class ListPath:
    """A list of posts: `kind` is feed, json_feed, tag, tags, archive, year or home; name is a tag's
    as the path writes it, for a feed that of its tag or ''."""

    kind: str
    name: str = ""
    year: int = 0


def read_list_path(path: str) -> ListPath | None:
    """Which list an address of another blog system means, whatever stands before it; or None.

    Feeds, pages of tags and categories, years, the pages that a list is cut into. Sources: the
    default addresses of Jekyll and its plugins, Hugo, Quarto, Zola, Pelican and WordPress.
    """
    plain = INDEX.sub("/", path)
    is_index = plain != path
    parts = [part for part in _PAGE.sub("/", plain).split("/") if part]
    if not parts:
        return ListPath("home") if is_index or plain != "/" else None
    if parts[0].casefold() in _OURS:
        return None
    last = parts[-1].casefold()
    if _FEED.fullmatch(last) or (last.endswith(".xml") and parts[0].casefold() in _FEED_FOLDERS):
        kind = "json_feed" if last.endswith(".json") else "feed"
        return ListPath(kind, _label_in(parts[:-1]))
    parts[-1] = re.sub(r"\.html?\Z", "", parts[-1])
    if name := _label_in(parts):
        return ListPath("tag", name)
    return _other_list(parts)


def _label_in(parts: list[str]) -> str:
    """The name after `tag`, `category` and so on; of categories in each other the innermost."""
    names = [part.casefold() for part in parts[:-1]]
    return parts[-1] if _LABELS & set(names) else ""


def _other_list(parts: list[str]) -> ListPath | None:
    last = parts[-1].casefold()
    if last in _LABELS:
        return ListPath("tags")
    if last in _ARCHIVES:
        return ListPath("archive")
    if len(parts) == 1 and last in _HOMES:
        return ListPath("home")
    found = re.search(r"(?:\A|/)(?:year/)?(\d{4})(?:/\d{1,2}){0,2}\Z", "/".join(parts))
    if found and found[1].isascii() and found.start() <= len("/".join(parts[:2])):
        return ListPath("year", year=int(found[1]))
    return None
