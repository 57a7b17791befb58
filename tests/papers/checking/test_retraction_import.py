"""Retraction Watch's CSV tells of the papers that the library has, and of no others."""

import io

import pytest
from django.core.management import CommandError, call_command

from papers.models import Notice
from papers.registries.retraction_watch import day_of_row, retraction_rows
from tests.support.factories import make_paper

pytestmark = pytest.mark.django_db
HEAD = (
    "Record ID,Title,RetractionDate,RetractionDOI,RetractionPubMedID,OriginalPaperDOI,"
    "OriginalPaperPubMedID,RetractionNature,Reason\n"
)
ROWS = (
    '1,A,7/12/2023 0:00,10.1155/n1,0,10.1155/2022/1,0,Retraction,"+Paper Mill;+Unreliable Data;"\n'
    "2,B,3/1/2020 0:00,unavailable,0,unavailable,36035816.0,Expression of concern,\n"
    "3,C,3/1/2020 0:00,10.1155/n3,0,10.1155/other,0,Retraction,\n"
    "4,D,3/1/2020 0:00,10.1155/n4,0,10.1155/2022/1,0,Deletion,\n"
)


def run(path, text: str) -> str:
    file = path / "rw.csv"
    file.write_bytes(text.encode())
    out = io.StringIO()
    call_command("import_retractions", file, stdout=out, stderr=out)
    return out.getvalue()


def test_notices_come_by_doi_and_pmid_once(tmp_path):
    one = make_paper(identifiers=[("doi", "10.1155/2022/1")])
    two = make_paper(identifiers=[("pmid", "36035816")])
    said = run(tmp_path, HEAD + ROWS)
    assert "4 rows read, 2 of them tell of 2 papers here: 2 new notices. 1 rows refused." in said
    assert "rw.csv:5: refused: “Deletion” is no nature of a notice" in said
    assert "0 new notices" in run(tmp_path, HEAD + ROWS)
    one.refresh_from_db()
    two.refresh_from_db()
    assert (one.notice, str(one.notice_day), two.notice) == ("retraction", "2023-07-12", "concern")
    row = Notice.objects.get(paper=one)
    assert (row.reason, row.by_value) == ("Paper Mill; Unreliable Data", "10.1155/n1")


def test_an_extract_of_natures_is_read_too(tmp_path):
    paper = make_paper(identifiers=[("doi", "10.1155/2022/1")])
    run(tmp_path, "doi,nature\n,Retraction\n10.1155/2022/1,Correction;Retraction\n")
    paper.refresh_from_db()
    assert (paper.notice, paper.notices.count()) == ("retraction", 2)


@pytest.mark.parametrize("text", ["", "a,b\n1,2\n", "\0\0\n", "{}"])
def test_another_file_is_refused_with_what_it_should_have(tmp_path, text: str):
    with pytest.raises(CommandError, match="OriginalPaperDOI"):
        run(tmp_path, text)


def test_broken_rows_do_not_stop_the_rest():
    rows = list(retraction_rows(["doi,nature\n", "x" * 200_000 + "\n", "10.5555/1,Retraction\n"]))
    assert [bool(row.problem) for row in rows] == [True, False]


@pytest.mark.parametrize(
    ("written", "expected"),
    [("7/12/2023 0:00", "2023-07-12"), ("2023-07-12", "2023-07-12"), ("13/45/2023", "None")],
)
def test_days(written: str, expected: str):
    assert str(day_of_row(written)) == expected
