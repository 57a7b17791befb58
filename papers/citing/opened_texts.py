"""Texts whose works are being looked up: many at once cost as few queries as one."""

import html as markup
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from papers.citing.citation_marks import (
    MOST_CITED,
    CitingText,
    Marked,
    citing_text,
    keys_in_links,
    mark_citations,
)
from papers.citing.citation_syntax import find_clusters
from papers.citing.mention_places import Candidates, ReadHtml, find_candidates, read_html
from papers.citing.mentions import KnownWork
from papers.citing.provisional_titles import is_long_enough, wanted_works
from papers.citing.work_lookup import (
    Answers,
    Reach,
    WorkFinder,
    add_missing,
    add_missing_keys,
    look_up,
    works_by_key,
)
from papers.records.finished_html import without_tags
from papers.records.folded_text import title_key
from papers.records.identifiers import Id
from papers.site_values import site_values

NOCITE = re.compile(r"@?([^\s,;@]+)")
LISTED = re.compile(r'<span class="cite-none">((?:(?!</?span\b)[\s\S])*)</span>')
LISTED_ALONE = re.compile(rf"<p>\s*((?:{LISTED.pattern}\s*)+)</p>\n?")
"""Works that a text names for its list alone."""


@dataclass(frozen=True)
class CitationSettings:
    """How the citations of one text are found and written.

    ``scope`` stands before every id, ``title`` is the text's own. At most ``adds_papers``
    identifiers that are cited as keys and that the library lacks are put into it, with
    ``adds_linked`` also those that the text links or writes. ``most_cited`` keys are read, each
    counted as often as it stands there. ``added`` are the papers that an editor adds to the post's
    list, in their order; without it those are taken that are stored with the post.
    """

    style: str
    language: str = ""
    scope: str = ""
    nocite: str = ""
    post_id: int | None = None
    added: tuple[int, ...] | None = None
    adds_papers: int = 0
    adds_linked: bool = False
    title: str = ""
    finds_titles: bool = True
    link_rel: str = ""
    most_cited: int = MOST_CITED
    reach: Reach = Reach.ALL


@dataclass(frozen=True)
class Opened:
    """A text whose keys were looked up, each citation a mark; ``candidates`` are to be. The library
    is to have the works ``wanted``, each with the title that the text gives it; ``adds_papers`` of
    those that it lacks."""

    read: ReadHtml
    cited: Sequence[Marked]
    works: Mapping[str, KnownWork]
    keys: frozenset[str]
    silent: Sequence[str]
    candidates: Candidates
    writing: CitationSettings
    is_cut: bool = False
    linked: tuple[str, ...] = ()
    wanted: Mapping[Id, str] = field(default_factory=dict)
    adds_papers: int = 0


def answer_all(opened: Sequence[Opened], reach: Reach = Reach.ALL) -> Answers:
    """What the candidates of some texts lead to, once the library has what they want."""
    candidates = [one.candidates for one in opened]
    answers = look_up(candidates, reach)
    wanted: dict[Id, str] = {}
    for one in opened:
        lacking = (pair for pair in one.wanted.items() if pair[0] not in answers.by_identifier)
        for known, title in islice(lacking, one.adds_papers):
            wanted[known] = wanted.get(known, "") or title
    if not wanted:
        return answers
    add_missing(wanted)
    return look_up(candidates, reach)  # by their titles too: rendered again, a text is the same


@dataclass(frozen=True)
class NamingText:
    """A text as far as it can be read without the library: the keys that it cites, those that it
    names ``silent``ly for its list alone, and those in the words of its links."""

    text: CitingText
    keys: frozenset[str]
    silent: Sequence[str]
    linked: tuple[str, ...]
    writing: CitationSettings


def open_text(source: str, writing: CitationSettings) -> Opened:
    """Looks up what sanitized HTML cites by key, so that the rest can be for many texts at once."""
    (opened,) = open_texts([(source, writing)])
    return opened


def open_texts(
    texts: Iterable[tuple[str, CitationSettings]], finder: WorkFinder | None = None
) -> list[Opened]:
    """The same of many texts, whose keys are looked up together; all have one ``reach``, which with
    a ``finder`` is to all works."""
    naming = [naming_text(source, writing) for source, writing in texts]
    keys = {key for one in naming for key in (*one.keys, *one.silent, *one.linked)}
    if finder is not None:
        works = finder.by_key(keys)
    else:
        works = works_by_key(keys, naming[0].writing.reach) if naming else {}
    return [opened_text(one, works) for one in naming]


def naming_text(source: str, writing: CitationSettings) -> NamingText:
    source, listed = without_listed(source)
    text = citing_text(source, writing.most_cited)
    silent = [*NOCITE.findall(writing.nocite), *listed]
    linked = keys_in_links(source, writing.most_cited)
    return NamingText(text, text.keys, silent, linked, writing)


def opened_text(one: NamingText, known: dict[str, KnownWork]) -> Opened:
    """A text with what its keys lead to; what is added to the library for it is added to what is
    ``known``, which may have the works of other texts too."""
    writing = one.writing
    more = add_missing_keys({*one.keys, *one.silent}, known, writing.adds_papers)
    works = {key: known[key] for key in (*one.keys, *one.silent, *one.linked) if key in known}
    language = writing.language or site_values().language
    marked, cited = mark_citations(one.text, works.keys(), language)
    read = read_html(marked)
    candidates = find_candidates(read)
    if not writing.finds_titles:
        candidates = replace(candidates, titles=frozenset())
    elif own := own_title(writing):
        candidates = replace(candidates, titles=candidates.titles | {own})
    return Opened(
        read=read,
        cited=cited,
        works=works,
        keys=one.keys,
        silent=one.silent,
        candidates=candidates,
        writing=writing,
        is_cut=one.text.is_cut,
        linked=tuple(key for key in one.linked if key in works),
        wanted=wanted_works(read, writing.title) if writing.adds_linked else {},
        adds_papers=more,
    )


def without_listed(source: str) -> tuple[str, list[str]]:
    """A text without what names works for its list alone, and their keys."""
    words = (markup.unescape(without_tags(one)) for one in LISTED.findall(source))
    keys = [item.key for one in words for found in find_clusters(one) for item in found.items]
    return LISTED.sub("", LISTED_ALONE.sub("", source)), keys


def own_title(writing: CitationSettings) -> str:
    """The text's own title as titles are compared; ``""`` for one that may be anything's."""
    key = title_key(writing.title)
    return key if is_long_enough(key) else ""
