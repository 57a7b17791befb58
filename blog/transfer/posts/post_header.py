"""The keys of a post's header that are taken over, each under all the names that systems give it.

Its title and summary are also looked for in its text (`titles`, `summaries`), its dates and whether
it is a draft also in its path (`post_dates`).
"""

import json
import re
from dataclasses import dataclass

from blog.text.hosts import host_of
from blog.transfer.posts.source_post import Source
from blog.transfer.posts.tags_and_categories import Labels, read_labels
from blog.transfer.source.authors import read_authors
from blog.transfer.source.file_names import FileName
from blog.transfer.source.header_values import (
    as_flag,
    as_language,
    as_license,
    as_line,
    as_path,
    as_strings,
    as_text,
    as_url,
)
from blog.transfer.source.import_values import SourceAuthor, Value

_COMMENTS = ("comments", "allow_comments", "comment", "disqus_comments", "giscus_comments")
_SHARING = ("share", "allow_sharing", "sharing", "social_share")
_LICENSES = ("license", "licence", "creative_commons", "rights")
_CANONICAL = ("canonical_url", "canonical", "canonicalurl", "rel_canonical")


@dataclass(frozen=True)
class HeaderFields:
    """`own_path` is one more old path of the post, where its canonical address is of its own site;
    None for a flag that the header does not set."""

    tags: Labels
    categories: Labels
    canonical_url: str
    own_path: str
    language: str
    license: str
    series: str
    doi: str
    authors: tuple[SourceAuthor, ...]
    allow_comments: bool | None
    allow_sharing: bool | None
    bibliography: tuple[str, ...]
    nocite: tuple[str, ...]
    references: str


def read_header_fields(source: Source, name: FileName) -> HeaderFields:
    """What the header says, the site's defaults included; what is odd is noted in the source."""
    tags = _labels(source, "tag", "tags")
    categories = _labels(source, "category", "categories")
    canonical_url, own_path = _canonical(source)
    return HeaderFields(
        tags=tags,
        categories=categories,
        canonical_url=canonical_url,
        own_path=own_path,
        language=_language(source, name),
        license=as_license(source.first(*_LICENSES)),
        series=_series(source.first("series")),
        doi=_own_doi(source),
        authors=_authors(source),
        allow_comments=_flag(source, _COMMENTS),
        allow_sharing=_flag(source, _SHARING),
        bibliography=tuple(dict.fromkeys(as_strings(source.first("bibliography")))),
        nocite=_nocite(source),
        references=_references(source),
    )


def _labels(source: Source, singular: str, plural: str) -> Labels:
    """Blanks separate names in Jekyll's plural key alone; other systems use commas."""
    splits_blanks = source.kind == "yaml" and source.site.system in {"", "jekyll"}
    taxonomies = source.values.get("taxonomies")  # Zola's table
    inner = taxonomies.get(plural) if isinstance(taxonomies, dict) else None
    labels = read_labels(
        [
            (source.values.get(singular), False),
            (source.values.get(plural), splits_blanks),
            (inner, False),
        ]
    )
    for remark in labels.remarks:
        source.note(remark, source.key(plural, singular))
    return labels


def _authors(source: Source) -> tuple[SourceAuthor, ...]:
    keys = ("authors", "author", "by", "byline")
    authors, remarks = read_authors(source.first(*keys), source.site.people)
    for remark in remarks:
        source.note(remark, source.key(*keys))
    return authors


def _flag(source: Source, keys: tuple[str, ...]) -> bool | None:
    said, text = source.flag(*keys), source.text(*keys)
    if said is None and text:
        source.note(f"“{text[:60]}” is neither yes nor no", source.key(*keys))
    return said


def _language(source: Source, name: FileName) -> str:
    keys = ("lang", "language", "locale")
    stated = source.text(*keys)
    language = as_language(stated)
    if stated and not language and as_flag(stated) is None:
        source.note(f"“{stated[:60]}” is no language tag (BCP 47)", source.key(*keys))
    return language or as_language(name.language) or source.site.language


def _canonical(source: Source) -> tuple[str, str]:
    """An address elsewhere, or else (on the site's own host) one more old path of the post."""
    text = source.text(*_CANONICAL)
    url, host = as_url(text), host_of(source.site.url)
    if text and not url and as_flag(text) is None:
        source.note(f"“{text[:80]}” is no web address", source.key(*_CANONICAL))
    if url and host and host_of(url) == host:
        return "", as_path(url, host)
    return url, ""


def _series(value: Value) -> str:
    if isinstance(value, dict):
        value = value.get("name") or value.get("title")
    return next((as_line(text) for text in as_strings(value)), "")


def _own_doi(source: Source) -> str:
    found = re.search(r"10\.\d{4,9}/\S+\Z", as_text(source.first("doi")).strip())
    return found[0].lower() if found else ""


def _references(source: Source) -> str:
    """Pandoc's `references`: works described in the header itself, as CSL-JSON; '' for none."""
    value = source.first("references")
    rows = value if isinstance(value, list) else []
    works = [one for one in rows if isinstance(one, dict) and as_text(one.get("id"))]
    return json.dumps(works) if works else ""


def _nocite(source: Source) -> tuple[str, ...]:
    """Pandoc's `nocite: "@a, @b"`, or `@*`."""
    texts = " ".join(as_strings(source.first("nocite")))
    return tuple(dict.fromkeys(re.findall(r"@([^\s,;@\]]+)", texts)))
