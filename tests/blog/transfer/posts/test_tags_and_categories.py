import pytest

from blog.transfer.posts.tags_and_categories import Labels, read_labels
from blog.transfer.source.import_values import Value


@pytest.mark.parametrize(
    ("value", "blanks", "names"),
    [
        (["a", "b"], True, ("a", "b")),
        (["deep learning", "b"], True, ("deep learning", "b")),
        ("deep learning, b", True, ("deep learning", "b")),
        ("deep learning; b", False, ("deep learning", "b")),
        ("deep learning", True, ("deep", "learning")),
        ("deep learning", False, ("deep learning",)),
        ("#a #b", False, ("a", "b")),
        ("[a, 'b c']", True, ("a", "b c")),
        (None, True, ()),
        ("", True, ()),
        ([None, " ", "#", "a"], True, ("a",)),
        ([["a"], ["b", "a"]], True, ("a", "b")),
        (["C", "C++", "C#", "学习", "🎉"], True, ("C", "C++", "C#", "学习", "🎉")),
        ([{"C++": "an overview"}, {"a": None}], True, ("C++: an overview", "a")),
        ([{"a": ["b"]}], True, ()),
    ],
)
def test_read_labels_reads_every_form(value: Value, blanks: bool, names: tuple[str, ...]) -> None:
    assert read_labels([(value, blanks)]).names == tuple(dict.fromkeys(names))


def test_read_labels_folds_case_and_blanks_and_says_so() -> None:
    labels = read_labels(
        [(["AI", "ai", "AI ", "Ai", "ai", "Deep Learning", "deep  learning"], True)]
    )
    assert labels == Labels(
        ("AI", "Deep Learning"),
        (),
        ("“ai” was taken for “AI”", "“Ai” was taken for “AI”",
         "“deep learning” was taken for “Deep Learning”"),
    )  # fmt: skip


def test_read_labels_sets_dois_apart() -> None:
    labels = read_labels(
        [(["doi:10.1145/ABC", "justdoi:https://doi.org/10.1/x", "doi: 10.1000/x", "doi"], True)]
    )
    assert labels.names == ("doi",)
    assert labels.identifiers == ("doi:10.1145/abc", "doi:10.1000/x")
    assert labels.remarks == ("“justdoi:https://doi.org/10.1/x” is no DOI; it was left out",)
