import pytest

from blog.transfer.posts.summaries import MAX_SUMMARY, read_summary, shorten, without_readmore
from blog.transfer.source.import_values import Value


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ({"description": " <p>A &amp; *b*</p>\n c"}, "A & *b* c"),
        ({"description": " ", "summary": "B"}, "B"),
        ({"description": None, "excerpt": "C"}, "C"),
        ({"description": {"a": "b"}}, ""),
        ({}, ""),
    ],
)
def test_read_summary_takes_the_header(values: dict[str, Value], expected: str) -> None:
    assert read_summary(values, "First.\n\nSecond.", "") == expected


@pytest.mark.parametrize(
    ("body", "separator"),
    [
        ("A **b** [c](d)\n<!--more-->\ne", ""),
        ("A **b** c\n<!-- MORE -->", ""),
        ("x\n<!-- PELICAN_BEGIN_SUMMARY -->\n# A\nb `c`\n<!-- PELICAN_END_SUMMARY -->", ""),
        ("A b {% include x %}c READMORE d", "READMORE"),
        ("A b c\n<!-- end -->\n", "<!-- end -->"),
        ("```\ncode\n```\nA b c <!--more-->", ""),
    ],
)
def test_read_summary_takes_what_stands_before_the_mark(body: str, separator: str) -> None:
    assert read_summary({}, body, separator) == "A b c"


def test_read_summary_is_cut_between_words() -> None:
    summary = read_summary({}, "word " * 1000 + "<!--more-->", "")
    assert len(summary) <= MAX_SUMMARY and summary.endswith("word…")
    assert shorten("a" * 50, 10) == "a" * 9 + "…"


def test_read_summary_ignores_the_usual_separator() -> None:
    assert read_summary({}, "A\n\nb", "\n\n") == ""


def test_without_readmore_drops_the_first_mark() -> None:
    assert without_readmore("a. READMORE b READMORE") == "a. b READMORE"
