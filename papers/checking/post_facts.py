"""What posts say of the works that they cite, compared with the library."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import or_

from django.db.models import F, Q

from papers.checking.prose_facts import FactWarning, ProseWork, check_prose, prose_work
from papers.checking.prose_sentences import ReadProse, read_prose
from papers.checking.prose_tools import bundled_tool_years
from papers.models import CitedWork, Identifier, Paper
from papers.records.folded_text import title_key

SAME_START = 2  # words of a heading with which a title begins that it may be
MOST_HEADINGS = 50
MOST_TITLES = 200


def text_facts(
    html: str,
    works: Mapping[int, Sequence[str]],
    papers: Mapping[int, Paper],
    own_tools: Mapping[str, int] | None = None,
) -> list[FactWarning]:
    """The warnings for a finished text, in three queries at the most: ``works`` has the ids of its
    mentions by the paper that they name, in the order of its works; ``papers`` are the rows of
    these. ``own_tools`` are a site's own years of tools, by name, beside the bundled ones."""
    tools = {**bundled_tool_years(), **(own_tools or {})}
    read = read_prose(html)
    return check_prose(read, known_works(works, papers), tools, likely_titles(read))


def named_anchors(post_id: int) -> dict[int, list[str]]:
    """The ids of a stored post's mentions by the paper that they name, in the order of its works,
    in one query."""
    rows = CitedWork.objects.filter(post=post_id).order_by("position", "pk", "citations__position")
    anchors: dict[int, list[str]] = {}
    for paper_id, anchor in rows.values_list("paper_id", "citations__anchor"):
        anchors.setdefault(paper_id, []).extend([anchor] if anchor is not None else [])
    return anchors


def known_works(
    anchors: Mapping[int, Sequence[str]], papers: Mapping[int, Paper]
) -> list[ProseWork]:
    """What is known of these papers, with the years of their versions."""
    identifiers = defaultdict(list)
    for one in Identifier.objects.filter(paper__in=list(papers)):
        identifiers[one.paper_id].append(one)
    years = version_years(list(papers.values()))
    return [
        prose_work(
            papers[pk].key,
            papers[pk].record,
            places,
            identifiers[pk],
            years[papers[pk].version_of_id or pk],
        )
        for pk, places in anchors.items()
        if pk in papers
    ]


def version_years(papers: list[Paper]) -> dict[int, set[int]]:
    """The years of all versions of works, by the row that the others are versions of."""
    mains = {paper.version_of_id or paper.pk for paper in papers}
    years: dict[int, set[int]] = defaultdict(set)
    rows = Paper.objects.filter(Q(pk__in=mains) | Q(version_of__in=mains))
    for pk, main, year in rows.values_list("pk", "version_of_id", "issued_year"):
        years[main or pk].add(year)
    return years


def likely_titles(read: ReadProse) -> dict[str, str]:
    """Titles of the library that begin as headings do, by their keys."""
    starts = {" ".join(title_key(one).split()[:SAME_START]) for one in read.headings}
    ranges = [
        Q(title_key__gte=start, title_key__lt=f"{start}\U0010ffff")
        for start in sorted(starts - {""})[:MOST_HEADINGS]
        if " " in start
    ]
    if not ranges:
        return {}
    rows = Paper.objects.filter(reduce(or_, ranges)).order_by(F("pk"))
    return dict(rows.values_list("key", "title")[:MOST_TITLES])
