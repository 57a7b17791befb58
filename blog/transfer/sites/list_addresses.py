"""Where another system keeps its feeds, and the pages of its tags and categories."""

import re
import unicodedata
from collections.abc import Iterable
from pathlib import Path

from blog.transfer.sites.content_addresses import POST_SECTIONS, hugo_name
from blog.transfer.sites.content_languages import content_languages
from blog.transfer.sites.permalinks import jekyll_slug
from blog.transfer.source.config_files import Config, read_limited
from blog.transfer.source.content_places import ContentLanguage
from blog.transfer.source.encoding import decode
from blog.transfer.source.front_matter import split_document
from blog.transfer.source.header_values import as_flag, as_path, as_strings, as_text
from blog.transfer.source.import_values import LabelPages, Refused, Value

_FEEDS = {
    "jekyll": ("/feed.xml",),
    "hugo": ("/index.xml",),
    "zola": ("/atom.xml",),
    "pelican": ("/feeds/all.atom.xml",),
    "middleman": ("/feed.xml",),
    "astro": ("/rss.xml",),
}
"""What a system, or the plugin that everybody takes for it, calls its feed of all posts."""

_PELICAN_FEEDS = ("feed_all_atom", "feed_all_rss", "feed_atom", "feed_rss")
_LISTING_PAGES = ("*.[qQ]md", "*.[rR]md", "*/index.[qQ]md")
MAX_PAGES = 200


def feed_paths(root: Path, config: Config) -> tuple[str, ...]:
    """The paths of a site's feeds of all posts, those that its configuration names first.

    Each begins with '/'; with a `baseurl` it stands also with it.
    """
    stated = [*_stated_feeds(root, config)]
    paths = [as_path("/" + text.lstrip("/")) for text in stated or _FEEDS.get(config.system, ())]
    return tuple(dict.fromkeys(_with_base(config, filter(None, paths))))


def home_paths(root: Path, config: Config) -> tuple[str, ...]:
    """Where the languages of a site have their first pages and the lists of their posts."""
    return tuple(
        path
        for language in content_languages(config)
        if language.prefix
        for path in (f"{language.prefix}/", *_lists_of_posts(root, language))
    )


def _lists_of_posts(root: Path, language: ContentLanguage) -> list[str]:
    return [
        f"{language.prefix}/{section}/"
        for section in sorted(POST_SECTIONS)
        if any((root / folder / section).is_dir() for folder in language.folders)
    ]


def _with_base(config: Config, paths: Iterable[str]) -> list[str]:
    """Jekyll's `baseurl` may have been a part of what readers knew, or not."""
    known = list(paths)
    base = as_path(as_text(config.values.get("baseurl")), "*") if config.system == "jekyll" else ""
    return known + [base.rstrip("/") + path for path in known if base]


def _stated_feeds(root: Path, config: Config) -> list[str]:
    values = config.values
    if config.system == "jekyll":
        return as_strings(_table(values.get("feed")).get("path"))
    if config.system == "hugo":
        formats = _table(values.get("outputformats"))
        rss = next((_table(one) for name, one in formats.items() if name.lower() == "rss"), {})
        name = next((as_text(one) for key, one in rss.items() if key.lower() == "basename"), "")
        return [f"{name}.xml"] if name else []
    if config.system == "zola":
        return as_strings(values.get("feed_filenames")) or as_strings(values.get("feed_filename"))
    if config.system == "pelican":
        keys = (key for name in _PELICAN_FEEDS for key in (f"{name}_url", name))
        return [text for key in keys for text in as_strings(values.get(key))]
    if config.system in {"quarto", "distill"}:
        return [*_listed_feeds(root, config.system)]
    return []


def _table(value: Value) -> dict[str, Value]:
    return value if isinstance(value, dict) else {}


def _listed_feeds(root: Path, system: str) -> list[str]:
    """Quarto and Distill make `blog.xml` of the page `blog` with a listing that has a feed."""
    files = (file for pattern in _LISTING_PAGES for file in sorted(root.glob(pattern)))
    found = []
    for _, file in zip(range(MAX_PAGES), files, strict=False):
        try:
            header = split_document(decode(read_limited(file))[0], file.name).header
        except Refused:
            continue
        listing = header.values.get("listing")
        parts = listing if isinstance(listing, list) else [listing]
        if (system == "distill" and listing) or any(_has_feed(one) for one in parts):
            found.append(file.relative_to(root).with_suffix(".xml").as_posix())
    return found


def _has_feed(listing: Value) -> bool:
    feed = _table(listing).get("feed")
    return isinstance(feed, dict) or as_flag(feed) is True


_LABELS = {
    "jekyll": "{}/:name/",
    "hugo": "{}/:name/",
    "zola": "{}/:name/",
    "pelican": "{}/:name.html",
}
_PLACEHOLDER = re.compile(r":(?:name|tag|cat|category|slug|title)\b|\{slug\}|\{name\}")


def label_pages(config: Config) -> tuple[LabelPages, ...]:
    """Where the pages of tags and categories are, by the configuration or by default."""
    if config.system not in _LABELS:
        return ()
    found = []
    for kind, plural in (("tag", "tags"), ("category", "categories")):
        folder = kind if config.system in {"jekyll", "pelican"} else plural
        stated, mode = _stated_labels(config, kind, plural)
        patterns = filter(_PLACEHOLDER.search, stated)
        known = list(patterns) or [_LABELS[config.system].format(folder)]
        paths = ("/" + _PLACEHOLDER.sub(":name", pattern).lstrip("/") for pattern in known)
        found += [LabelPages(kind != "tag", path, mode) for path in _with_base(config, paths)]
    return tuple(found)


def _stated_labels(config: Config, kind: str, plural: str) -> tuple[list[str], str]:
    """The patterns that a configuration names, and the way in which slugs are made."""
    values, system = config.values, config.system
    if system == "pelican":
        return as_strings([values.get(f"{kind}_url"), values.get(f"{kind}_save_as")]), system
    if system == "hugo":
        permalinks = _table(values.get("permalinks"))
        terms = _table(permalinks.get("term"))
        return as_strings([terms.get(plural), permalinks.get(plural)]), system
    if system == "zola":
        return [], system
    archives = _table(values.get("jekyll_archives"))
    pages = _table(_table(values.get("autopages")).get(plural))
    stated = [_table(archives.get("permalinks")).get(kind), pages.get("permalink")]
    folder = as_text(values.get(f"{kind}_page_dir"))
    stated += [f"/{folder}/:name/"] if folder else []
    return as_strings(stated), "pretty" if archives.get("slug_mode") == "pretty" else system


def label_path(pages: LabelPages, name: str) -> str:
    """The path at which a tag's or a category's page was; '' for a name that gives no slug."""
    slug = _label_slug(pages.mode, name)
    return as_path(pages.pattern.replace(":name", slug)) if slug else ""


def _label_slug(mode: str, name: str) -> str:
    """A label's slug as each system makes it. Sources: Hugo's `urlize`, Zola's `slugify` of ASCII
    text, Pelican's `SLUG_REGEX_SUBSTITUTIONS`."""
    if mode == "hugo":
        return hugo_name(name)
    if mode == "pelican":
        return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", name).strip().lower())
    if mode == "zola":
        return re.sub("[^a-z0-9]+", "-", name.lower()).strip("-") if name.isascii() else ""
    if mode == "wordpress":
        letters = unicodedata.normalize("NFKD", name.lower())
        kept = "".join(c for c in letters if not unicodedata.combining(c))
        return re.sub(r"[-\s]+", "-", re.sub(r"[^\w\s-]", "", kept)).strip("-")
    return jekyll_slug(name, keeps_signs=mode == "pretty").lower()
