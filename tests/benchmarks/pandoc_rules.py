"""The rules by which an entry of ours and of Pandoc's are made comparable, each with its reason.

A rule takes away one difference that the two are entitled to, and leaves what else differs: it
changes the texts of a pair, never what is right. Where ours and Pandoc's both come from the same
field, the rule says whose manual decides.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass, replace
from difflib import SequenceMatcher

from papers.csl.textcase import STOP_WORDS
from papers.records.record import Record
from papers.records.style_record import is_arxiv_preprint

MOST_RULES = 15


@dataclass(frozen=True)
class Compared:
    """One entry as we and as Pandoc write it."""

    ours: str
    theirs: str
    style: str
    record: Record

    @property
    def is_equal(self) -> bool:
        return self.ours == self.theirs


MONTH = (
    r"\b(?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec)(?:uary|ruary|ch|il|e|y|ust|t|tember|ober"
    r"|ember)?\b\.?(?: \d\d?\b)?"
)
Rule = Callable[[Compared], Compared]
RULES: dict[str, Rule] = {}


def rule(function: Rule) -> Rule:
    RULES[function.__name__.replace("_", "-")] = function
    assert len(RULES) <= MOST_RULES
    return function


def both(pair: Compared, pattern: str, new: str) -> Compared:
    ours, theirs = (re.sub(pattern, new, text) for text in (pair.ours, pair.theirs))
    return replace(pair, ours=ours, theirs=theirs)


@rule
def addresses(pair: Compared) -> Compared:
    """DOI Handbook, 2.4, and RFC 3986, 3.2.2: neither DOIs nor hosts are case sensitive. Pandoc
    sets a style's https://doi.org/ before an address that BibTeX's field holds (APA 7, 9.35)."""
    pair = both(pair, r"(?:https?://(?:dx\.|www\.)?doi\.(?:acm\.)?(?:org)?/)+(?=10\.)", "")
    for pattern in (r"\b10\.\d{4,}/\S+", r"https?://[^/\s]+"):
        ours, theirs = (
            re.sub(pattern, lambda match: match[0].lower(), text)
            for text in (pair.ours, pair.theirs)
        )
        pair = replace(pair, ours=ours, theirs=theirs)
    return pair


@rule
def particles(pair: Compared) -> Compared:
    """BibTeXing, 4: a "von" part belongs before the last name; Pandoc's manual makes it a dropping
    particle, which styles set behind the given name. Taken out of both."""
    for role in ("author", "editor"):
        for name in pair.record.get(role) or []:
            if particle := name.get("non-dropping-particle"):
                pair = both(pair, rf"(?<!\w){re.escape(particle)}(?: (?=\S)|(?!\w))", "")
    return both(both(pair, r" +([.,;&)])", r"\1"), r"\.(?=\.)| (?= )|(?<=\w),(?=,)", "")


@rule
def year_suffixes(pair: Compared) -> Compared:
    """CSL 1.0.2, "Disambiguation": the letter behind a year counts the entries of a list that are
    alike, so that one entry read differently changes the letters of others."""
    return both(pair, r"(?<=\d|–)[a-z]{1,2}(?=[,).])|(?<=n\.d\.)-[a-z]{1,2}\b", "")


@rule
def truncated_lists(pair: Compared) -> Compared:
    """Biblatex manual, 2.3.4: "and others" stands for names that are not given, which styles write
    "et al."; Pandoc 2.17 takes it for a body of that name and joins it to the last initial."""
    if not pair.record.get("custom", {}).get("others"):
        return pair
    return both(pair, r",? et al\b|(?:,? (?:and|&) |(?<=\.)|, )others\b", "")


@rule
def proper_nouns(pair: Compared) -> Compared:
    """APA 7, 6.17: proper nouns keep their capital letters in sentence case. Pandoc's manual,
    "Capitalization in titles", asks for braces around them; ours also knows them by name. A word
    that ours has with a capital letter and Pandoc without is taken as ours has it."""
    words = (re.split(r"([^\w'’]+)", pair.ours), re.split(r"([^\w'’]+)", pair.theirs))
    lowered = [[word.lower() for word in text] for text in words]
    theirs = list(words[1])
    for one, other, size in SequenceMatcher(None, *lowered, autojunk=False).get_matching_blocks():
        for step in range(size):
            our, their = words[0][one + step], words[1][other + step]
            if our != their and their == their.lower():
                theirs[other + step] = our
    return replace(pair, theirs="".join(theirs))


@rule
def preprints(pair: Compared) -> Compared:
    """APA 7, 10.8, example 73: number, server and DOI of a preprint, as Zotero maps them; Pandoc
    has the name of no server and the arXiv number as an address, or a journal "arXiv preprint", so
    that styles set the year elsewhere too. The other words are compared."""
    if not is_arxiv_preprint(pair.record):
        return pair
    number = str(pair.record["archive_location"])
    named = rf"{re.escape(number)}(?:v\d+)?"
    for pattern in (
        rf"10\.48550/arxiv\.{named}|https?://arxiv\.org/(?:abs|pdf)/{named}(?:\.pdf)?",
        rf"\(?(?:p\. )?(?:arxiv[: ]*|abs/)?{named}(?: \[[\w.-]+\])?\)?",
        r"\b(?:in )?(?:arxiv(?: e-prints| (?:electronic )?preprint|\.org|\.cs\.\w+)?|corr)\b:?",
        r"\b(?:preprint(?: at)?|available:?|cs\.\w+)\b|\[online\]|\bdoi: ?|\bvol\.",
        MONTH,
    ):
        pair = both(pair, f"(?i){pattern}", " ")
    ours, theirs = (" ".join(sorted(re.findall(r"\w+", text))) for text in (pair.ours, pair.theirs))
    return replace(pair, ours=ours, theirs=theirs)


@rule
def quotation_marks(pair: Compared) -> Compared:
    """CSL 1.0.2, "Quotes": straight marks in a field become the locale's, and a stop goes inside
    of them; Pandoc leaves straight ones of BibTeX as they are."""
    return both(both(pair, r"[“”„«»\"‘]|’(?!\w)|(?<!\w)’", '"'), r'([.,]?)"([.,]?)', r'"\1\2')


@rule
def stop_words(pair: Compared) -> Compared:
    """CSL 1.0.2, "Title Case Conversion", and Chicago 8.159: prepositions of any length are small
    in title case; Pandoc 2.17 has a shorter list of them."""

    def small(match: re.Match[str]) -> str:
        return match[0].lower() if match[0].lower() in STOP_WORDS else match[0]

    ours, theirs = (
        re.sub(r"(?<=\w )[A-Z][a-z]+(?= )", small, text) for text in (pair.ours, pair.theirs)
    )
    return replace(pair, ours=ours, theirs=theirs)


@rule
def page_ranges(pair: Compared) -> Compared:
    """Chicago 9.61 and CSL 1.0.2, "Page Ranges": 241-46 for 241-246, which Pandoc 2.17 leaves
    whole, and one page for a range whose ends are equal."""

    def whole(match: re.Match[str]) -> str:
        first, last = match[1], match[2]
        last = first[: max(len(first) - len(last), 0)] + last
        return first if first == last else f"{first}–{last}"

    ours, theirs = (re.sub(r"\b(\d+)–(\d+)\b", whole, text) for text in (pair.ours, pair.theirs))
    return replace(pair, ours=ours, theirs=theirs)


@rule
def online_and_available(pair: Compared) -> Compared:
    """IEEE Reference Guide, "Online sources": "[Online]. Available: …", which the style asks for
    with every address; Pandoc 2.17 prints the term only behind a date of access."""
    return both(pair, r"\[Online\]\. ", "")


@rule
def stop_and_comma(pair: Compared) -> Compared:
    """CSL's test suite (punctuation_FullMontyField): a comma of the style stays behind a title's
    question mark; Pandoc leaves it out."""
    return both(pair, r"(?<=[?!.])([”’\"]?),(?=[”’\" ])|,(?=\")", r"\1")


@rule
def type_of_misc(pair: Compared) -> Compared:
    """CSL 1.0.2, appendix III: what fits no other type is a "document"; Pandoc's reader gives
    @misc no type, so that styles set its title and its month otherwise."""
    if pair.record["type"] not in ("document", "software", "dataset"):
        return pair
    month = rf",? {MONTH}"
    return both(both(pair, month, ""), r"[“”\"]", "")


@rule
def publishers_with_and(pair: Compared) -> Compared:
    """Pandoc reads "Chapman and Hall" as biblatex's list of two publishers, joined by ";"; BibTeX
    has one name (BibTeXing, 3.2)."""
    return (
        replace(pair, theirs=re.sub(r"; (?=\w)", " and ", pair.theirs))
        if " and " in pair.ours
        else pair
    )


@rule
def terms_of_newer_locales(pair: Compared) -> Compared:
    """CSL locales 1.0.2 have the term "original-work-published", which Pandoc 2.17's lack."""
    return both(pair, r"\(Original work published ", "(")


@rule
def blanks_at_marks(pair: Compared) -> Compared:
    """Pandoc sets the blank that begins a field in braces outside of the title, and no blank where
    HTML has a tag: blanks beside marks count in neither."""
    return both(pair, r"(?<=[.,;:()\"]) | (?=[.,;:()\"])", "")
