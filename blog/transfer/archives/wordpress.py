"""WordPress' export (WXR): posts, pages and comments out of one XML file."""

import re
import xml.etree.ElementTree as ET
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from html import escape, unescape
from pathlib import Path
from urllib.parse import unquote

from blog.text.hosts import host_of
from blog.transfer.archives.wordpress_blocks import BlockFacts, read_footnotes
from blog.transfer.archives.wordpress_index import (
    CONTENT,
    OWN_KINDS,
    VERSION,
    WordPressIndex,
    meta_of,
    plain_names,
    read_index,
    tag_names,
)
from blog.transfer.archives.wordpress_text import read_wordpress_text
from blog.transfer.archives.xml_elements import read_elements, text_of
from blog.transfer.rewriting.head_figure import head_figure
from blog.transfer.rewriting.html_as_markdown import html_as_markdown
from blog.transfer.source.header_values import as_language, as_path, as_url, without_tags
from blog.transfer.source.import_values import (
    ArchivedComment,
    ArchivedPost,
    LabelPages,
    SiteDescription,
    SourceSite,
    Value,
)

CREATOR = "{http://purl.org/dc/elements/1.1/}creator"
NOWHERE = "0000-00-00 00:00:00"
LEFT_OUT = {"trash", "auto-draft", "inherit"}
OLD_SLUG = "_wp_old_slug"
HREF = re.compile(r"(<a\b[^<>]{0,1000}?\shref=)\"([^\"<>]{1,2000})\"")
PHOTON = re.compile(r"https?://i\d\.wp\.com/(?=([\w.-]{1,253})/)")
"""WordPress.com's copies of a blog's pictures."""
PINGS = {"pingback", "trackback"}


def read_wordpress(file: Path, name: str) -> tuple[SourceSite, Iterator[ArchivedPost]]:
    """The site of an export, and its posts and pages in its order; of other types those that have
    a text, by `collection`. Raises Refused where it cannot be read, the second also while it is
    gone through."""
    index = read_index(file, name)
    site = wordpress_site(file, name, index)
    return site, wordpress_posts(file, name, index, site)


def wordpress_posts(
    file: Path, name: str, index: WordPressIndex, site: SourceSite
) -> Iterator[ArchivedPost]:
    people: dict[str, str] = {}
    for element in read_elements(file, name, frozenset({"item", *tag_names("author")})):
        item = plain_names(element)
        if item.tag == "wp:author":
            login = _login(text_of(item, "wp:author_login"))
            people[login] = text_of(item, "wp:author_display_name")
        elif is_wanted(item, index):
            post = _post(item, people, index, site)
            yield with_featured_image(post, item, index)


def with_featured_image(
    post: ArchivedPost, item: ET.Element, index: WordPressIndex
) -> ArchivedPost:
    """Themes show it over the text."""
    picture = index.media.get(meta_of(item).get("_thumbnail_id", ""))
    if picture is None or picture.address.rpartition("/")[2] in unescape(post.body):
        return post
    return replace(post, body=f"{head_figure(picture.address)}\n\n{post.body}")


def is_wanted(item: ET.Element, index: WordPressIndex) -> bool:
    kind = text_of(item, "wp:post_type")
    is_there = text_of(item, "wp:status") not in LEFT_OUT
    return is_there and (kind in OWN_KINDS or kind in index.kinds)


def _post(
    item: ET.Element, people: Mapping[str, str], index: WordPressIndex, site: SourceSite
) -> ArchivedPost:
    home = site.baseurl.rstrip("/")
    status, kind = text_of(item, "wp:status"), text_of(item, "wp:post_type")
    number, meta = text_of(item, "wp:post_id"), meta_of(item)
    facts = BlockFacts(index, number, read_footnotes(meta.get("footnotes", "")))
    body, remarks = read_wordpress_text(item.findtext(CONTENT) or "", facts)
    body = with_links(body, index, site)
    slug = unquote(text_of(item, "wp:post_name"))
    title = without_tags(text_of(item, "title")) or slug or f"{kind} {number}"
    permalink = _path(text_of(item, "link"), home)
    values: dict[str, Value] = {
        "title": title,
        "slug": slug or title,
        "author": _authors(item, people),
        "date": _moment(item, "wp:post_date"),
        "tags": _labels(item, "post_tag"),
        "categories": [one for one in _labels(item, "category") if one != "Uncategorized"],
        "excerpt": html_as_markdown(text_of(item, "excerpt")),
        "permalink": permalink,
        "redirect_from": _former(item, permalink, slug),
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
        is_page=kind == "page",
        collection="" if kind in OWN_KINDS else kind,
        comments=tuple(comments),
        remarks=tuple(remarks),
    )


def _login(written: str) -> str:
    """What WordPress takes of a login: its importer's `sanitize_user`, which is strict."""
    return re.sub(r"[^\w .@-]", "", written, flags=re.ASCII).strip() or written


def _authors(item: ET.Element, people: Mapping[str, str]) -> list[Value]:
    """Who wrote it: those whom Co-Authors Plus names, else WordPress' one author."""
    several = [one for one in item.iter("category") if one.get("domain") == "author"]
    logins = [_login((one.get("nicename") or "").removeprefix("cap-")) for one in several]
    named = [
        people.get(login) or people.get((one.text or "").strip()) or (one.text or login).strip()
        for login, one in zip(logins, several, strict=True)
    ]
    creator = _login(text_of(item, CREATOR))
    return list(dict.fromkeys(filter(None, named))) or [people.get(creator) or creator]


def _former(item: ET.Element, permalink: str, slug: str) -> list[Value]:
    """Where it stood under its earlier slugs, which WordPress redirects."""
    rows = [one for one in item.iter("wp:postmeta") if text_of(one, "wp:meta_key") == OLD_SLUG]
    olds = [unquote(text_of(one, "wp:meta_value")) for one in rows]
    before, found, behind = permalink.rpartition(slug) if slug else ("", "", "")
    return [f"{before}{old}{behind}" for old in olds if found and old and old != slug]


def with_links(body: str, index: WordPressIndex, site: SourceSite) -> str:
    """Links that name an item by its number, or the page about an upload, lead to these."""
    hosts = dict.fromkeys((host_of(site.url), *site.hosts))

    def linked(match: re.Match[str]) -> str:
        address = index.address_of(unescape(match[2]), hosts)
        return f'{match[1]}"{escape(address)}"' if address else match[0]

    def at_home(match: re.Match[str]) -> str:
        return "https://" if match[1] in hosts else match[0]

    return HREF.sub(linked, PHOTON.sub(at_home, body))


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


def wordpress_site(file: Path, name: str, index: WordPressIndex) -> SourceSite:
    """What an export says of its site, which is all in front of its first item."""
    said: dict[str, str] = {}
    tags = frozenset(
        {"title", "link", "description", "language", "item", *tag_names("base_blog_url")}
    )
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
        hosts=index.hosts(),
        collections=tuple(index.kinds),
        excerpt_separator="<!--more-->",
        description=SiteDescription(
            name=said.get("title", ""),
            tagline=said.get("description", ""),
            language=language,
            navigation=_menu(index, url),
            feed_paths=("/feed/",),
        ),
        label_pages=(
            LabelPages(False, "/tag/:name/", "wordpress"),
            LabelPages(True, "/category/:name/", "wordpress"),
        ),
    )


def _menu(index: WordPressIndex, url: str) -> tuple[tuple[str, str], ...]:
    """The main menu with paths of this site and addresses elsewhere."""
    host, home = host_of(url), as_path(url, "*").rstrip("/")
    rows = index.navigation(url.rstrip("/"))
    placed = ((title, as_path(link, host) or as_url(link)) for title, link in rows)
    return tuple(
        (title, path.removeprefix(home) if home and path.startswith(f"{home}/") else path)
        for title, path in placed
        if path
    )
