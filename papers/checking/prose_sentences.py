"""A post's finished text as sentences in which the works that they name are set apart, so that
what is said of a work can be found by its form. No Django here."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from papers.citing.passages import (
    OMITTED,
    TextBlock,
    blocks_of_html,
    sentence_spans,
)
from papers.records.finished_html import tag_attributes, tag_name, tokens_of

CITATIONS = ' class="citations"'
QUOTED_WORK = re.compile(r"[\"“„«‘'「『]\s*(⟦\d+⟧)[,.]?\s*[\"”“»’'」』]")
QUOTATION = re.compile(r"“[^“”⟦]*”|\"[^\"⟦]*\"|«[^«»⟦]*»|„[^„“⟦]*“")
ANAPHOR = re.compile(
    r"\b(?:[Tt]his|[Tt]he|[Tt]heir|[Ii]ts)(?: same| original| landmark| seminal)?"
    r" (?:paper|article|preprint|publication|manuscript)(?:'s|’s)?\b"
)
LONGEST = 2_000
"""Characters of a sentence that is read."""


@dataclass(frozen=True)
class ProseSentence:
    """A sentence: ``text`` as readers see it; in ``form`` each work that it names stands as
    ``⟦number⟧``, what it quotes from others is left out. ``works`` are those numbers; ``subject``
    is the one that it goes on speaking of where it names none."""

    text: str
    form: str
    works: tuple[int, ...]
    subject: int | None = None
    heading: bool = False


@dataclass
class _Place:
    """Where a work is named in a block."""

    start: int
    end: int
    work: int


@dataclass
class _Marks:
    """What the tokens of a text tell: the citation span that each stands in, and where the work of
    each anchor is named."""

    spans: dict[int, int] = field(default_factory=dict)
    anchors: dict[int, int] = field(default_factory=dict)


@dataclass(frozen=True)
class ReadProse:
    """A finished text cut into tokens once, with its blocks."""

    tokens: list[str]
    blocks: list[TextBlock]

    @property
    def headings(self) -> list[str]:
        """Its headings, as words."""
        return [" ".join(block.text.split()) for block in self.blocks if block.is_heading]


def read_prose(source: str) -> ReadProse:
    tokens = tokens_of(source)
    return ReadProse(tokens, blocks_of_html(tokens))


def prose_sentences(read: ReadProse, works: Mapping[str, int]) -> Iterator[ProseSentence]:
    """The sentences of a finished text; ``works`` gives the work by the ids of its mentions."""
    marks = _marks_of(read.tokens, works)
    section: int | None = None
    for block in read.blocks:
        places = list(_places_in(block, read.tokens, marks))
        if block.is_heading:
            section = works.get(block.id)
            words = " ".join(block.text.split())
            whole = f"⟦{section}⟧" if section is not None else words
            yield ProseSentence(words, whole, () if section is None else (section,), heading=True)
        else:
            yield from _sentences_of(block, places, section)


def _sentences_of(
    block: TextBlock, places: list[_Place], section: int | None
) -> Iterator[ProseSentence]:
    subject = section
    for start, end in sentence_spans(block):
        inside = [one for one in places if start <= one.start < end]
        text = block.text[start:end]
        if not text.strip() or len(text) > LONGEST:
            continue
        named = tuple(dict.fromkeys(one.work for one in inside))
        if named:
            subject = named[0] if len(named) == 1 else None
        form = _form_of(text, start, inside, subject)
        yield ProseSentence(" ".join(text.split()), form, named, subject)


def _form_of(text: str, start: int, places: list[_Place], subject: int | None) -> str:
    parts, done = [], 0
    together = Counter(one.start for one in places)
    for one in places:
        first, last = one.start - start, min(one.end - start, len(text))
        if first >= done:
            parts += [text[done:first], f"⟦{one.work}⟧" if together[one.start] == 1 else OMITTED]
            done = max(first, last)
    form = " ".join("".join([*parts, text[done:]]).split())
    form = QUOTATION.sub("“…”", QUOTED_WORK.sub(r"\1", form))
    return form if subject is None else ANAPHOR.sub(f"⟦{subject}⟧", form)


def _marks_of(tokens: list[str], works: Mapping[str, int]) -> _Marks:
    """Citations stand in spans of one class, with links inside; titles and addresses are links."""
    marks, depth, span = _Marks(), 0, -1
    for index, token in enumerate(tokens):
        name = tag_name(token)
        if span >= 0:
            marks.spans[index] = span
        if not name:
            continue
        is_end, is_span = token.startswith("</"), name == "span"
        if span < 0 and is_span and CITATIONS in token:
            span, depth = index, 1
            marks.spans[index] = index
        elif span >= 0 and is_span:
            depth += -1 if is_end else 1
            span = span if depth else -1
        if not is_end and ' id="' in token:
            work = works.get(tag_attributes(token).get("id", ""))
            if work is not None:
                marks.anchors[index] = work
    return marks


def _places_in(block: TextBlock, tokens: list[str], marks: _Marks) -> Iterator[_Place]:
    """The places of a block, each as far as its link or citation goes; the works of one citation
    have one after the other."""
    if not block.pieces:
        return
    first, last = block.pieces[0].token, block.pieces[-1].token
    starts = {piece.token: piece.start for piece in block.pieces}
    for token in sorted(one for one in marks.anchors if first - 2 <= one <= last):
        span = marks.spans.get(token)
        inside = [
            piece
            for piece in block.pieces
            if (marks.spans.get(piece.token) == span if span is not None else piece.token > token)
        ]
        if not inside:
            continue
        start = inside[0].start
        if span is not None:
            end = inside[-1].start + len(inside[-1].text)
        elif tokens[token].startswith("<a"):
            closing = next((i for i in range(token, len(tokens)) if tokens[i] == "</a>"), token)
            end = next((at for one, at in starts.items() if one > closing), block.length)
        else:
            end = _quote_end(block.text, start)
        yield _Place(start, end, marks.anchors[token])


def _quote_end(text: str, start: int) -> int:
    """Where the quoted title ends that begins here."""
    closing = re.search('[”"“»’」』]', text[start : start + 400])
    return start + closing.start() if closing else start
