"""What is written is read again as it was, in each of the three formats."""

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from papers.formats.any_format import READERS, read_file
from papers.formats.bibtex_writing import write_bibtex
from papers.formats.csljson import write_csljson
from papers.formats.entries import Entry, lines_of
from papers.formats.item_repair import entry_of_item
from papers.formats.ris import write_ris

pytestmark = pytest.mark.slow

DATA = Path(__file__).parents[2] / "data" / "bib"
SHARED = Path(__file__).parents[4] / "shared" / "data"
WRITERS = {"bib": write_bibtex, "ris": write_ris, "json": write_csljson}
FILES = sorted(DATA.glob("*.*"))
FOLDERS = ("bib", "inputs/bibtex", "corpora/scale-sample")
FILES += [file for folder in FOLDERS for file in sorted((SHARED / folder).glob("*.*"))]


def records_of(entries):
    return [{"id": entry.key, **entry.record} for entry in entries if isinstance(entry, Entry)]


def read_back(kind, records):
    return list(READERS[kind](lines_of("".join(WRITERS[kind](records)))))


@pytest.mark.parametrize("file", FILES, ids=lambda file: file.name)
def test_real_files_come_back_whole(file):
    entries = [one for one in read_file(file) if isinstance(one, Entry)]
    entries = entries[:: max(len(entries) // 60, 1)]
    for kind in WRITERS:
        back = read_back(kind, records_of(entries))
        assert records_of(back) == records_of(entries)
        assert [one.identifiers for one in back] == [one.identifiers for one in entries]


TEXT = st.text(max_size=12) | st.text("aBc {}\\$&%#_~^\"'-–—,;:@=/\n\t1é", max_size=16)
NAME = st.dictionaries(
    st.sampled_from(
        ["family", "given", "literal", "suffix", "dropping-particle", "non-dropping-particle"]
    ),
    TEXT,
    max_size=4,
)
DATE = st.fixed_dictionaries(
    {},
    optional={
        "date-parts": st.lists(
            st.lists(st.integers(-4000, 99999), min_size=1, max_size=3), max_size=2
        ),
        "season": st.integers(1, 4),
        "circa": st.booleans(),
        "literal": TEXT,
        "raw": TEXT,
    },
)
FIELDS = {
    **dict.fromkeys(["author", "editor", "composer"], st.lists(NAME, max_size=3)),
    **dict.fromkeys(["issued", "accessed", "original-date"], DATE),
    **dict.fromkeys(["container-title", "publisher", "volume", "issue", "page", "note"], TEXT),
    **dict.fromkeys(["abstract", "genre", "keyword", "language", "edition", "x-unknown"], TEXT),
    **dict.fromkeys(
        ["DOI", "URL", "ISBN", "PMID", "archive", "archive_location", "number"],
        TEXT | st.sampled_from(["10.1145/3065386", "https://example.org/a", "arXiv", "1912.01703"]),
    ),
    "custom": st.dictionaries(TEXT, TEXT | st.lists(TEXT, max_size=2) | st.none(), max_size=3),
    "type": st.sampled_from(["article-journal", "book", "thesis", "article", "bill", "report"]),
}
ITEM = st.fixed_dictionaries({"title": TEXT}, optional=FIELDS)


@given(st.lists(ITEM, max_size=3))
def test_any_record_comes_back_whole(items):
    entries = []
    for number, item in enumerate(items):
        try:
            entries.append(entry_of_item(f"key{number}", 1, item))
        except ValueError:
            continue
    for kind in WRITERS:
        assert records_of(read_back(kind, records_of(entries))) == records_of(entries)


@given(st.text(max_size=200), st.sampled_from(sorted(READERS)))
def test_any_text_is_read_without_an_error(text, kind):
    list(READERS[kind](lines_of(text)))
