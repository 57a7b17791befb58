"""Where another system keeps its feeds, and the pages of its tags and categories."""

from pathlib import Path

from blog.transfer.config_files import Config, read_limited
from blog.transfer.encoding import decode
from blog.transfer.front_matter import split_document
from blog.transfer.header_values import as_flag, as_path, as_strings, as_text
from blog.transfer.import_values import Refused, Value

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
    base = as_path(as_text(config.values.get("baseurl"))) if config.system == "jekyll" else ""
    paths += [base.rstrip("/") + path for path in paths if base]
    return tuple(dict.fromkeys(filter(None, paths)))


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
