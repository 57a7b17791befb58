"""What the items of a WordPress export need of each other: uploads, patterns, addresses, menus."""

import re
import xml.etree.ElementTree as ET
from collections import defaultdict
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

from blog.text.hosts import host_of
from blog.transfer.archives.xml_elements import read_elements, text_of
from blog.transfer.source.import_values import Refused

VERSION = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/\}")
EXCERPT = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/excerpt/\}\w+")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
OWN_KINDS = frozenset({"post", "page"})
"""The types of items that are posts and pages wherever WordPress stands."""

INNER_KINDS = frozenset(
    {
        *("attachment", "nav_menu_item", "revision", "custom_css", "customize_changeset"),
        *("oembed_cache", "user_request", "wp_block", "wp_template", "wp_template_part"),
        *("wp_global_styles", "wp_navigation", "wp_font_family", "wp_font_face"),
        *("wpcf7_contact_form", "acf-field", "acf-field-group", "feedback", "amp_validated_url"),
    }
)
"""Types that nobody reads at an address of their own."""

PUBLIC = {"publish", "future", "inherit"}
NUMBERED = ("p", "page_id", "attachment_id")
MAIN_MENU = re.compile(r"main|primary|header|top|haupt|principal", re.IGNORECASE)
MOST_ENTRIES = 1000


@dataclass(frozen=True)
class Attachment:
    """Something that was uploaded: its address, that of the page about it, its own words, and the
    item that it was uploaded for."""

    number: str
    address: str
    page: str = ""
    title: str = ""
    caption: str = ""
    alt: str = ""
    parent: str = ""
    order: int = 0

    @property
    def words(self) -> str:
        """What it shows: what somebody said, else its title, which may be the file's name alone."""
        stem = self.address.rpartition("/")[2].partition(".")[0]
        is_name = self.title.partition(".")[0].casefold() == stem.casefold()
        return self.alt or ("" if is_name else self.title)

    @property
    def is_picture(self) -> bool:
        return bool(re.search(r"\.(?:jpe?g|png|gif|webp|avif|svg|bmp|heic)\Z", self.address, re.I))


@dataclass(frozen=True)
class MenuEntry:
    order: int
    title: str
    kind: str
    thing: str
    number: str
    address: str


@dataclass
class WordPressIndex:
    """media are the attachments by their numbers, links the addresses of items by theirs, titles
    their titles, patterns the texts of reusable blocks by theirs; kinds counts public items of
    types that a plugin or a theme made, terms has the addresses of tags and categories."""

    media: dict[str, Attachment] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    titles: dict[str, str] = field(default_factory=dict)
    patterns: dict[str, str] = field(default_factory=dict)
    kinds: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    menus: dict[str, list[MenuEntry]] = field(default_factory=lambda: defaultdict(list))
    pages: dict[str, str] = field(default_factory=dict)
    terms: dict[str, tuple[str, str]] = field(default_factory=dict)

    def uploaded_for(self, number: str) -> list[Attachment]:
        """The pictures of an item, in the order that it has them."""
        found = [one for one in self.media.values() if one.parent == number and one.is_picture]
        return sorted(found, key=lambda one: (one.order, len(one.number), one.number))

    def hosts(self) -> tuple[str, ...]:
        """The hosts that uploads stand on."""
        found = (host_of(one.address) for one in self.media.values())
        return tuple(dict.fromkeys(filter(None, found)))

    def address_of(self, link: str, hosts: Mapping[str, object]) -> str:
        """Where a link leads that names an item by its number, or the page about an upload: to the
        item, to the upload itself; '' for another."""
        try:
            parts = urlsplit(link)
        except ValueError:
            return ""
        if parts.netloc and host_of(link) not in hosts:
            return ""
        asked = parse_qs(parts.query) if len(parts.query) < 200 else {}
        number = next((asked[key][0] for key in NUMBERED if key in asked), "")
        mark = f"#{parts.fragment}" if parts.fragment else ""
        if number in self.media:
            return self.media[number].address
        if number:
            return self.links[number] + mark if number in self.links else ""
        return self.pages.get(plain_page(link), "")

    def navigation(self, home: str) -> tuple[tuple[str, str], ...]:
        """The main menu, by its name, else the one with the most entries."""
        if not self.menus:
            return ()
        named = [name for name in self.menus if MAIN_MENU.search(name)]
        name = named[0] if named else max(self.menus, key=lambda one: len(self.menus[one]))
        rows = sorted(self.menus[name], key=lambda one: one.order)
        found = (self.entry(one, home) for one in rows)
        return tuple((title, address) for title, address in found if title and address)

    def entry(self, entry: MenuEntry, home: str) -> tuple[str, str]:
        if entry.kind == "post_type":
            title = entry.title or self.titles.get(entry.number, "")
            return title, self.links.get(entry.number, "")
        if entry.kind == "taxonomy":
            name, slug = self.terms.get(entry.number, ("", ""))
            folder = "tag" if entry.thing == "post_tag" else entry.thing
            return entry.title or name, f"{home}/{folder}/{slug}/" if slug else ""
        return entry.title, entry.address


def plain_page(link: str) -> str:
    """An address without its scheme and what follows its path, so that two spellings are one."""
    return re.sub(r"\A\w+://(?:www\.)?", "", link.partition("#")[0].partition("?")[0]).rstrip("/")


def tag_names(name: str) -> list[str]:
    return [
        f"{{{scheme}://wordpress.org/export/{version}/}}{name}"
        for scheme in ("http", "https")
        for version in ("1.0", "1.1", "1.2")
    ]


def plain_names(element: ET.Element) -> ET.Element:
    """The same with `wp:` in place of WordPress' namespace of whatever version."""
    for one in element.iter():
        one.tag = EXCERPT.sub("excerpt", VERSION.sub("wp:", one.tag))
    return element


def meta_of(item: ET.Element) -> dict[str, str]:
    """What plugins and WordPress itself note of an item."""
    rows = item.iter("wp:postmeta")
    return {text_of(one, "wp:meta_key"): text_of(one, "wp:meta_value") for one in rows}


def read_index(file: Path, name: str) -> WordPressIndex:
    """Goes through a whole export once, as far as it can be read."""
    index = WordPressIndex()
    with suppress(Refused):  # told where its posts are read
        _fill_index(index, file, name)
    return index


def _fill_index(index: WordPressIndex, file: Path, name: str) -> None:
    terms = frozenset({"item", *(tag for one in ("category", "tag") for tag in tag_names(one))})
    for element in read_elements(file, name, terms):
        item = plain_names(element)
        if item.tag in {"wp:category", "wp:tag"}:
            slug = text_of(item, "wp:category_nicename") or text_of(item, "wp:tag_slug")
            title = text_of(item, "wp:cat_name") or text_of(item, "wp:tag_name")
            index.terms[text_of(item, "wp:term_id")] = title, slug
        else:
            _note_item(index, item)


def _note_item(index: WordPressIndex, item: ET.Element) -> None:
    number, kind = text_of(item, "wp:post_id"), text_of(item, "wp:post_type")
    if kind == "wp_block":
        index.patterns[number] = item.findtext(CONTENT) or ""
    elif kind == "nav_menu_item":
        _note_entry(index, item)
    elif address := text_of(item, "wp:attachment_url"):
        _note_attachment(index, item, number, address)
    elif kind not in INNER_KINDS and text_of(item, "wp:status") in PUBLIC:
        index.links[number] = text_of(item, "link")
        index.titles[number] = text_of(item, "title")
        if kind not in OWN_KINDS and (item.findtext(CONTENT) or "").strip():
            index.kinds[kind] += 1


def _note_attachment(index: WordPressIndex, item: ET.Element, number: str, address: str) -> None:
    order = text_of(item, "wp:menu_order")
    one = Attachment(
        number=number,
        address=address,
        page=text_of(item, "link"),
        title=text_of(item, "title"),
        caption=text_of(item, "excerpt"),
        alt=meta_of(item).get("_wp_attachment_image_alt", ""),
        parent=text_of(item, "wp:post_parent"),
        order=int(order) if order.isascii() and order.isdecimal() else 0,
    )
    index.media[number] = one
    if one.page and plain_page(one.page) != plain_page(address):
        index.pages[plain_page(one.page)] = address


def _note_entry(index: WordPressIndex, item: ET.Element) -> None:
    meta, order = meta_of(item), text_of(item, "wp:menu_order")
    menus = [one for one in item.iter("category") if one.get("domain") == "nav_menu"]
    entry = MenuEntry(
        order=int(order) if order.isascii() and order.isdecimal() else 0,
        title=text_of(item, "title"),
        kind=meta.get("_menu_item_type", ""),
        thing=meta.get("_menu_item_object", ""),
        number=meta.get("_menu_item_object_id", ""),
        address=meta.get("_menu_item_url", ""),
    )
    for menu in menus[:1]:
        name = menu.get("nicename") or menu.text or ""
        if len(index.menus[name]) < MOST_ENTRIES:
            index.menus[name].append(entry)
