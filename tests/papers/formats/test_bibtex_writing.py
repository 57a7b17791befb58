"""BibTeX for readers: what other tools take."""

import pytest

from papers.formats.bibtex_writing import write_entry


@pytest.mark.parametrize(
    ("record", "kind"),
    [
        ({"type": "standard"}, "@report{"),
        ({"type": "dataset"}, "@misc{"),
        ({"type": "periodical"}, "@collection{"),
        ({"type": "document", "custom": {"entrytype": "ugdthesis"}}, "@misc{"),
        ({"type": "chapter", "custom": {"entrytype": "suppcollection"}}, "@incollection{"),
        ({"type": "paper-conference"}, "@inproceedings{"),
    ],
)
def test_readers_get_entry_types_that_zotero_knows(record, kind):
    assert write_entry({"id": "k", "title": "T", **record}, is_whole=False).startswith(kind)


def test_a_lossless_file_keeps_every_entry_type():
    record = {"id": "k", "type": "document", "title": "T", "custom": {"entrytype": "ugdthesis"}}
    assert write_entry(record).startswith("@ugdthesis{")
