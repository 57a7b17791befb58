"""Ghost's export: posts and pages out of one JSON file."""

import json
from collections import defaultdict
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from blog.transfer.rewriting.head_figure import head_figure
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
PUBLIC = {"", "public"}
MAX_BYTES = 500_000_000
CARDS = ("markdown", "card-markdown")


def read_ghost(file: Path, name: str) -> tuple[SourceSite, Iterator[ArchivedPost]]:
    """The site of an export, and its posts and pages in its order. Raises Refused where it cannot
    be read."""
    data = ghost_data(file, name)
    return ghost_site(file, data), ghost_posts(data)


def ghost_posts(data: Mapping[str, Any]) -> Iterator[ArchivedPost]:
    tags = _joined(data, "posts_tags", "tag_id", _named(data, "tags"))
    authors = _joined(data, "posts_authors", "author_id", _named(data, "users"))
    metas = {str(row.get("post_id")): row for row in _rows(data, "posts_meta")}
    people = _named(data, "users")
    for row in _rows(data, "posts"):
        number = str(row.get("id"))
        own = people.get(str(row.get("author_id")), "")
        names = authors.get(number) or ([own] if own else [])
        yield _post(row, tags.get(number, []), names, metas.get(number, {}))


def ghost_data(file: Path, name: str) -> Mapping[str, Any]:
    """The tables of an export. Raises Refused for another file."""
    if file.stat().st_size > MAX_BYTES:
        raise Refused(name, None, f"it is bigger than {MAX_BYTES // 1_000_000} MB")
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


def _named(data: Mapping[str, Any], table: str) -> dict[str, str]:
    return {str(row.get("id")): _text(row, "name") for row in _rows(data, table)}


def _joined(
    data: Mapping[str, Any], table: str, column: str, names: Mapping[str, str]
) -> dict[str, list[str]]:
    """The names of a post's tags or authors, in their order."""
    found: dict[str, list[tuple[int, str]]] = defaultdict(list)
    for row in _rows(data, table):
        order = row.get("sort_order")
        place = order if isinstance(order, int) else 0
        if name := names.get(str(row.get(column)), ""):
            found[str(row.get("post_id"))].append((place, name))
    return {
        post: [name for _place, name in sorted(rows, key=lambda one: one[0])]
        for post, rows in found.items()
    }


def _text(row: Mapping[str, Any], key: str) -> str:
    value = row.get(key)
    return value.strip() if isinstance(value, str) else ""


def _post(
    row: Mapping[str, Any], tags: list[str], authors: list[str], meta: Mapping[str, Any]
) -> ArchivedPost:
    body, is_html, remarks = _body(row)
    is_page = row.get("type") == "page" or row.get("page") in (1, True)
    slug = _text(row, "slug")
    is_public = _text(row, "visibility") in PUBLIC
    is_shown = _text(row, "status") in {"published", "scheduled", "sent"} and is_public
    if not is_public:
        remarks.append("only members could read it: imported as a draft")
    inner = [tag for tag in tags if not tag.startswith("#")]  # Ghost's private tags
    if picture := _text(row, "feature_image"):
        address = picture.replace(HOME, "")
        if address not in body:
            body = f"{head_figure(address, _text(meta, 'feature_image_alt'))}\n\n{body}"
    values: dict[str, Value] = {
        "title": _text(row, "title") or slug,
        "slug": slug,
        "authors": list(authors),
        "date": _moment(_text(row, "published_at") or _text(row, "created_at")),
        "tags": list(inner),
        "excerpt": _text(row, "custom_excerpt"),
        "permalink": f"/{slug}/" if slug else "",
        "canonical_url": _text(row, "canonical_url").replace(HOME, ""),
        "draft": str(not is_shown).lower(),
    }
    named = _text(row, "uuid") or str(row.get("id"))
    kind = "page" if is_page else "post"
    return ArchivedPost(f"{kind}/{named}", values, body, is_html, is_page, remarks=tuple(remarks))


def _moment(text: str) -> str:
    """Ghost writes UTC, with or without saying so."""
    if not text or text.endswith("Z") or "+" in text:
        return text
    return f"{text.replace(' ', 'T')}Z"


def _body(row: Mapping[str, Any]) -> tuple[str, bool, list[str]]:
    """A post's Markdown where it was written so, else the HTML that Ghost made."""
    text = _cards(_text(row, "mobiledoc"))
    if text:
        return text.replace(HOME, ""), False, []
    if text := _text(row, "html"):
        return text.replace(HOME, ""), True, []
    text = _text(row, "plaintext").replace(HOME, "")
    return text, False, ["the export has only its plain text"] if text else ["it has no text"]


def _cards(mobiledoc: str) -> str:
    """The Markdown of a text that is nothing but Markdown cards, else ''."""
    try:
        value = json.loads(mobiledoc) if mobiledoc else {}
    except (ValueError, RecursionError):
        return ""
    cards = value.get("cards") if isinstance(value, dict) else None
    sections = value.get("sections") if isinstance(value, dict) else None
    if not isinstance(cards, list) or not isinstance(sections, list) or not cards:
        return ""
    filled = (one for one in sections if isinstance(one, list) and one[-1:] != [[]])
    if any(one[:1] != [10] for one in filled):  # a section of words of its own
        return ""
    texts = []
    for card in cards:
        if not isinstance(card, list) or len(card) != 2 or card[0] not in CARDS:
            return ""
        texts.append(_text(card[1], "markdown") if isinstance(card[1], dict) else "")
    return "\n\n".join(filter(None, texts))


def ghost_site(file: Path, data: Mapping[str, Any]) -> SourceSite:
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
        label_pages=(LabelPages(False, "/tag/:name/", "wordpress"),),
    )


def _links(text: str) -> tuple[tuple[str, str], ...]:
    try:
        rows = json.loads(text) if text else []
    except (ValueError, RecursionError):
        return ()
    rows = [row for row in rows if isinstance(row, dict)] if isinstance(rows, list) else []
    links = ((_text(row, "label"), _text(row, "url").replace(HOME, "")) for row in rows)
    return tuple(link for link in links if all(link))
