"""Ghost's export: posts and pages out of one JSON file."""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime, tzinfo
from pathlib import Path
from typing import Any

from blog.text.size_limits import MAX_GHOST_EXPORT
from blog.transfer.archives.ghost_cards import rewrite_cards
from blog.transfer.archives.ghost_documents import markdown_alone, read_editor_text
from blog.transfer.archives.ghost_settings import GhostSettings, read_ghost_settings
from blog.transfer.rewriting.head_figure import head_figure
from blog.transfer.source.dates import read_zone
from blog.transfer.source.header_values import as_language, as_url
from blog.transfer.source.import_values import (
    ArchivedPost,
    LabelPages,
    Refused,
    SiteDescription,
    SourceSite,
    Value,
)

HOME = "__GHOST_URL__"
"""Stands in an export for the site's own address."""
LAST_MILLISECOND = 4_102_444_800_000  # the year 2100
PUBLIC = {"", "public"}
GATED = re.compile(r"<!--\s*kg-gated-block:begin\b([^<>]{0,500})-->")
GATED_END = "<!--kg-gated-block:end-->"
GATED_TOLD = "parts that only members saw were left out"
SIZE = re.compile(r"/content/images/size/w\d+(?:h\d+)?/(?:format/\w+/)?")
SOURCE_SETS = re.compile(r"\s(?:srcset|sizes)=\"[^\"<>]*\"")


def read_ghost(file: Path, name: str) -> tuple[SourceSite, Iterator[ArchivedPost]]:
    """The site of an export, and its posts and pages in its order. Raises Refused where it cannot
    be read."""
    data = ghost_data(file, name)
    settings = read_ghost_settings(file.parent)
    site = ghost_site(file, data, settings)
    return site, ghost_posts(data, settings, read_zone(site.timezone) or UTC)


def ghost_posts(
    data: Mapping[str, Any], settings: GhostSettings, zone: tzinfo
) -> Iterator[ArchivedPost]:
    tags = _joined(data, "posts_tags", "tag_id", _by_id(data, "tags"))
    people = _by_id(data, "users")
    authors = _joined(data, "posts_authors", "author_id", people)
    metas = {str(row.get("post_id")): row for row in _rows(data, "posts_meta")}
    for row in _rows(data, "posts"):
        number = str(row.get("id"))
        own = people.get(str(row.get("author_id")))
        facts = PostFacts(
            tags.get(number, []),
            authors.get(number) or ([own] if own else []),
            metas.get(number, {}),
        )
        yield _post(row, facts, settings, zone)


@dataclass(frozen=True)
class PostFacts:
    """The rows of other tables that are of one post, in their order."""

    tags: list[dict[str, Any]]
    authors: list[dict[str, Any]]
    meta: Mapping[str, Any]


def ghost_data(file: Path, name: str) -> Mapping[str, Any]:
    """The tables of an export. Raises Refused for another file."""
    if file.stat().st_size > MAX_GHOST_EXPORT:
        raise Refused(name, None, f"it is bigger than {MAX_GHOST_EXPORT // 1_000_000} MB")
    try:
        value = json.loads(file.read_bytes())
    except (ValueError, RecursionError) as error:
        raise Refused(name, None, f"it is no JSON that can be read ({error})") from error
    parts = value.get("db") if isinstance(value, dict) else None
    first = parts[0] if isinstance(parts, list) and parts else value
    data = first.get("data") if isinstance(first, dict) else None
    if not isinstance(data, dict) or not isinstance(data.get("posts"), list):
        raise Refused(name, None, "it is no export of Ghost: its tables are not there")
    return data


def _rows(data: Mapping[str, Any], table: str) -> list[dict[str, Any]]:
    rows = data.get(table)
    return [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []


def _by_id(data: Mapping[str, Any], table: str) -> dict[str, dict[str, Any]]:
    return {str(row.get("id")): row for row in _rows(data, table) if _text(row, "name")}


def _joined(
    data: Mapping[str, Any], table: str, column: str, known: Mapping[str, dict[str, Any]]
) -> dict[str, list[dict[str, Any]]]:
    """The rows of a post's tags or authors, in their order."""
    found: dict[str, list[tuple[int, dict[str, Any]]]] = defaultdict(list)
    for row in _rows(data, table):
        order = row.get("sort_order")
        place = order if isinstance(order, int) else 0
        if one := known.get(str(row.get(column))):
            found[str(row.get("post_id"))].append((place, one))
    return {
        post: [one for _place, one in sorted(rows, key=lambda row: row[0])]
        for post, rows in found.items()
    }


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


def _post(
    row: Mapping[str, Any], facts: PostFacts, settings: GhostSettings, zone: tzinfo
) -> ArchivedPost:
    body, is_html, remarks = _body(row)
    is_page = row.get("type") == "page" or row.get("page") in (1, True)
    slug, written = _text(row, "slug"), _moment(row, "published_at") or _moment(row, "created_at")
    shown, why = _is_shown(row, facts.meta)
    remarks += [why] if why else []
    if any(_text(row, f"codeinjection_{place}") for place in ("head", "foot")):
        remarks.append("scripts and styles of its own (code injection) were left out")
    if picture := _text(row, "feature_image"):
        address = picture.replace(HOME, "")
        if address not in body:
            alt, caption = (_text(facts.meta, f"feature_image_{one}") for one in ("alt", "caption"))
            body = f"{head_figure(address, alt, caption)}\n\n{body}"
    tags = [tag for tag in facts.tags if not _is_internal(tag)]
    path = f"/{slug}/" if is_page and slug else _path(row, facts, settings, zone)
    values: dict[str, Value] = {
        "title": _text(row, "title") or slug,
        "slug": slug,
        "authors": [_author(one) for one in facts.authors],
        "date": written,
        "tags": [_text(tag, "name") for tag in tags],
        "excerpt": _text(row, "custom_excerpt"),
        "permalink": path,
        "redirect_from": list(settings.former.get(path.rstrip("/"), [])) if path else [],
        "canonical_url": _text(row, "canonical_url").replace(HOME, ""),
        "draft": str(not shown).lower(),
    }
    named = _text(row, "uuid") or str(row.get("id"))
    kind = "page" if is_page else "post"
    return ArchivedPost(f"{kind}/{named}", values, body, is_html, is_page, remarks=tuple(remarks))


def _is_shown(row: Mapping[str, Any], meta: Mapping[str, Any]) -> tuple[bool, str]:
    """Whether everybody could read a post, and what is to be told where that is not so."""
    if _text(row, "visibility") not in PUBLIC:
        return False, "only members could read it: imported as a draft"
    is_mail = _text(row, "status") == "sent" or meta.get("email_only") in (1, True)
    if is_mail:
        return False, "it was sent as a letter alone: imported as a draft"
    return _text(row, "status") in {"published", "scheduled"}, ""


def _is_internal(tag: Mapping[str, Any]) -> bool:
    """Ghost's private tags, whose names begin with #."""
    return _text(tag, "name").startswith("#") or _text(tag, "visibility") == "internal"


def _author(row: Mapping[str, Any]) -> Value:
    name, website = _text(row, "name"), as_url(_text(row, "website"))
    return {"name": name, "url": website} if website else name


def _path(row: Mapping[str, Any], facts: PostFacts, settings: GhostSettings, zone: tzinfo) -> str:
    """Where a post stood, by the site's routes."""
    when = None
    with suppress(ValueError):
        when = datetime.fromisoformat(_moment(row, "published_at")).astimezone(zone)
    tags = [_text(tag, "slug") for tag in facts.tags]
    authors = [_text(one, "slug") for one in facts.authors]
    is_featured = row.get("featured") in (1, True)
    return settings.path_of(
        _text(row, "slug"), tags, authors[0] if authors else "", is_featured, when
    )


def _moment(row: Mapping[str, Any], key: str) -> str:
    """Ghost writes UTC, with or without saying so, and wrote milliseconds since 1970 before 1.0."""
    value, text = row.get(key), _text(row, key)
    if type(value) is int and 0 < value < LAST_MILLISECOND:
        return datetime.fromtimestamp(value / 1000, UTC).isoformat()
    if not text or text.endswith("Z") or "+" in text:
        return text
    return f"{text.replace(' ', 'T')}Z"


def _body(row: Mapping[str, Any]) -> tuple[str, bool, list[str]]:
    """A post's Markdown where it was written so, else the HTML that Ghost made, else what its
    editor's document says."""
    lexical, mobiledoc = _text(row, "lexical"), _text(row, "mobiledoc")
    if text := markdown_alone(lexical, mobiledoc):
        return text.replace(HOME, ""), False, []
    if text := _text(row, "html"):
        text, left = rewrite_cards(without_copies(text.replace(HOME, "")))
        text, is_gated = without_gated(text)
        return text, True, told_cards(left) + [GATED_TOLD] * is_gated
    document = read_editor_text(lexical, mobiledoc)
    if document.text:
        left = [*document.left, *document.unknown]
        gated = [GATED_TOLD] * document.is_gated
        text = without_copies(document.text.replace(HOME, ""))
        return text, not document.has_markdown, told_cards(left) + gated
    text = _text(row, "plaintext").replace(HOME, "")
    return text, False, ["the export has only its plain text"] if text else ["it has no text"]


def told_cards(names: Iterable[str]) -> list[str]:
    told = ", ".join(sorted(set(names)))
    return [f"cards that no page here can have were left out: {told}"] if told else []


def without_copies(text: str) -> str:
    """The HTML with the pictures themselves in place of Ghost's smaller copies."""
    return SIZE.sub("/content/images/", SOURCE_SETS.sub("", text))


def without_gated(text: str) -> tuple[str, bool]:
    """The HTML without what members alone saw, and whether there was some; what never ends goes to
    the end."""
    parts, position, is_gated = [], 0, False
    while found := GATED.search(text, position):
        end = text.find(GATED_END, found.end())
        parts.append(text[position : found.start()])
        if "nonMember:true" in found[1]:
            position = found.end()
            continue
        is_gated = True
        position = end + len(GATED_END) if end >= 0 else len(text)
    return "".join([*parts, text[position:]]), is_gated


def ghost_site(file: Path, data: Mapping[str, Any], settings: GhostSettings) -> SourceSite:
    said = {_text(row, "key"): _text(row, "value") for row in _rows(data, "settings")}
    language = as_language(said.get("locale", "") or said.get("lang", ""))
    return SourceSite(
        root=file.parent,
        system="ghost",
        url=as_url(said.get("url", "")),
        timezone=said.get("timezone", "") or said.get("active_timezone", ""),
        language=language,
        description=SiteDescription(
            name=said.get("title", ""),
            description=said.get("description", ""),
            language=language,
            time_zone=said.get("timezone", "") or said.get("active_timezone", ""),
            navigation=_links(said.get("navigation", "")),
            feed_paths=("/rss/",),
        ),
        label_pages=(LabelPages(False, settings.tag_pages, "wordpress"),),
        remarks=settings.problems,
    )


def _links(text: str) -> tuple[tuple[str, str], ...]:
    try:
        rows = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    links = ((_text(row, "label"), _text(row, "url").replace(HOME, "")) for row in rows)
    return tuple(link for link in links if all(link))
