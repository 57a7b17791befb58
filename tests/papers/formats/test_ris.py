import pytest

from papers.formats.entries import Entry, Problem, lines_of
from papers.formats.ris import read_ris, read_ris_name, write_record
from papers.records.identifiers import Id

ZOTERO = """TY  - CONF
TI  - PyTorch: An Imperative Style
AU  - Paszke, Adam
AU  - van den Oord, Aäron
AU  - PyTorch Team
T2  - Advances in Neural Information Processing Systems
DA  - 2019/12/08/
PY  - 2019
VL  - 32
SP  - 8024
EP  - 8035
SN  - 978-1-7138-0793-3
KW  - autograd
KW  - tensors
UR  - https://arxiv.org/abs/1912.01703
L1  - internal-pdf://a.pdf
N1  - first line
second line
ID  - paszke2019
ER  -
"""


def read(text):
    return list(read_ris(lines_of(text)))


def test_a_record_is_an_item_of_csl():
    (entry,) = read(ZOTERO)
    assert (entry.key, entry.line) == ("paszke2019", 1)
    assert entry.identifiers == (Id("arxiv", "1912.01703"),)
    assert entry.record == {
        "type": "paper-conference",
        "title": "PyTorch: An Imperative Style",
        "author": [
            {"family": "Paszke", "given": "Adam"},
            {"family": "van den Oord", "given": "Aäron"},
            {"literal": "PyTorch Team"},
        ],
        "container-title": "Advances in Neural Information Processing Systems",
        "issued": {"date-parts": [[2019, 12, 8]]},
        "volume": "32",
        "page": "8024-8035",
        "ISBN": "978-1-7138-0793-3",
        "keyword": "autograd, tensors",
        "note": "first line\nsecond line",
        "archive": "arXiv",
        "archive_location": "1912.01703",
        "custom": {"ris": {"L1": ["internal-pdf://a.pdf"]}},
    }


def test_a_broken_record_costs_no_other():
    text = "Exported\n" + ZOTERO.replace("ER  -\n", "") + "TY  - JOUR\nAU  - A\nER  -\n" + ZOTERO
    found = read(text)
    assert [one.line for one in found] == [1, 2, 21, 24]
    problems = [str(one) for one in found if isinstance(one, Problem)]
    assert problems == ["stands outside of a record", "has no title"]


@pytest.mark.parametrize(
    ("date", "parts"),
    [("2019", [2019]), ("2019/05//", [2019, 5]), ("2019/05/03/Spring", [2019, 5, 3])],
)
def test_dates(date, parts):
    (entry,) = read(f"TY  - JOUR\nTI  - T\nPY  - {date}\nER  - \n")
    assert entry.record["issued"] == {"date-parts": [parts]}


def test_names_of_three_parts():
    assert read_ris_name("King, Martin Luther, Jr.") == {
        "family": "King",
        "given": "Martin Luther",
        "suffix": "Jr.",
    }


def test_what_is_written_is_plain_ris():
    record = {"type": "article-journal", "title": "T", "author": [{"literal": "A Body"}]}
    assert write_record({"id": "k", **record}).splitlines() == [
        "TY  - JOUR",
        "TI  - T",
        "AU  - A Body",
        "ID  - k",
        "ER  - ",
        "",
    ]


def test_a_record_without_an_end_is_read():
    assert isinstance(read("TY  - BOOK\nTI  - T")[0], Entry)


@pytest.mark.parametrize(
    ("lines", "pmid", "pmcid"),
    [
        ("AN  - 12345678\nDB  - PubMed\nC2  - PMC3531190", "12345678", "PMC3531190"),
        ("AN  - 12345678\nDP  - NLM", "12345678", None),
        ("AN  - 12345678\nDB  - CINAHL\nC2  - 3531190", None, None),
        ("AN  - 12345678\nC2  - Chapter 2", None, None),
    ],
)
def test_numbers_of_other_databases_are_no_pmids(lines, pmid, pmcid):
    (entry,) = read_ris(lines_of(f"TY  - JOUR\nTI  - T\n{lines}\nER  - \n"))
    assert (entry.record.get("PMID"), entry.record.get("PMCID")) == (pmid, pmcid)
    if pmid is None:
        assert entry.record["custom"]["ris"]["AN"] == ["12345678"]


def test_names_that_a_list_lacks_are_told():
    record = {"title": "T", "type": "book", "author": [{"family": "A", "given": "B"}]}
    record["custom"] = {"others": ["author"]}
    text = write_record(record, is_whole=False)
    assert "AU  - A, B\nAU  - et al.\n" in text
    (entry,) = read(text)
    assert entry.record == record
