"""Fields of BibTeX and BibLaTeX by their names in CSL. No Django here.

The biblatex manual (section 2.2, appendix B for cross references); CSL 1.0.2, appendix IV.
"""

REST = "csljson"
"""The field in which our writer keeps what BibTeX has no word for: JSON, percent-encoded."""
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
CONTAINERS = ("journaltitle", "journal", "booktitle", "maintitle")
PUBLISHERS = ("publisher", "school", "institution", "organization")
ROLES = {
    "author": "author",
    "editor": "editor",
    "translator": "translator",
    "bookauthor": "container-author",
    "director": "director",
}
DATES = {"urldate": "accessed", "origdate": "original-date", "origyear": "original-date"}
DATES |= {"eventdate": "event-date"}
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
ADDONS = {"booktitle": "booktitleaddon", "maintitle": "maintitleaddon"}
ADDONS |= {"journal": "journaltitleaddon", "journaltitle": "journaltitleaddon"}
"""What stands behind the title of a container, after a stop."""
EPRINTS = {
    "jstor": "https://www.jstor.org/stable/",
    "googlebooks": "https://books.google.com/books?id=",
    "hdl": "https://hdl.handle.net/",
}
"""Archives of ``eprint`` beside those whose numbers are identifiers here, by the addresses that
biblatex makes of them."""
READ = frozenset(
    {*PLAIN, *CONTAINERS, *PUBLISHERS, *ROLES, *DATES, *SUBTITLES.values(), *ADDONS.values()}
    | {"title", "date", "year"}
    | {"month", "day", "pages", "doi", "pmid", "pmcid", "eprint", "eprinttype", "archiveprefix"}
    | {"url", "crossref", "xdata", REST}
)
NOT_INHERITED = frozenset(
    {"doi", "eprint", "eprinttype", "archiveprefix", "url", "urldate", "pmid", "pmcid", "title"}
    | {"subtitle", "ids", "crossref", "xdata", "xref", "entryset", "abstract", "file", "keywords"}
    | {"label", "options", "relatedtype", "related", "shorthand", "sortkey", "note", "pages", REST}
)
