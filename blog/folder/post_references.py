"""The works that posts cite, beside their texts, for programs that know no library."""

import re
from collections.abc import Iterable, Mapping

from blog.models import Page, Post
from blog.text.header_lines import written_json
from papers.citing.citation_syntax import find_clusters
from papers.citing.cited_text import visible_text
from papers.citing.opened_texts import NOCITE
from papers.citing.stored_references import formatted_reference
from papers.citing.styled_formulas import formulas_in_words
from papers.citing.work_lookup import works_by_key
from papers.formats.bibtex_writing import write_bibtex
from papers.models import Paper
from papers.records.public_record import public_record

Cited = Mapping[str, Paper]
"""Papers by the keys that a text has for them, in their order there."""
_PLAIN = re.compile(r"[\w:./+-]+")
"""A key that Pandoc reads in a .bib; another one stands in JSON."""


def works_cited_in(rows: Iterable[Post | Page]) -> dict[int, Cited]:
    """For each post, or each page, by its number."""
    keys = {row.pk: cited_keys(row) for row in rows}
    works = works_by_key({key for some in keys.values() for key in some})
    papers = Paper.objects.in_bulk({work.paper_id for work in works.values()})
    return {
        pk: {key: papers[works[key].paper_id] for key in some if key in works}
        for pk, some in keys.items()
    }


def cited_keys(row: Post | Page) -> list[str]:
    found = [item.key for one in find_clusters(row.source) for item in one.items]
    silent = NOCITE.findall(row.nocite) if isinstance(row, Post) else []
    return list(dict.fromkeys([*found, *silent]))


def bibliography_files(cited: Cited) -> dict[str, str]:
    """Bibliographies in which Pandoc finds each key, by their names; a work with several keys is
    one entry, which its .bib cannot say."""
    keys: dict[Paper, list[str]] = {}
    for key, paper in cited.items():
        keys.setdefault(paper, []).append(key)
    plain, others = [], []
    for paper, (first, *more) in keys.items():
        record = public_record({**paper.record, "id": first})
        if not more and _PLAIN.fullmatch(first):
            plain.append(record)
        else:
            others.append({**record, **({"other-ids": " ".join(more)} if more else {})})
    files = {"references.bib": "".join(write_bibtex(plain, False))} if plain else {}
    if others:
        files["references.json"] = f"{written_json(others, indent=1)}\n"
    return files


def told_references(cited: Cited) -> list[dict[str, str]]:
    """Each work in the site's style, as plain text."""
    return [{"key": key, "text": plain_reference(paper)} for key, paper in cited.items()]


def plain_reference(paper: Paper) -> str:
    html = paper.reference_html or formatted_reference(paper.record)
    return " ".join(visible_text(formulas_in_words(html)).split())
