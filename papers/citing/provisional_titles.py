"""What a text calls the works that it names by identifiers: a title until they are looked up.

A title counts where the text plainly gives one: as the words of the link, as the entry of a list of
references, or as the heading (or the text's own title) over a line that does little but link to the
work. All else would be a guess. No Django here.
"""

import re
from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from papers.citing.citation_marks import MARK
from papers.citing.mention_places import ReadHtml
from papers.citing.passages import TextBlock
from papers.records.folded_text import NUMBERING, says_enough
from papers.records.identifiers import Id

LONGEST = 300
FEWEST_WORDS = 3
FEWEST_SIGNS = 8  # of a title in a script that sets no blanks between words
LONGEST_ENTRY = 1_500
MOST_BESIDE = 10  # words of a line that does little but link to a work
FIRST_BLOCKS = 4  # where the text's own title stands over a line
NEAR_BLOCKS = 2  # where a heading does
ADDRESS = re.compile(r"(?:https?://|www\.|doi:|arxiv:)\S+|\b10\.\d{4,9}/\S+", re.I)
YEAR = re.compile(r"\b(?:19|20)\d\d[a-z]?\b")
DATED = re.compile(
    r"\((?:19|20)\d\d[a-z]?(?:,[^()]{0,20})?\)[.,:]?\s+([^.?!]{10,300}[?!]?)[.?!]?(?:\s|$)"
)
QUOTED = re.compile('[“"«„]([^“”"«»„]{10,300})[”"»“]')
LABEL = re.compile(r"^\s*\[?(?:\d{1,3}|[A-Z][\w+-]{1,12})\]\s*")
NUMBERED = re.compile(r"^\s*(?:\[\d{1,3}\]|\d{1,3}[.)]\s)")
POINTING = re.compile(
    r"(?:this|that|these|the|our|my|a|an|their|his|her|its|new|recent|original|another|first)\s"
    r"(?:[\w-]+\s){0,3}(?:papers?|articles?|preprints?|study|studies|works?|posts?|reviews?)\b",
    re.I,
)
CITED = re.compile(r"\bet\s+al\b|^[\w .,&'’-]{2,60}[ ,(]+(?:19|20)\d\d[a-z]?\)?$")
ABOUT = re.compile(
    r"^(?:\[[^\[\]]{2,40}\]|\(?(?:paper|article|journal club|literature|논문|論文|论文)\)?"
    r"(?:\s*(?:review|notes?|summary|summaries|reading|explained|club|리뷰|요약|정리))?\s*[:：|–—-])\s*",
    re.I,
)
GENERIC = frozenset(
    {"a", "abs", "abstract", "access", "acknowledgements", "additional", "an", "and", "annotated"}
    | {"anthology", "appendix", "archive", "article", "arxiv", "at", "available", "bibliography"}
    | {"biorxiv", "blog", "book", "by", "chapter", "cite", "click", "code", "conference", "data"}
    | {"dataset", "demo", "doi", "download", "en", "for", "free", "from", "full", "further"}
    | {"github", "here", "html", "in", "introduction", "is", "it", "journal", "link", "links"}
    | {"literature", "medrxiv", "more", "my", "of", "official", "on", "online", "open"}
    | {"openreview", "original", "our", "page", "paper", "papers", "pdf", "ppt", "preprint"}
    | {"presentation", "press", "proceedings", "project", "publication", "publications"}
    | {"published", "publisher", "pubmed", "read", "reading", "recommended", "reference"}
    | {"references", "related", "repo", "report", "resources", "review", "see", "site", "slides"}
    | {"source", "study", "supplementary", "talk", "text", "the", "their", "this", "to"}
    | {"version", "video", "view", "web", "website", "with", "work", "zenodo"}
    | {"논문", "링크", "원문", "코드", "論文", "论文", "链接"}
)
"""Words that say no more than that something is linked."""
NamedIn = Mapping[int, set[Id]]
"""What each block names, by its place among the blocks."""


def wanted_works(read: ReadHtml, title: str = "") -> dict[Id, str]:
    """The works that a text names, in its order, each with the title that it gives it, or ``""``;
    ``title`` is the text's own."""
    places = [(place.named, place) for place in read.places if place.named is not None]
    named: dict[int, set[Id]] = defaultdict(set)
    for known, place in places:
        named[place.block].add(known)
    found = dict.fromkeys((known for known, _place in places), "")

    @cache  # of a block that names works a thousand times, all is read once
    def block_title(index: int) -> str:
        return title_in_block(index, read, named)

    @cache
    def link_ends(index: int) -> dict[int, int]:
        return {link.token: link.end for link in reversed(read.blocks[index].links)}

    for known, place in places:
        end = link_ends(place.block).get(place.token, place.start)
        words = read.blocks[place.block].text[place.start : end]
        found[known] = found[known] or as_title(words) or block_title(place.block)
    subjects = {known for index in first_blocks(read.blocks) for known in named.get(index, ())
                if stands_alone(read.blocks[index], named[index])}  # fmt: skip
    if is_one_work(subjects):
        subject = as_title(ABOUT.sub("", title))
        found |= {known: found[known] or subject for known in subjects}
    return found


def title_in_block(index: int, read: ReadHtml, named: NamedIn) -> str:
    """The title that a block as a whole gives the works that it names."""
    block, here = read.blocks[index], named[index]
    if len(here) == 1 and (title := entry_title(block)):
        return title
    if block.is_heading:
        return as_title(rest_of(block)) if is_one_work(here) else ""
    return heading_over(index, read.blocks, named) if stands_alone(block, here) else ""


def is_one_work(named: Collection[Id]) -> bool:
    """A work may have an identifier of each kind."""
    return 0 < len(named) == len({one.scheme for one in named})


def as_title(text: str) -> str:
    """The text where it is a title by itself: several words that begin as titles do, and neither
    an address nor words that point to something (“this paper”, “Smith et al., 2017”)."""
    text = " ".join(NUMBERING.sub("", MARK.sub("", text)).split()).strip(" \"“”«»‘’'*,;:.–—-")
    if ADDRESS.search(text) or len(text) > LONGEST or not is_long_enough(text):
        return ""
    if POINTING.match(text) or CITED.search(text) or not telling_words(text):
        return ""
    first = text.split()[0]
    is_begun = not first.islower() or not first.isalpha()
    return text if is_begun else ""


def is_long_enough(text: str) -> bool:
    return says_enough(text, FEWEST_WORDS, FEWEST_SIGNS)


def telling_words(text: str) -> list[str]:
    """The words that say more than that something is linked here."""
    words = re.findall(r"\w+(?:[-'’.]\w+)*", text.lower())
    return [word for word in words if word not in GENERIC and not word.isdecimal()]


def entry_title(block: TextBlock) -> str:
    """Of an entry in a list of references: the title in it, where it is marked, else all of it."""
    text = rest_of(block, telling_words)
    is_entry = block.tag in {"li", "dd"} or NUMBERED.match(text)
    if not is_entry or not YEAR.search(text) or len(text) > LONGEST_ENTRY:
        return ""
    text = " ".join(ADDRESS.sub(" ", LABEL.sub("", NUMBERING.sub("", text))).split())
    for pattern in (QUOTED, DATED):
        if (match := pattern.search(text)) and (title := as_title(match[1])):
            return title
    is_whole = len(text) <= LONGEST and is_long_enough(text) and re.match(r"\W?[A-Z]", text)
    return text.strip(" ,;:") if is_whole and "," in text else ""


def stands_alone(block: TextBlock, named: Collection[Id]) -> bool:
    """Whether a block does little but link to one work, as “Paper: arXiv, code” does."""
    return is_one_work(named) and len(telling_words(rest_of(block))) <= MOST_BESIDE


def rest_of(block: TextBlock, keeps: Callable[[str], Any] = lambda _text: False) -> str:
    """A block's text without the addresses in it and its links, but for those whose words it
    ``keeps``."""
    parts, done = [], 0
    for link in block.links:
        if link.end >= link.start >= done and not keeps(block.text[link.start : link.end]):
            parts.append(block.text[done : link.start])
            done = link.end
    return ADDRESS.sub(" ", MARK.sub("", "".join([*parts, block.text[done:]])))


def heading_over(index: int, blocks: Sequence[TextBlock], named: NamedIn) -> str:
    """The heading right above a block, if it may be a title and stands over no other work."""
    for above in range(index - 1, max(-1, index - 1 - NEAR_BLOCKS), -1):
        if blocks[above].is_heading:
            under = range(above, above + NEAR_BLOCKS + 1)
            is_one = is_one_work({one for place in under for one in named.get(place, ())})
            return as_title(blocks[above].text) if is_one else ""
    return ""


def first_blocks(blocks: Sequence[TextBlock]) -> Iterator[int]:
    """The blocks over which the text's own title stands, without a heading between."""
    for index, block in enumerate(blocks[:FIRST_BLOCKS]):
        if block.is_heading:
            return
        yield index
