"""A paper's reference in the site's style, stored with the paper, so that no page formats one."""

import json
import re
from collections.abc import Iterable
from hashlib import sha256

from django.db.models import QuerySet
from django_tasks import task

from papers.citing.formatted_citations import format_works
from papers.citing.style_names import cited_language, find_style, site_style
from papers.csl.style import CslStyle
from papers.models import Paper
from papers.records.record import Record
from papers.site_values import formula_html

FORMAT = 2  # to be raised when the processor or this form changes, so that all are made anew
AT_ONCE = 500  # papers of one job: others get their turn between
_NUMBER = re.compile(r'<div class="csl-left-margin">.*?</div>\s*', re.DOTALL)
_BOX = re.compile(r"</?div[^>]*>")


def formatted_reference(record: Record) -> str:
    """A record's reference in the site's style, in HTML, without a number."""
    style, _digest, language = _wanted_style()
    return _formatted(record, style, language)


def digest_of_reference(record: Record) -> str:
    """Names all that ``formatted_reference`` makes a record's reference from."""
    _style, digest, language = _wanted_style()
    return _digest(record, digest, language)


def store_references(papers: QuerySet) -> int:
    """Stores the references of these papers where they are made from something else than before;
    how many."""
    style, digest, language = _wanted_style()
    changed = []
    rows = papers.only("key", "record", "reference_html", "reference_digest").order_by("pk")
    for paper in rows.iterator(AT_ONCE):
        now = _digest(paper.record, digest, language)
        if now != paper.reference_digest:
            paper.reference_html = _formatted(paper.record, style, language)
            paper.reference_digest = now
            changed.append(paper)
    Paper.objects.bulk_update(changed, ["reference_html", "reference_digest"], AT_ONCE)
    return len(changed)


def store_references_of(paper_ids: Iterable[int]) -> int:
    return store_references(Paper.objects.filter(pk__in=list(paper_ids)))


def store_missing_references() -> None:
    """Those of papers whose job was lost, or that come from before references were stored."""
    if Paper.objects.filter(reference_digest="").exists():
        store_all_references.enqueue()


@task()
def store_all_references(after: int = 0) -> None:
    """Every paper's, some in each job: for another style or language of the site."""
    rows = Paper.objects.filter(pk__gt=after).order_by("pk")
    found = list(rows.values_list("pk", flat=True)[:AT_ONCE])
    store_references_of(found)
    if len(found) == AT_ONCE:
        store_all_references.enqueue(found[-1])


def _wanted_style() -> tuple[CslStyle | None, str, str]:
    """The site's style, the digest of its source, and the language that it is set in."""
    style, digest = find_style(site_style())
    return style, digest, cited_language(style)


def _digest(record: Record, style_digest: str, language: str) -> str:
    made_from = [FORMAT, style_digest, language, record]
    return sha256(json.dumps(made_from, sort_keys=True).encode()).hexdigest()


def _formatted(record: Record, style: CslStyle | None, language: str) -> str:
    shown = format_works(style, [{**record, "id": "work"}], (), language, formula_html)
    return _BOX.sub("", _NUMBER.sub("", shown.entries[0][1])).strip()
