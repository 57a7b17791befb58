"""Finds what a text cites and writes its citations in a style."""

import html as markup
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from papers.choices import Origin, State
from papers.citing.citation_marks import (
    Marked,
    put_citations,
)
from papers.citing.citation_syntax import find_clusters
from papers.citing.formatted_citations import FormattedText, cited_place
from papers.citing.mentions import (
    Annotated,
    KnownWork,
    Mention,
    annotate_mentions,
    mentions_of_title,
)
from papers.citing.notice_marks import notice_marks, put_marks
from papers.citing.opened_texts import (
    CitationSettings,
    Opened,
    answer_all,
    open_text,
    own_title,
)
from papers.citing.passages import OMITTED
from papers.citing.provisional_titles import is_long_enough
from papers.citing.reference_lists import Wanted, format_wanted
from papers.citing.restyled_text import place_html
from papers.citing.styled_formulas import formulas_in_words
from papers.citing.work_lookup import (
    Answers,
)
from papers.models import CitedWork, Paper
from papers.records.finished_html import without_tags
from papers.records.identifiers import identifier_url
from papers.records.typed_identifiers import keyed_identifier

SILENT_ELEMENT = re.compile(r"<(math|code|kbd|samp)\b.*?</\1>", re.DOTALL)


@dataclass(frozen=True)
class CitedText:
    """A text with its citations written, and all that is stored of them.

    ``plain`` gives for each citation as it was written what readers see of it, as text. Keys that
    are ``linked`` stand in the words of links, where they cite nothing. Those that are ``waiting``
    are of papers to be looked up, and may be of no work. One that ``is_cut`` has more citations
    than are read. ``papers`` are those that it was written from, each with the time of its last
    change, or ``None`` for one that was gone already; ``rows`` are these papers as they were read.
    ``marks`` warn of works by their keys; ``noticed_at`` is when the last of the works that it
    warns of became known to be retracted, or the like.
    """

    html: str
    mentions: tuple[Mention, ...]
    unresolved: tuple[str, ...]
    shown: FormattedText
    wanted: Wanted
    digest: str
    scope: str = ""
    uncited: tuple[int, ...] = ()
    plain: Mapping[str, str] = field(default_factory=dict)
    is_cut: bool = False
    linked: tuple[str, ...] = ()
    waiting: tuple[str, ...] = ()
    papers: Mapping[int, datetime | None] = field(default_factory=dict)
    rows: Mapping[int, Paper] = field(default_factory=dict)
    marks: Mapping[str, str] = field(default_factory=dict)
    noticed_at: datetime | None = None

    def is_current(self, now: Mapping[int, datetime]) -> bool:
        """Whether the papers are still those that it was written from; ``now`` as ``papers``."""
        return all(pk in now and now[pk] == changed_at for pk, changed_at in self.papers.items())


def cite_text(source: str, writing: CitationSettings) -> CitedText:
    """Sanitized HTML with the library's works found in it and its citations in a style."""
    opened = open_text(source, writing)
    return cite_opened(opened, answer_all([opened], writing.reach))


@dataclass(frozen=True)
class FoundWorks:
    """What was found in a text: its HTML with an id at each mention, its ``own`` title, the papers
    that only its settings name, those that readers see, and all that it is written from."""

    annotated: Annotated
    own: str
    uncited: tuple[int, ...]
    shown: Sequence[int]
    papers: set[int]
    rows: Mapping[int, Paper]


def cite_opened(opened: Opened, answers: Answers) -> CitedText:
    """The text cited; ``answers`` are to its candidates, and may be to those of others too."""
    (cited,) = cite_all([opened], answers)
    return cited


def cite_all(opened: Sequence[Opened], answers: Answers) -> list[CitedText]:
    """The same of many texts, whose papers are those that were read to find them; what else their
    lists show is read for all together."""
    found = [find_works(one, answers) for one in opened]
    papers = {pk: row for one in found for pk, row in one.rows.items()}
    if missing := {pk for one in found for pk in one.papers} - papers.keys():
        papers |= Paper.objects.in_bulk(missing)
    return [
        write_citations(one, works, {pk: papers[pk] for pk in works.papers if pk in papers})
        for one, works in zip(opened, found, strict=True)
    ]


def find_works(opened: Opened, answers: Answers) -> FoundWorks:
    cited, works, writing = opened.cited, opened.works, opened.writing
    by_title = answers.by_title if writing.finds_titles else {}
    by_identifier = answers.by_identifier
    found = annotate_mentions(opened.read, by_title, by_identifier, writing.scope, cited, works)
    own = own_title(writing)
    named = mentions_of_title(opened.read, own, by_title, found.mentions)
    found = replace(found, mentions=(*named, *found.mentions))
    uncited = tuple(dict.fromkeys(works[key].paper_id for key in opened.silent if key in works))
    shown = shown_papers(found.mentions, uncited, writing)
    papers = {*shown, *(one.work.paper_id for one in found.mentions)}
    known = [*(one.work for one in found.mentions), *works.values()]
    rows = {one.paper_id: one.row for one in known if one.row and one.paper_id in papers}
    return FoundWorks(found, own, uncited, shown, papers, rows)


def write_citations(opened: Opened, works: FoundWorks, papers: Mapping[int, Paper]) -> CitedText:
    """The text with what was found in it; ``papers`` are those of its works that are there."""
    cited, known, silent, writing = opened.cited, opened.works, opened.silent, opened.writing
    found = works.annotated
    seen = [papers[pk] for pk in works.shown if pk in papers]
    wanted = wanted_for(seen, cited, known, writing)
    shown, digest = format_wanted(wanted, writing.style, writing.post_id)
    anchors: list[dict[str, list[str]]] = [defaultdict(list) for _one in cited]
    for mention in found.mentions:
        if mention.mark is not None:
            anchors[mention.mark][mention.work.key].append(mention.anchor)
    marks = notice_marks(papers.values())
    places = [
        citation_html(one, place, names, writing, marks, number)
        for number, (one, place, names) in enumerate(zip(cited, shown.places, anchors, strict=True))
    ]
    plain = [
        visible_text(citation_html(one, formulas_in_words(place), {}, writing, {}, number))
        for number, (one, place) in enumerate(zip(cited, shown.places, strict=True))
    ]  # sentences that are quoted elsewhere have no marks of ours
    missing = [key for one in cited for key in one.missing]
    missing += [key for key in silent if key not in known]
    by_key = [*(item.key for one in cited for item in one.items), *silent]
    return CitedText(
        html=put_citations(put_marks(found.html, found.mentions, marks), places),
        mentions=tuple(
            replace(
                one,
                sentence=" ".join(put_citations(one.sentence, plain).split()),
                is_about=one.is_about or is_subject(papers.get(one.work.paper_id), works.own),
            )
            for one in found.mentions
        ),
        unresolved=tuple(dict.fromkeys(missing)),
        shown=shown,
        wanted=wanted,
        digest=digest,
        scope=writing.scope,
        uncited=works.uncited,
        plain={one.text: text for one, text in zip(cited, plain, strict=True) if one.items},
        is_cut=opened.is_cut,
        linked=opened.linked,
        waiting=waiting_keys(by_key, known, papers),
        papers={pk: papers[pk].updated_at if pk in papers else None for pk in works.papers},
        rows=papers,
        marks=marks,
        noticed_at=last_noticed(seen),
    )


def waiting_keys(
    keys: Iterable[str], works: Mapping[str, KnownWork], papers: Mapping[int, Paper]
) -> tuple[str, ...]:
    """Those of the keys whose papers wait to be looked up."""
    waiting = {pk for pk, paper in papers.items() if paper.state == State.TO_LOOK_UP}
    found = (key for key in keys if key in works and works[key].paper_id in waiting)
    return tuple(dict.fromkeys(found))


def is_subject(paper: Paper | None, own: str) -> bool:
    """Whether a text's own title names a paper that the text cites: it is about that."""
    is_named = paper is not None and is_long_enough(paper.title_key)
    return is_named and f" {paper.title_key} " in f" {own} "


def last_noticed(papers: Iterable[Paper]) -> datetime | None:
    moments = [paper.noticed_at for paper in papers if paper.has_warning and paper.noticed_at]
    return max(moments, default=None)


def shown_papers(
    mentions: Iterable[Mention], uncited: Iterable[int], writing: CitationSettings
) -> list[int]:
    """The papers that readers see of a text's works, in the order of the text."""
    ids = dict.fromkeys(one.work.paper_id for one in mentions if one.is_confirmed)
    ids |= dict.fromkeys(uncited)
    if writing.added is not None:
        ids |= dict.fromkeys(writing.added)
    elif writing.post_id is not None:
        added = CitedWork.objects.filter(
            post_id=writing.post_id, found_by=Origin.EDITOR, is_confirmed=True
        )
        ids |= dict.fromkeys(added.order_by("position", "pk").values_list("paper_id", flat=True))
    return list(ids)


def wanted_for(
    papers: Iterable[Paper],
    cited: Sequence[Marked],
    works: Mapping[str, KnownWork],
    writing: CitationSettings,
) -> Wanted:
    """All that a text's citations and references are made from."""
    keys = {key: work.key for key, work in works.items()}
    return Wanted(
        records=tuple({**paper.record, "id": paper.key} for paper in papers),
        places=tuple(cited_place(one, keys) for one in cited),
        language=writing.language,
    )


def citation_html(
    one: Marked,
    place: str,
    anchors: dict[str, list[str]],
    writing: CitationSettings,
    marks: Mapping[str, str],
    number: int,
) -> str:
    """One citation as HTML: every work linked to its entry, with the ids that its mentions have and
    its mark (``marks`` by key), if it was retracted or the like."""
    if not one.items:
        return missing_html(one.source, one.missing, writing)
    text = place_html(place, one.tags, anchors, marks, writing.scope, number)
    if one.missing:
        rest = "; ".join(f"@{markup.escape(key, quote=False)}" for key in one.missing)
        text += f" {missing_html(f'[{rest}]', one.missing, writing)}"
    return text


def missing_html(source: str, keys: Sequence[str], writing: CitationSettings) -> str:
    """Keys that lead to no work, as written; identifiers lead to where they say."""
    known = [keyed_identifier(key) for key in keys]
    places = [identifier_url(one) if one else "" for one in known]
    if not all(places):
        return f'<span class="unresolved">{source}</span>'
    rel = f' rel="{writing.link_rel}"' if writing.link_rel else ""
    links = (
        f'<a href="{markup.escape(place)}"{rel}>{one.scheme}:{markup.escape(one.value)}</a>'
        for place, one in zip(places, known, strict=True)
    )
    return f'<span class="citations">[{"; ".join(links)}]</span>'


def list_html(cited: CitedText) -> str:
    """A short list of references to stand under a text, each with its paper's page."""
    pages = {one.work.key: one.work.url for one in cited.mentions}
    entries = (
        f'<li id="{cited.scope}work-{markup.escape(key)}">{entry}{cited.marks.get(key, "")} · '
        f'<a href="{markup.escape(pages[key])}">{markup.escape(key)}</a></li>'
        for key, entry in cited.shown.entries
        if key in pages
    )
    inner = "".join(entries)
    return f'<ul class="references">{inner}</ul>' if inner else ""


def visible_text(source: str) -> str:
    """What readers see of a piece of HTML."""
    return markup.unescape(without_tags(SILENT_ELEMENT.sub(OMITTED, source)))


def with_citations(text: str, plain: Mapping[str, str]) -> str:
    """A plain text in which citations stand as their authors wrote them, as readers see them."""
    if not plain:
        return text
    parts, done = [], 0
    for start, end in written_places(text, plain):
        parts += [text[done:start], plain[text[start:end]]]
        done = end
    return "".join([*parts, text[done:]])


def written_places(
    text: str, plain: Mapping[str, str], offset: int = 0
) -> Iterator[tuple[int, int]]:
    for cluster in find_clusters(text):
        first = cluster.items[0].end
        ends = [end for end in (cluster.end, first) if text[cluster.start : end] in plain]
        if ends:
            yield offset + cluster.start, offset + ends[0]
        elif cluster.end > first and cluster.is_narrative:
            yield from written_places(text[first : cluster.end], plain, offset + first)
