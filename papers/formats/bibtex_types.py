"""Entry types of BibTeX and BibLaTeX, and the types of CSL that they are. No Django here.

The biblatex manual (sections 2.1, 2.2.2 and 4.9.2.13); CSL 1.0.2, appendix III.
"""

import re

CSL_TYPES = {
    "article": "article-journal",
    "inproceedings": "paper-conference",
    "conference": "paper-conference",
    "book": "book",
    "mvbook": "book",
    "booklet": "pamphlet",
    "collection": "book",
    "mvcollection": "book",
    "manual": "book",
    "proceedings": "book",
    "mvproceedings": "book",
    "reference": "book",
    "incollection": "chapter",
    "inbook": "chapter",
    "bookinbook": "chapter",
    "suppbook": "chapter",
    "suppcollection": "chapter",
    "inreference": "entry-encyclopedia",
    "periodical": "periodical",
    "suppperiodical": "article-journal",
    "review": "review",
    "phdthesis": "thesis",
    "mastersthesis": "thesis",
    "thesis": "thesis",
    "techreport": "report",
    "report": "report",
    "online": "webpage",
    "electronic": "webpage",
    "www": "webpage",
    "software": "software",
    "dataset": "dataset",
    "patent": "patent",
    "standard": "standard",
    "unpublished": "manuscript",
    "video": "motion_picture",
    "movie": "motion_picture",
    "audio": "song",
    "image": "graphic",
    "artwork": "graphic",
    "letter": "personal_communication",
    "legislation": "legislation",
    "jurisdiction": "legal_case",
}
ENTRY_TYPES = {kind: name for name, kind in reversed(CSL_TYPES.items())} | {"speech": "unpublished"}
"""The entry type that our writer uses for a type of CSL; the others are `misc`."""
KNOWN_TO_ZOTERO = frozenset(
    {"book", "inbook", "incollection", "article", "patent", "phdthesis", "unpublished", "online"}
    | {"inproceedings", "conference", "techreport", "booklet", "manual", "mastersthesis", "misc"}
    | {"proceedings", "electronic", "thesis", "letter", "movie", "artwork", "report", "video"}
    | {"legislation", "jurisdiction", "audio", "software", "inreference", "collection", "mvbook"}
)
"""The entry types of Zotero's translator "BibTeX" (``bibtex2zoteroTypeMap``)."""
STAND_FOR = {"suppperiodical": "article", "review": "article", "standard": "report"}
STAND_FOR |= {"bookinbook": "inbook", "suppbook": "inbook", "suppcollection": "incollection"}
STAND_FOR |= {"mvcollection": "mvbook", "mvproceedings": "proceedings", "reference": "collection"}
STAND_FOR |= {"periodical": "collection", "image": "artwork", "www": "online"}
"""What stands for other types in files for readers; for the rest, ``misc`` does."""
NUMBERED = frozenset(
    {"report", "patent", "standard", "dataset", "software", "webpage", "document"}
    | {"thesis", "legislation", "legal_case"}
)
"""Types whose `number` is a number of their own, not an issue's."""
IN_SERIES = frozenset({"book", "chapter", "paper-conference", "entry-encyclopedia"})
"""Types whose `number` is that of a book in its series."""
HELD_IN_VOLUMES = frozenset({"chapter", "entry-encyclopedia"})
"""Types whose book may be a volume of a work that has a title of its own (``maintitle``)."""
COUNTRIES = {"de": "German", "eu": "European", "fr": "French", "uk": "British", "us": "U.S."}
GENRES = {"phdthesis": "PhD thesis", "mastersthesis": "Master’s thesis"}
GENRE_KEYS = GENRES | {
    "mathesis": "Master’s thesis",
    "bathesis": "Bachelor’s thesis",
    "candthesis": "Candidate thesis",
    "techreport": "technical report",
    "resreport": "research report",
    "software": "computer software",
    "datacd": "data CD",
    "audiocd": "audio CD",
    "patent": "patent",
    "patreq": "patent request",
    **{f"patent{code}": f"{name} patent" for code, name in COUNTRIES.items()},
    **{f"patreq{code}": f"{name} patent request" for code, name in COUNTRIES.items()},
}
"""What biblatex's keys mean in ``type`` (manual, 4.9.2.13)."""
ENDINGS = {"1": "st", "2": "nd", "3": "rd"}
SERIES_KEYS = {"newseries": "new series", "oldseries": "old series"}


def series_named(written: str) -> str:
    """What a ``series`` means: biblatex's keys, and its bare numbers (manual, 2.2.2).

    >>> series_named("3")
    '3rd series'
    """
    series = written.strip()
    if not re.fullmatch(r"\d{1,2}", series):
        return SERIES_KEYS.get(series, written)
    is_teen = series[-2:-1] == "1"
    ending = "th" if is_teen else ENDINGS.get(series[-1], "th")
    return f"{series}{ending} series"
