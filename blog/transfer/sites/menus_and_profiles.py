"""The links that a site's configuration has: its main menu, and its owner's pages elsewhere."""

import re
from collections.abc import Iterator
from pathlib import Path, PurePosixPath

from blog.text.hosts import host_of
from blog.transfer.pictures.images import LOOKS_LIKE_IMAGE
from blog.transfer.sites.content_menus import main_menu
from blog.transfer.source.config_files import Config, read_limited, values_of
from blog.transfer.source.header_values import as_path, as_text, as_url
from blog.transfer.source.import_values import Refused, Value
from blog.transfer.source.site_files import read_head

MAX_LINKS = 50

_DATA = ("_data/navigation.yml", "_data/nav.yml", "_data/navigation.yaml", "_data/menu.yml")
_SOCIAL_DATA = ("_data/socials.yml", "_data/social.yml", "_data/contact.yml")
_PARTS = ("main", "header", "nav", "navbar", "navigation", "top", "left", "right")
_MENUS = (
    *("menu", "menus", "menuitems", "nav", "navbar", "navigation", "main_menu", "menu_items"),
    *("navbar_links", "header_pages"),
)
_TITLES = ("name", "text", "title", "label")
_ADDRESSES = ("url", "href", "link", "pageref", "file", "path")
_INNER = ("menu", "children", "contents", "sublinks")
_LINK_KEYS = {*_ADDRESSES, *_INNER}
_SOCIAL_TABLES = (
    *("social", "socials", "socialicons", "social_links", "author", "footer", "minima"),
)
_ICONS = ("navbar", "page_footer", "sidebar")
_SERVICES = {
    "github": "https://github.com/{}",
    "gitlab": "https://gitlab.com/{}",
    "twitter": "https://twitter.com/{}",
    "x": "https://x.com/{}",
    "linkedin": "https://www.linkedin.com/in/{}",
    "orcid": "https://orcid.org/{}",
    "scholar": "https://scholar.google.com/citations?user={}",
    "google_scholar": "https://scholar.google.com/citations?user={}",
    "bluesky": "https://bsky.app/profile/{}",
    "facebook": "https://www.facebook.com/{}",
    "instagram": "https://www.instagram.com/{}",
    "youtube": "https://www.youtube.com/@{}",
    "stackoverflow": "https://stackoverflow.com/users/{}",
    "mastodon": "",
    "researchgate": "",
}
"""Where a service shows somebody; '' where a name alone gives no address."""

SERVICE_NAMES = {
    "github.com": "GitHub",
    "gitlab.com": "GitLab",
    "twitter.com": "Twitter",
    "x.com": "X",
    "linkedin.com": "LinkedIn",
    "orcid.org": "ORCID",
    "scholar.google.com": "Google Scholar",
    "bsky.app": "Bluesky",
    "facebook.com": "Facebook",
    "instagram.com": "Instagram",
    "youtube.com": "YouTube",
    "stackoverflow.com": "Stack Overflow",
    "researchgate.net": "ResearchGate",
}
"""What the services call themselves, by their hosts (``host_of``)."""

_SERVICE_KEY = re.compile(r"(?:_(?:username|userid|user|id|url|profile|link|handle))\Z")


def navigation(root: Path, config: Config) -> tuple[tuple[str, str], ...]:
    """Title and address of each link of the main menu, in its order; links in a link follow it."""
    host = host_of(config.url)
    tables = (config.values, config.extra)
    own = main_menu(root, config)
    menus: list[Value] = [own] if own else []
    menus += [table[key] for table in tables for key in _MENUS if key in table]
    menus += [_data(root / name) for name in _DATA]
    for menu in menus:
        rows = (
            (title, _address(address, config.system, host)) for title, address in _links(root, menu)
        )
        found = dict.fromkeys(row for row in rows if all(row))
        if found:
            return tuple(found)[:MAX_LINKS]
    return ()


def _data(file: Path) -> Value:
    try:
        return values_of(file, read_limited(file)) if file.is_file() else None
    except Refused:
        return None


def _links(root: Path, value: Value, depth: int = 0) -> Iterator[tuple[str, str]]:
    """A menu in the forms in which systems write it."""
    if depth > 4:
        return
    parts = [value[key] for key in _PARTS if key in value] if isinstance(value, dict) else []
    if parts:
        for part in parts:
            yield from _links(root, part, depth + 1)
    elif isinstance(value, dict) and any(key.lower() in _LINK_KEYS for key in value):
        yield from _link(root, value, depth)
    elif isinstance(value, dict):
        for title, address in value.items():
            yield title, as_text(address)  # Beautiful Jekyll's `About: about`
    elif isinstance(value, list):
        for item in sorted(value, key=_weight):
            yield from _item(root, item, depth)


def _item(root: Path, item: Value, depth: int) -> Iterator[tuple[str, str]]:
    if isinstance(item, list) and len(item) == 2 and all(isinstance(one, str) for one in item):
        yield as_text(item[0]), as_text(item[1])  # Pelican's pairs
    elif isinstance(item, str):
        yield _title_of(root, item), item
    else:
        yield from _links(root, item, depth + 1)


def _link(root: Path, item: dict[str, Value], depth: int) -> Iterator[tuple[str, str]]:
    folded = {key.lower(): value for key, value in item.items()}
    address = next((as_text(folded[key]) for key in _ADDRESSES if as_text(folded.get(key))), "")
    title = next((as_text(folded[key]) for key in _TITLES if as_text(folded.get(key))), "")
    if address and (title or "icon" not in folded):  # an icon alone is no entry of a menu
        yield title or _title_of(root, address), address
    for key in _INNER:
        yield from _links(root, folded.get(key), depth + 1)


def _weight(item: Value) -> float:
    """Hugo's order: by weight, those without one last."""
    text = as_text(item.get("weight")) if isinstance(item, dict) else ""
    try:
        return float(text or "inf")
    except ValueError:
        return float("inf")


def _title_of(root: Path, address: str) -> str:
    """What a file calls itself that a menu names by its path alone; else its own name."""
    file = root / address.lstrip("/")
    try:
        head = read_head(file, 20_000).decode("utf-8", "replace") if file.is_file() else ""
    except (OSError, ValueError):
        head = ""
    if found := re.search(r"^title:[ \t]*(.+)$", head, re.MULTILINE):
        return found[1].strip().strip("\"'")
    name = PurePosixPath(address).stem
    return (
        "Home" if name in {"index", ""} else name.replace("-", " ").replace("_", " ").capitalize()
    )


def _address(text: str, system: str, host: str) -> str:
    """A path of the old site, or an address elsewhere; '' for what is neither."""
    text = re.sub(r"\A(?:\$BASE_URL|\{\{\s*site\.(?:base)?url\s*\}\})", "", text.strip())
    if (url := as_url(text)) and host_of(url) != host:
        return url
    if re.match(r"(?!https?:)[a-z]+:|#", text):
        return ""
    if text in {"/", "", "index.md", "index.qmd", "index.html"}:
        return "/" if text else ""
    written = text if url else "/" + text.lstrip("@/")
    pure = PurePosixPath(as_path(written, host) or "/")
    if pure.suffix.lower() in {".qmd", ".rmd", ".md", ".ipynb"}:
        stem = pure.with_suffix("")
        stem = stem.parent if stem.name in {"index", "_index"} else stem
        ending = ".html" if system in {"quarto", "distill"} and pure.stem != "index" else "/"
        return f"/{stem.as_posix().strip('/')}{ending}".replace("//", "/")
    return as_path(written, host) or "/"


def social_addresses(root: Path, config: Config) -> tuple[str, ...]:
    """Addresses of the owner's pages on other sites, in the order in which they stand."""
    tables: list[Value] = [config.values, config.extra]
    tables += [table.get(key) for table in tables for key in _SOCIAL_TABLES]  # type: ignore[union-attr]
    tables += [_data(root / name) for name in _SOCIAL_DATA]
    tables += [_with_icons(config.values.get(key)) for key in _ICONS]
    found: dict[str, None] = {}
    for number, table in enumerate(tables):
        found |= dict.fromkeys(_socials(table, takes_all=number > 1))
    own = host_of(config.url)
    return tuple(one for one in found if host_of(one) != own)[:MAX_LINKS]


def social_title(address: str) -> str:
    """What the link to somebody's page elsewhere is called: its service, else its host."""
    host = host_of(address)
    return SERVICE_NAMES.get(host, host) or address


def _with_icons(value: Value, depth: int = 0) -> list[Value]:
    """The links of Quarto's bars that are shown as icons."""
    if depth > 4 or not isinstance(value, list | dict):
        return []
    if isinstance(value, dict) and value.get("icon"):
        return [value.get("href") or value.get("url")]
    inner = value.values() if isinstance(value, dict) else value
    return [link for item in inner for link in _with_icons(item, depth + 1)]


def _socials(value: Value, *, takes_all: bool, depth: int = 0) -> Iterator[str]:
    """The addresses of services, by their keys; with `takes_all` every address that stands there.

    The settings of a site have many addresses that are nobody's page.
    """
    if depth > 3:
        return
    if isinstance(value, list):
        for item in value:
            yield from _socials(item, takes_all=takes_all, depth=depth + 1)
        return
    if isinstance(value, str):
        if takes_all and as_url(value) and not LOOKS_LIKE_IMAGE.search(value):
            yield as_url(value)
        return
    for key, inner in value.items() if isinstance(value, dict) else ():
        service = _SERVICE_KEY.sub("", key.lower().replace("-", "_"))
        name = as_text(inner.get("username")) if isinstance(inner, dict) else as_text(inner)
        if service in _SERVICES and name.strip():
            yield from _service_address(service, name.strip())
        elif takes_all:
            yield from _socials(inner, takes_all=True, depth=depth + 1)


def _service_address(service: str, name: str) -> Iterator[str]:
    form = _SERVICES[service]
    if url := as_url(name) or as_url(f"https://{name}" if re.match(r"[\w.-]+\.\w+/", name) else ""):
        yield url
    elif form and re.fullmatch(r"@?[\w.\-]+(?:/[\w.\-]+)?", name):
        yield form.format(name.lstrip("@"))
    elif "@" in name.strip("@"):  # user@server, as Mastodon's are written
        user, _, server = name.strip("@").partition("@")
        yield from filter(None, [as_url(f"https://{server}/@{user}")])
