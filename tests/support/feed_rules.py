"""What the rules of feeds refuse: RFC 4287 (Atom) with RFC 5005 (paged feeds) and RFC 4685
(threads), and JSON Feed 1.1. Each function says what is wrong, nothing where nothing is."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from datetime import datetime
from typing import Any
from xml.etree import ElementTree

ATOM = "{http://www.w3.org/2005/Atom}"
THREADING = "{http://purl.org/syndication/thread/1.0}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:[^\s<>\"{}|\\^`]+")
MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)")  # RFC 3339
LANGUAGE = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
RELATIVE = re.compile(r'<[^>]*\s(?:href|src|poster|cite)="(?![A-Za-z][A-Za-z0-9+.-]*:)[^"]*"')
MEDIA = re.compile(r"[\w.+-]+/[\w.+-]+")
ONCE = {"feed": ("id", "title", "updated"), "entry": ("id", "title", "updated")}
AT_MOST_ONCE = {
    "feed": ("generator", "icon", "logo", "rights", "subtitle"),
    "entry": ("content", "published", "rights", "source", "summary"),
}
MORE = {"feed": ("author", "category", "contributor", "link", "entry")}
MORE["entry"] = ("author", "category", "contributor", "link")
ATTRIBUTES = {
    "link": {"href", "rel", "type", "hreflang", "title", "length"},
    "category": {"term", "scheme", "label"},
    "title": {"type"},
    "subtitle": {"type"},
    "summary": {"type"},
    "rights": {"type"},
    "content": {"type", "src"},
    "generator": {"uri", "version"},
}


def wrong_in_atom(written: bytes) -> list[str]:
    root = ElementTree.fromstring(written)
    if root.tag != f"{ATOM}feed":
        return [f"the root is {root.tag}"]
    entries = root.findall(f"{ATOM}entry")
    found = list(wrong_in_element(root, "feed"))
    for entry in entries:
        found += wrong_in_element(entry, "entry")
        if root.find(f"{ATOM}author") is None and entry.find(f"{ATOM}author") is None:
            found.append("an entry without an author")
        if entry.find(f"{ATOM}content") is None and "alternate" not in rels(entry):
            found.append("an entry with neither content nor alternate link")
    ids = Counter(one.findtext(f"{ATOM}id") for one in entries)
    found += [f"two entries are {one}" for one, times in ids.items() if times > 1]
    if "self" not in rels(root):
        found.append("the feed does not say where it is")
    return found


def rels(element: ElementTree.Element) -> list[str]:
    return [one.get("rel", "alternate") for one in element.findall(f"{ATOM}link")]


def wrong_in_element(element: ElementTree.Element, kind: str) -> Iterator[str]:
    names = Counter(one.tag for one in element)
    for name in ONCE[kind]:
        if names[ATOM + name] != 1:
            yield f"{kind}: {names[ATOM + name]} × {name}"
    for name in AT_MOST_ONCE[kind]:
        if names[ATOM + name] > 1:
            yield f"{kind}: {names[ATOM + name]} × {name}"
    known = {ATOM + one for one in (*ONCE[kind], *AT_MOST_ONCE[kind], *MORE[kind])}
    strangers = [one for one in names if one not in known and not one.startswith(THREADING)]
    yield from (f"{kind}: no element {one}" for one in strangers)
    for one in element:
        yield from wrong_in_part(one)
    links = Counter(
        (one.get("type"), one.get("hreflang"))
        for one in element.findall(f"{ATOM}link")
        if one.get("rel", "alternate") == "alternate"
    )
    yield from (f"{kind}: two alternates of {one}" for one, times in links.items() if times > 1)
    for rel in ("self", "first", "previous", "next", "last"):
        if rels(element).count(rel) > 1:
            yield f"{kind}: two links {rel}"


def wrong_in_part(part: ElementTree.Element) -> Iterator[str]:
    name, text = part.tag.removeprefix(ATOM), (part.text or "").strip()
    if part.tag.startswith(THREADING):
        if not ABSOLUTE.fullmatch(part.get("ref", "")):
            yield "in-reply-to without a ref"
        return
    if name in {"updated", "published"} and not is_moment(text):
        yield f"{name}: {text}"
    if name in {"id", "icon", "logo"} and not ABSOLUTE.fullmatch(text):
        yield f"{name}: {text}"
    if name == "link" and not ABSOLUTE.fullmatch(part.get("href", "")):
        yield f"link: {part.get('href')}"
    if name == "link" and part.get("type") and not MEDIA.fullmatch(part.get("type")):
        yield f"link: {part.get('type')}"
    if name == "category" and not part.get("term"):
        yield "category without a term"
    if name in {"author", "contributor"}:
        yield from wrong_in_person(part)
    if name == "content" and part.get("type") == "html":
        yield from wrong_addresses(part.text or "")
    if name != "entry":
        allowed = ATTRIBUTES.get(name, set()) | {f"{XML}lang", f"{XML}base"}
        yield from (f"{name}: no attribute {one}" for one in set(part.attrib) - allowed)


def wrong_in_person(person: ElementTree.Element) -> Iterator[str]:
    names = Counter(one.tag.removeprefix(ATOM) for one in person)
    if names["name"] != 1 or not person.findtext(f"{ATOM}name"):
        yield "a person without one name"
    yield from (f"person: {one}" for one in set(names) - {"name", "uri", "email"})
    uri = person.findtext(f"{ATOM}uri")
    if names["uri"] > 1 or (uri is not None and not ABSOLUTE.fullmatch(uri)):
        yield f"person: {uri}"


def wrong_addresses(html: str) -> Iterator[str]:
    yield from (f"no whole address: {one[:120]}" for one in RELATIVE.findall(html))


def is_moment(text: Any) -> bool:
    if not isinstance(text, str) or not MOMENT.fullmatch(text):
        return False
    return datetime.fromisoformat(text).tzinfo is not None


OF_FEED = {
    **dict.fromkeys(("version", "title", "home_page_url", "feed_url", "next_url"), str),
    **dict.fromkeys(("description", "user_comment", "icon", "favicon", "language"), str),
    "authors": list,
    "expired": bool,
    "hubs": list,
    "items": list,
}
OF_ITEM = {
    **dict.fromkeys(("id", "url", "external_url", "title", "content_html", "content_text"), str),
    **dict.fromkeys(("summary", "image", "banner_image", "date_published", "date_modified"), str),
    "authors": list,
    "tags": list,
    "language": str,
    "attachments": list,
}
ADDRESSES = ("home_page_url", "feed_url", "next_url", "url", "external_url", "image", "icon")


def wrong_in_json_feed(written: bytes) -> list[str]:
    feed = json.loads(written)
    found = list(wrong_values(feed, OF_FEED, ("version", "title", "items")))
    if feed.get("version") != "https://jsonfeed.org/version/1.1":
        found.append(f"version: {feed.get('version')}")
    for hub in feed.get("hubs", []):
        found += [] if {"type", "url"} == set(hub) else [f"hub: {hub}"]
    for item in feed.get("items", []):
        found += wrong_values(item, OF_ITEM, ("id",))
        if not {"content_html", "content_text"} & set(item):
            found.append("an item without content")
        found += wrong_addresses(item.get("content_html", ""))
        for author in item.get("authors", []):
            if not author or set(author) - {"name", "url", "avatar"}:
                found.append(f"author: {author}")
        found += [f"tag: {one}" for one in item.get("tags", []) if not isinstance(one, str)]
    ids = Counter(one.get("id") for one in feed.get("items", []))
    return found + [f"two items are {one}" for one, times in ids.items() if times > 1]


def wrong_values(
    values: dict[str, Any], kinds: dict[str, type], required: tuple[str, ...]
) -> Iterator[str]:
    yield from (f"no {one}" for one in required if one not in values)
    for name, value in values.items():
        if name not in kinds and not name.startswith("_"):
            yield f"{name} is unknown"
        elif name in kinds and not isinstance(value, kinds[name]):
            yield f"{name}: {value!r}"
        elif (name in ADDRESSES and not ABSOLUTE.fullmatch(value)) or (
            name.startswith("date_") and not is_moment(value)
        ):
            yield f"{name}: {value}"
        elif name == "language" and not LANGUAGE.fullmatch(value):
            yield f"language: {value}"
