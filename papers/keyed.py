"""Citation keys in a post's rendered text, shown as author and year. No Django here.

A first form, without styles: a citation processor will write these places.
"""

import html
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from papers.identifiers import address
from papers.markdown import Cited, Cluster, find_clusters, identifier_of
from papers.mentions import Work
from papers.passages import NAME, SILENT, tokens_of


@dataclass(frozen=True)
class Keyed:
    """The HTML with its keys shown, and the keys in brackets that lead to no work."""

    html: str
    unresolved: tuple[str, ...]


def keys_in(source: str) -> frozenset[str]:
    """The keys that sanitized HTML cites, or may cite."""
    if "@" not in source:
        return frozenset()
    tokens = tokens_of(source)
    return frozenset(
        item.key
        for index in _texts(tokens)
        for cluster in find_clusters(html.unescape(tokens[index]))
        for item in cluster.items
    )


def link_keys(source: str, works: Mapping[str, Work]) -> Keyed:
    """Each key that leads to a work as a link to the work's page; others stay as they stand.

    A key that is an identifier of an unknown work links to where the identifier leads.
    """
    if "@" not in source:
        return Keyed(source, ())
    tokens = tokens_of(source)
    unresolved: dict[str, None] = {}
    for index in _texts(tokens):
        text = html.unescape(tokens[index])
        parts, done = [], 0
        for cluster in find_clusters(text):
            written = _written(text, cluster, works)
            if not cluster.is_narrative:
                unresolved |= {one.key: None for one in cluster.items if one.key not in works}
            if written is not None:
                parts += [html.escape(text[done : cluster.start], quote=False), written]
                done = cluster.end
        if done:
            tokens[index] = "".join([*parts, html.escape(text[done:], quote=False)])
    return Keyed("".join(tokens), tuple(unresolved))


def _texts(tokens: list[str]) -> Iterator[int]:
    """Where text runs stand that may cite: not in code, formulas or links."""
    silent = 0
    for index, token in enumerate(tokens):
        match = NAME.match(token) if token.startswith("<") else None
        if match is None:
            if not silent and "@" in token:
                yield index
        elif match[1].lower() in SILENT or match[1].lower() == "a":
            silent = max(0, silent + (-1 if token.startswith("</") else 1))


def _written(text: str, cluster: Cluster, works: Mapping[str, Work]) -> str | None:
    """The HTML for a cluster, or None where none of its keys leads anywhere."""
    if cluster.is_narrative:
        item = cluster.items[0]
        if item.key not in works:
            return None
        behind = html.escape(text[item.end : cluster.end], quote=False)
        return _narrative(item, works[item.key]) + behind
    shown = [_shown(item, works) for item in cluster.items]
    if not any(shown):
        return None
    plain = (html.escape(text[item.start : item.end], quote=False) for item in cluster.items)
    parts = [
        " ".join(filter(None, (html.escape(item.prefix, quote=False), link or key))) + _suffix(item)
        for item, link, key in zip(cluster.items, shown, plain, strict=True)
    ]
    return f'<span class="citations">({"; ".join(parts)})</span>'


def _shown(item: Cited, works: Mapping[str, Work]) -> str:
    work = works.get(item.key)
    if work is not None:
        year = str(work.year or "n.d.")
        return _link(work, year if item.is_year_only else f"{work.label} {year}", bare(item))
    known = identifier_of(item.key)
    if known is None or not (place := address(known)):
        return ""
    return f'<a href="{html.escape(place)}">{known.scheme}:{html.escape(known.value)}</a>'


def _narrative(item: Cited, work: Work) -> str:
    year = f"({work.year or 'n.d.'})"
    shown = _link(work, year if item.is_year_only else f"{work.label} {year}", "")
    return f'<span class="citations">{shown}</span>'


def _suffix(item: Cited) -> str:
    return f", {html.escape(bare(item), quote=False)}" if item.suffix else ""


def bare(item: Cited) -> str:
    """What follows the key, without the comma before it."""
    return item.suffix.strip().removeprefix(",").strip()


def _link(work: Work, text: str, locator: str) -> str:
    extra = f' data-locator="{html.escape(locator[:200])}"' if locator else ""
    shown = html.escape(text, quote=False)
    return f'<a class="citation" href="{html.escape(work.url)}"{extra}>{shown}</a>'
