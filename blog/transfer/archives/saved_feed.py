"""A feed (Atom or RSS 2.0) as the last resort: the posts that it still has."""

import xml.etree.ElementTree as ET
from collections.abc import Iterator
from email.utils import parsedate_to_datetime
from hashlib import sha256
from pathlib import Path
from urllib.parse import urljoin

from blog.transfer.archives.xml_elements import read_elements, root_attributes, text_of
from blog.transfer.rewriting.html_as_markdown import html_as_markdown
from blog.transfer.source.header_values import as_language, as_path, as_url, without_tags
from blog.transfer.source.import_values import ArchivedPost, SiteDescription, SourceSite, Value

ATOM = "{http://www.w3.org/2005/Atom}"
XHTML = "{http://www.w3.org/1999/xhtml}"
XML = "{http://www.w3.org/XML/1998/namespace}"
ENTRIES = frozenset({"item", f"{ATOM}entry"})
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
ONLY_SUMMARY = "the feed has only a summary of it"


def read_feed(file: Path, name: str) -> tuple[SourceSite, Iterator[ArchivedPost]]:
    """The site of a feed, and its entries. Raises Refused where it cannot be read, the second also
    while it is gone through."""
    site = feed_site(file, name)
    return site, feed_posts(file, name, site)


def feed_posts(file: Path, name: str, site: SourceSite) -> Iterator[ArchivedPost]:
    """Of Atom an entry without an author has those that stand before it for the whole feed, and
    its address counts from the feed's own (RFC 4287, sections 2 and 4.2.1)."""
    base = urljoin(site.url, root_attributes(file).get(f"{XML}base", ""))
    authors: list[str] = []
    for one in read_elements(file, name, ENTRIES | {f"{ATOM}author"}):
        if one.tag == f"{ATOM}author":
            authors.append(text_of(one, f"{ATOM}name"))
        else:
            yield _atom_post(one, base, authors) if one.tag.startswith(ATOM) else _rss_post(one)


def _rss_post(item: ET.Element) -> ArchivedPost:
    full = item.findtext(CONTENT) or ""
    link, said = text_of(item, "link"), text_of(item, "description")
    values: dict[str, Value] = {
        "title": text_of(item, "title"),
        "author": text_of(item, CREATOR) or text_of(item, "author"),
        "date": _mail_date(text_of(item, "pubDate")),
        "tags": [one.text.strip() for one in item.iter("category") if (one.text or "").strip()],
        "permalink": as_path(link, "*"),
        "excerpt": html_as_markdown(said) if full and said != full else "",
    }
    return _post(values, full or said, link or text_of(item, "guid"), bool(full))


def _atom_post(entry: ET.Element, base: str, authors: list[str]) -> ArchivedPost:
    links = entry.findall(f"{ATOM}link")
    own = [one for one in links if one.get("rel", "alternate") == "alternate"]
    link = next((one.get("href", "") for one in own), "")
    link = urljoin(urljoin(base, entry.get(f"{XML}base", "")), link) if link else ""
    content, summary = entry.find(f"{ATOM}content"), entry.find(f"{ATOM}summary")
    full = _html_of(content)
    names = [text_of(one, f"{ATOM}name") for one in entry.findall(f"{ATOM}author")] or authors
    terms = (one.get("label") or one.get("term", "") for one in entry.findall(f"{ATOM}category"))
    dates = (text_of(entry, f"{ATOM}{name}") for name in ("published", "updated"))
    values: dict[str, Value] = {
        "title": without_tags(_html_of(entry.find(f"{ATOM}title"))),
        "authors": [name for name in names if name],
        "date": next(filter(None, dates), ""),
        "tags": [term for term in terms if term],
        "permalink": as_path(link, "*"),
        "excerpt": html_as_markdown(_html_of(summary)) if full else "",
    }
    name = text_of(entry, f"{ATOM}id") or link
    return _post(values, full or _html_of(summary), name, bool(full))


def _post(values: dict[str, Value], body: str, name: str, is_full: bool) -> ArchivedPost:
    path = as_path(str(values["permalink"])).strip("/")
    slug = path.rpartition("/")[2].partition(".")[0]
    values["title"] = values["title"] or slug
    values["slug"] = slug or values["title"]
    named = sha256((name or body).encode()).hexdigest()[:16]
    remarks = () if is_full else (ONLY_SUMMARY,)
    return ArchivedPost(f"entry/{named}", values, body, remarks=remarks)


def _mail_date(text: str) -> str:
    try:
        return parsedate_to_datetime(text).isoformat()
    except ValueError:
        return text


def _html_of(element: ET.Element | None) -> str:
    """What an Atom text construct says, as HTML (RFC 4287, section 3.1)."""
    if element is None:
        return ""
    kind = element.get("type", "text")
    if kind == "xhtml":
        for one in element.iter():
            one.tag = one.tag.removeprefix(XHTML)
        inner = element.find("div")
        whole = "" if inner is None else ET.tostring(inner, encoding="unicode")
        return whole.removeprefix("<div>").removesuffix("</div>")
    text = element.text or ""
    if kind in {"html", "text/html"}:
        return text
    return text.replace("&", "&amp;").replace("<", "&lt;")


def feed_site(file: Path, name: str) -> SourceSite:
    said: dict[str, str] = {}
    heads = {"title", "link", "description", "subtitle", "language"}
    tags = frozenset({*heads, *(f"{ATOM}{head}" for head in heads), *ENTRIES})
    for element in read_elements(file, name, tags):
        if element.tag in ENTRIES:
            break
        is_home = element.get("rel", "alternate") == "alternate"
        value = (element.get("href") if is_home else "") or element.text or ""
        if element.tag in (f"{ATOM}title", f"{ATOM}subtitle"):
            value = without_tags(_html_of(element))
        if value.strip():
            said.setdefault(element.tag.removeprefix(ATOM), value.strip())
    stated = said.get("language") or root_attributes(file).get(f"{XML}lang", "")
    language = as_language(stated)
    return SourceSite(
        root=file.parent,
        system="feed",
        url=as_url(said.get("link", "")),
        language=language,
        description=SiteDescription(
            name=said.get("title", ""),
            tagline=said.get("subtitle", "") or said.get("description", ""),
            language=language,
        ),
    )
