import pytest

from papers.records.meta_tags import meta_tags
from papers.records.work_files import work_files


@pytest.mark.parametrize(
    ("record", "expected"),
    [
        ({}, {}),
        (
            {"custom": {"pdf": "https://a.org/x", "Code": "https://github.com/a/b"}},
            {"pdf": "https://a.org/x", "code": "https://github.com/a/b"},
        ),
        ({"custom": {"dataset": "https://zenodo.org/1"}}, {"data": "https://zenodo.org/1"}),
        ({"custom": {"pdf": "/home/me/x.pdf", "file": ":x.pdf:PDF", "code": "b.zip"}}, {}),
        ({"custom": {"pdf": "javascript:alert(1)", "data": ["https://a.org"]}}, {}),
        ({"custom": "text", "URL": "https://a.org/x"}, {}),
        ({"URL": "https://a.org/X.PDF?v=1"}, {"pdf": "https://a.org/X.PDF?v=1"}),
        (
            {"archive": "arXiv", "archive_location": "1706.03762"},
            {"pdf": "https://arxiv.org/pdf/1706.03762"},
        ),
        (
            {"custom": {"identifiers": ["openreview:rJl-b3RcF7"]}},
            {"pdf": "https://openreview.net/pdf?id=rJl-b3RcF7"},
        ),
        (
            {"custom": {"identifiers": ["acl:N19-1423"]}},
            {"pdf": "https://aclanthology.org/N19-1423.pdf"},
        ),
        (
            {"custom": {"pdf": "https://a.org/x.pdf", "identifiers": ["acl:N19-1423"]}},
            {"pdf": "https://a.org/x.pdf"},
        ),
    ],
)
def test_files_are_what_the_record_says_or_a_site_has_by_rule(record, expected):
    assert work_files(record) == expected


def test_reference_managers_are_told_of_the_pdf():
    record = {"title": "T", "archive": "arXiv", "archive_location": "1706.03762"}
    tags = meta_tags(record, "https://blog.example/papers/t/")
    assert ("citation_pdf_url", "https://arxiv.org/pdf/1706.03762") in tags
    assert "citation_pdf_url" not in dict(meta_tags({"title": "T"}, "https://blog.example/"))
