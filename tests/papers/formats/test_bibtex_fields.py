"""What fields of biblatex mean, and what bibliographies mean by fields."""

import pytest

from papers.formats.bibtex_reading import read_bibtex
from papers.formats.bibtex_writing import write_entry


@pytest.mark.parametrize(
    ("kind", "fields", "shown"),
    [
        (
            "article",
            "journal={\\apjs, in press}",
            ("container-title", "The Astrophysical Journal Supplement Series, in press"),
        ),
        (
            "article",
            "journal={{\\apj} Letters}",
            ("container-title", "The Astrophysical Journal Letters"),
        ),
        ("article", "journal={J}, series={newseries}", ("collection-title", "new series")),
        ("article", "journal={J}, series={3}", ("collection-title", "3rd series")),
        ("article", "journal={J}, series={12}", ("collection-title", "12th series")),
        (
            "article",
            "journal={J}, series={Lecture Notes 3}",
            ("collection-title", "Lecture Notes 3"),
        ),
        ("book", "origyear={1859}", ("original-date", {"date-parts": [[1859]]})),
        (
            "inproceedings",
            "booktitle={A Book.}, booktitleaddon={Proceedings of a Day}",
            ("container-title", "A Book. Proceedings of a Day"),
        ),
        ("online", "titleaddon={A Site}", ("container-title", "A Site")),
        ("periodical", "issuetitle={An Issue}", ("title", "An Issue")),
        ("periodical", "issuetitle={An Issue}", ("container-title", "Work")),
        ("unpublished", "eventtitle={A Meeting}", ("type", "speech")),
        ("unpublished", "note={Draft}", ("type", "manuscript")),
        ("book", "journal={A Workshop}", ("container-title", None)),
    ],
)
def test_a_field_means_what_biblatex_and_bibliographies_mean_by_it(kind, fields, shown):
    record = (
        read_bibtex(f"@{kind}{{a, title={{Work}}, year={{2001}}, {fields}}}").entries["a"].record
    )
    name, value = shown
    assert record.get(name) == value
    written = write_entry({"id": "a", **record})
    assert read_bibtex(written).entries["a"].record == record
