"""WordPress' export (WXR): posts, pages and comments out of one XML file."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from html import unescape
from pathlib import Path
from urllib.parse import unquote

from blog.transfer.archives.wordpress_text import read_wordpress_text
from blog.transfer.archives.xml_elements import read_elements, text_of
from blog.transfer.rewriting.head_figure import head_figure
from blog.transfer.rewriting.html_as_markdown import html_as_markdown
from blog.transfer.source.header_values import as_language, as_path, as_url
from blog.transfer.source.import_values import (
    ArchivedComment,
    ArchivedPost,
    LabelPages,
    SiteDescription,
    SourceSite,
    Value,
)

VERSION = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/\}")
EXCERPT = re.compile(r"\{https?://wordpress\.org/export/[\d.]+/excerpt/\}\w+")
CONTENT = "{http://purl.org/rss/1.0/modules/content/}encoded"
CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NOWHERE = "0000-00-00 00:00:00"
KINDS = {"post": False, "page": True}
"""The types of items that are taken, and whether each is a page."""
LEFT_OUT = {"trash", "auto-draft", "inherit"}
PINGS = {"pingback", "trackback"}


def read_wordpress(file: Path, name: str) -> tuple[SourceSite, Iterator[ArchivedPost]]:
    """The site of an export, and its posts and pages in its order. Raises Refused where it cannot
    be read, the second also while it is gone through."""
    site = wordpress_site(file, name)
    return site, wordpress_posts(file, name, site.baseurl.rstrip("/"))


def wordpress_posts(file: Path, name: str, home: str) -> Iterator[ArchivedPost]:
    """`home` is the path below which the blog was, '' for none."""
    people: dict[str, str] = {}
    pictures = attached_files(file, name)
    for element in read_elements(file, name, frozenset({"item", *_names("author")})):
        item = _plain_names(element)
        if item.tag == "wp:author":
            people[text_of(item, "wp:author_login")] = text_of(item, "wp:author_display_name")
        elif is_wanted(item):
            yield with_featured_image(_post(item, people, home), item, pictures)


def attached_files(file: Path, name: str) -> dict[str, str]:
    """The addresses of what was uploaded, by the numbers of the items."""
    found: dict[str, str] = {}
    for element in read_elements(file, name, frozenset({"item"})):
        item = _plain_names(element)
        if address := text_of(item, "wp:attachment_url"):
            found[text_of(item, "wp:post_id")] = address
    return found


def with_featured_image(
    post: ArchivedPost, item: ET.Element, pictures: Mapping[str, str]
) -> ArchivedPost:
    """Themes show it over the text."""
    facts = ((text_of(one, "wp:meta_key"), one) for one in item.iter("wp:postmeta"))
    numbers = (text_of(one, "wp:meta_value") for key, one in facts if key == "_thumbnail_id")
    address = next((pictures[number] for number in numbers if number in pictures), "")
    if not address or address.rpartition("/")[2] in unescape(post.body):
        return post
    return replace(post, body=f"{head_figure(address)}\n\n{post.body}")


def is_wanted(item: ET.Element) -> bool:
    is_there = text_of(item, "wp:status") not in LEFT_OUT
    return is_there and text_of(item, "wp:post_type") in KINDS


def _names(name: str) -> list[str]:
    return [
        f"{{{scheme}://wordpress.org/export/{version}/}}{name}"
        for scheme in ("http", "https")
        for version in ("1.0", "1.1", "1.2")
    ]


def _plain_names(element: ET.Element) -> ET.Element:
    """The same with `wp:` in place of WordPress' namespace of whatever version."""
    for one in element.iter():
        one.tag = EXCERPT.sub("excerpt", VERSION.sub("wp:", one.tag))
    return element


def _post(item: ET.Element, people: Mapping[str, str], home: str) -> ArchivedPost:
    status, kind = text_of(item, "wp:status"), text_of(item, "wp:post_type")
    body, remarks = read_wordpress_text(item.findtext(CONTENT) or "")
    number = text_of(item, "wp:post_id")
    creator = text_of(item, CREATOR)
    slug = unquote(text_of(item, "wp:post_name"))
    title = text_of(item, "title") or slug or f"{kind} {number}"
    values: dict[str, Value] = {
        "title": title,
        "slug": slug or title,
        "author": people.get(creator) or creator,
        "date": _moment(item, "wp:post_date"),
        "tags": _labels(item, "post_tag"),
        "categories": [one for one in _labels(item, "category") if one != "Uncategorized"],
        "excerpt": html_as_markdown(text_of(item, "excerpt")),
        "permalink": _path(text_of(item, "link"), home),
        "draft": str(status not in {"publish", "future"}).lower(),
        "comments": str(text_of(item, "wp:comment_status") != "closed").lower(),
    }
    if text_of(item, "wp:post_password"):
        values["draft"] = "true"
        remarks.append("it had a password, which posts here have not: imported as a draft")
    comments, left = _comments(item)
    if left:
        remarks.append(f"{left} pingbacks, spam or removed comments were left out")
    return ArchivedPost(
        path=f"{kind}/{number or slug}",
        values=values,
        body=body,
        is_page=KINDS[kind],
        comments=tuple(comments),
        remarks=tuple(remarks),
    )


def _path(link: str, home: str) -> str:
    """The path below the blog's own; none for `?p=7`, which names a post by its number alone."""
    path = "" if "?" in link else as_path(link, "*")
    return path.removeprefix(home) if path.startswith(f"{home}/") else path


def _moment(item: ET.Element, name: str) -> str:
    """A date in UTC where the export says one, else in the site's zone."""
    in_utc, local = text_of(item, f"{name}_gmt"), text_of(item, name)
    if in_utc and in_utc != NOWHERE:
        return f"{in_utc.replace(' ', 'T')}Z"
    return "" if local == NOWHERE else local


def _labels(item: ET.Element, domain: str) -> list[Value]:
    found = (one.text for one in item.iter("category") if one.get("domain") == domain)
    return list(dict.fromkeys(text.strip() for text in found if text and text.strip()))


def _comments(item: ET.Element) -> tuple[list[ArchivedComment], int]:
    found, left = [], 0
    for one in item.iter("wp:comment"):
        approved = text_of(one, "wp:comment_approved")
        text = html_as_markdown(one.findtext("wp:comment_content") or "")
        if text_of(one, "wp:comment_type") in PINGS or approved not in {"0", "1"} or not text:
            left += 1
            continue
        parent = text_of(one, "wp:comment_parent")
        written = None
        with suppress(ValueError):
            said = text_of(one, "wp:comment_date_gmt")
            written = datetime.fromisoformat(said).replace(tzinfo=UTC)
        found.append(
            ArchivedComment(
                key=text_of(one, "wp:comment_id"),
                parent="" if parent == "0" else parent,
                name=text_of(one, "wp:comment_author"),
                text=text,
                written_at=written,
                email=text_of(one, "wp:comment_author_email"),
                website=as_url(text_of(one, "wp:comment_author_url")),
                is_published=approved == "1",
            )
        )
    return found, left


def wordpress_site(file: Path, name: str) -> SourceSite:
    """What an export says of its site, which is all in front of its first item."""
    said: dict[str, str] = {}
    tags = frozenset({"title", "link", "description", "language", "item", *_names("base_blog_url")})
    for element in read_elements(file, name, tags):
        if element.tag == "item":
            break
        said.setdefault(VERSION.sub("wp:", element.tag), (element.text or "").strip())
    url = as_url(said.get("wp:base_blog_url", "")) or as_url(said.get("link", ""))
    language = as_language(said.get("language", ""))
    return SourceSite(
        root=file.parent,
        system="wordpress",
        url=url,
        baseurl=as_path(url, "*"),
        language=language,
        excerpt_separator="<!--more-->",
        description=SiteDescription(
            name=said.get("title", ""),
            tagline=said.get("description", ""),
            language=language,
            feed_paths=("/feed/",),
        ),
        label_pages=(
            LabelPages(False, "/tag/:name/", "wordpress"),
            LabelPages(True, "/category/:name/", "wordpress"),
        ),
    )
