"""Types and fields of BibTeX and BibLaTeX by their names in CSL. No Django here.

The biblatex manual (sections 2.1, 2.2 and 2.4.1, appendix B for cross references); CSL 1.0.2,
appendices III and IV.
"""

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
REST = "csljson"
"""The field in which our writer keeps what BibTeX has no word for: JSON, percent-encoded."""
TYPES = {
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
KINDS = {kind: name for name, kind in reversed(TYPES.items())}
"""The entry type that our writer uses for a type of CSL; the others are `misc`."""
PLAIN = {
    "volume": "volume",
    "number": "issue",
    "issue": "issue",
    "edition": "edition",
    "series": "collection-title",
    "abstract": "abstract",
    "issn": "ISSN",
    "isbn": "ISBN",
    "address": "publisher-place",
    "location": "publisher-place",
    "langid": "language",
    "language": "language",
    "note": "note",
    "addendum": "note",
    "annotation": "annote",
    "annote": "annote",
    "keywords": "keyword",
    "chapter": "chapter-number",
    "type": "genre",
    "version": "version",
    "pubstate": "status",
    "venue": "event-place",
    "eventtitle": "event-title",
    "shorttitle": "title-short",
    "shortjournal": "container-title-short",
    "pagetotal": "number-of-pages",
    "volumes": "number-of-volumes",
    "part": "part-number",
    "origtitle": "original-title",
    "origpublisher": "original-publisher",
    "origlocation": "original-publisher-place",
    "library": "call-number",
}
NUMBERED = frozenset(
    {"report", "patent", "standard", "dataset", "software", "webpage", "document"} | {"thesis"}
)
"""Types whose `number` is a number of their own, not an issue's."""
IN_SERIES = frozenset({"book", "chapter", "paper-conference", "entry-encyclopedia"})
"""Types whose `number` is that of a book in its series."""
CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
HELD_IN_VOLUMES = frozenset({"chapter", "entry-encyclopedia"})
"""Types whose book may be a volume of a work that has a title of its own (``maintitle``)."""
PUBLISHERS = ("publisher", "school", "institution", "organization")
ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "director": "director",
}
DATES = {"urldate": "accessed", "origdate": "original-date", "eventdate": "event-date"}
LANGUAGES = {"english": "en", "american": "en-US", "british": "en-GB", "german": "de"}
LANGUAGES |= {"usenglish": "en-US", "ukenglish": "en-GB", "ngerman": "de", "austrian": "de-AT"}
LANGUAGES |= {"french": "fr", "spanish": "es", "italian": "it", "portuguese": "pt", "dutch": "nl"}
LANGUAGES |= {"brazilian": "pt-BR", "russian": "ru", "ukrainian": "uk", "polish": "pl"}
LANGUAGES |= {"czech": "cs", "danish": "da", "swedish": "sv", "norwegian": "no", "finnish": "fi"}
LANGUAGES |= {"greek": "el", "hungarian": "hu", "turkish": "tr", "japanese": "ja", "korean": "ko"}
LANGUAGES |= {"chinese": "zh", "catalan": "ca", "romanian": "ro", "latin": "la", "arabic": "ar"}
"""Babel's names of languages (the babel manual, "Languages supported") as CSL has them."""
SUBTITLES = {"title": "subtitle", "booktitle": "booksubtitle", "maintitle": "mainsubtitle"}
SUBTITLES |= {"journal": "journalsubtitle", "journaltitle": "journalsubtitle"}
EPRINTS = {
    "jstor": "https://www.jstor.org/stable/",
    "googlebooks": "https://books.google.com/books?id=",
    "hdl": "https://hdl.handle.net/",
}
"""Archives of ``eprint`` beside those whose numbers are identifiers here, by the addresses that
biblatex makes of them."""
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
}
"""What biblatex's keys mean in ``type`` (manual, 4.9.2.13)."""
READ = frozenset(
    {*PLAIN, *CONTAINERS, *PUBLISHERS, *ROLES, *DATES, *SUBTITLES.values(), "title", "date", "year"}
    | {"month", "day", "pages", "doi", "pmid", "pmcid", "eprint", "eprinttype", "archiveprefix"}
    | {"url", "crossref", "xdata", REST}
)
NOT_INHERITED = frozenset(
    {"doi", "eprint", "eprinttype", "archiveprefix", "url", "urldate", "pmid", "pmcid", "title"}
    | {"subtitle", "ids", "crossref", "xdata", "xref", "entryset", "abstract", "file", "keywords"}
    | {"label", "options", "relatedtype", "related", "shorthand", "sortkey", "note", "pages", REST}
)
